"use client";

import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import type { Choice } from "@/lib/platform/entities/choice";

export type DepartmentValues = { code: string; name: string; groupName: string; parentId: string };
export const DEPARTMENT_LABELS = [
  ["name", "Name"],
  ["code", "Code"],
  ["groupName", "Group"],
  ["parentId", "Parent department"],
] as const;

type Props = {
  /** initial parent */
  parent: Choice | null;
  /** all choices without script, if the form supports that */
  few?: readonly Choice[];
  /** The company itself has no parent to choose. */
  company?: boolean;
  values: DepartmentValues;
  errors: Readonly<Record<string, string>>;
};

/** The fields of a department, shared by adding and changing. */
export function DepartmentFields({ parent, few = [], company = false, values, errors }: Props) {
  return (
    <>
      <InputField
        id="department-name"
        name="name"
        label="Name"
        error={errors.name}
        required
        maxLength={120}
        autoComplete="off"
        defaultValue={values.name}
      />
      <InputField
        id="department-code"
        name="code"
        label="Code"
        hint="short and unique; imports identify the department by it"
        error={errors.code}
        required
        maxLength={40}
        autoComplete="off"
        defaultValue={values.code}
      />
      <InputField
        id="department-group"
        name="groupName"
        label="Group"
        hint="a name for several departments together that is not itself a department; optional"
        error={errors.groupName}
        maxLength={120}
        autoComplete="off"
        defaultValue={values.groupName}
      />
      {company ? (
        <input type="hidden" name="parentId" value="" />
      ) : (
        <ComboField
          id="department-parent"
          name="parentId"
          label="Parent department"
          hint="roles in that department also apply here"
          error={errors.parentId}
          required
          placeholder="Type a department"
          source={{ of: "organisation-change" }}
          chosen={parent}
          few={few}
          sent={values.parentId === "" ? undefined : values.parentId}
          resets
        />
      )}
    </>
  );
}
