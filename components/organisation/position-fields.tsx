"use client";

import { departmentChoices } from "@/components/people/forms/department-choices";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { PositionChoices } from "@/lib/organisation/choices";
import type { DepartmentOption } from "@/lib/people/queries";

export type PositionValues = { title: string; departmentId: string; holderId: string; reportsToId: string };
export const POSITION_LABELS = [
  ["title", "Title"],
  ["departmentId", "Department"],
  ["holderId", "Held by"],
  ["reportsToId", "Reports to"],
] as const;

type Props = {
  departments: readonly DepartmentOption[];
  choices: PositionChoices;
  values: PositionValues;
  errors: Readonly<Record<string, string>>;
};

/** The fields of a position, shared by adding and changing. */
export function PositionFields({ departments, choices, values, errors }: Props) {
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
      <SelectField
        key={`department-${values.departmentId}`}
        id="position-department"
        name="departmentId"
        label="Department"
        error={errors.departmentId}
        options={departmentChoices(departments)}
        defaultValue={values.departmentId}
      />
      <SelectField
        key={`holder-${values.holderId}`}
        id="position-holder"
        name="holderId"
        label="Held by"
        hint="gives no role; where they have one, the position's KPIs are theirs"
        error={errors.holderId}
        placeholder="Nobody: vacant"
        options={choices.holders}
        defaultValue={values.holderId}
      />
      <SelectField
        key={`superior-${values.reportsToId}`}
        id="position-superior"
        name="reportsToId"
        label="Reports to"
        error={errors.reportsToId}
        placeholder="No other position"
        options={choices.superiors}
        defaultValue={values.reportsToId}
      />
    </>
  );
}
