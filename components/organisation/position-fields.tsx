"use client";

import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import type { Choice } from "@/lib/platform/entities/choice";

export type PositionValues = { title: string; departmentId: string; holderId: string; reportsToId: string };
export const POSITION_LABELS = [
  ["title", "Title"],
  ["departmentId", "Department"],
  ["holderId", "Held by"],
  ["reportsToId", "Reports to"],
] as const;

export type PositionPicked = { department: Choice | null; holder: Choice | null; superior: Choice | null };

type Props = {
  /** initial choices */
  picked: PositionPicked;
  /** choices without script, if the form supports that */
  few?: { departments: readonly Choice[]; holders: readonly Choice[]; superiors: readonly Choice[] };
  values: PositionValues;
  errors: Readonly<Record<string, string>>;
};

/** The fields of a position, shared by adding and changing. */
export function PositionFields({ picked, few, values, errors }: Props) {
  return (
    <>
      <InputField
        id="position-title"
        name="title"
        label="Title"
        error={errors.title}
        required
        maxLength={200}
        autoComplete="off"
        defaultValue={values.title}
      />
      <ComboField
        id="position-department"
        name="departmentId"
        label="Department"
        error={errors.departmentId}
        required
        placeholder="Type a department"
        source={{ of: "organisation-change" }}
        chosen={picked.department}
        few={few?.departments ?? []}
        sent={values.departmentId}
        resets
      />
      <ComboField
        id="position-holder"
        name="holderId"
        label="Held by"
        hint="gives no role; people with a role own the position’s KPIs"
        error={errors.holderId}
        placeholder="Nobody: vacant"
        source={{ of: "holders" }}
        chosen={picked.holder}
        few={few?.holders ?? []}
        sent={values.holderId}
        resets
      />
      <ComboField
        id="position-superior"
        name="reportsToId"
        label="Reports to"
        error={errors.reportsToId}
        placeholder="No other position"
        source={{ of: "superiors" }}
        chosen={picked.superior}
        few={few?.superiors ?? []}
        sent={values.reportsToId}
        resets
      />
    </>
  );
}
