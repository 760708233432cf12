"use client";

import { departmentChoices } from "@/components/people/forms/department-choices";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { DepartmentOption } from "@/lib/people/queries";

export type DepartmentValues = { code: string; name: string; groupName: string; parentId: string };
export const DEPARTMENT_LABELS = [
  ["name", "Name"],
  ["code", "Code"],
  ["groupName", "Group"],
  ["parentId", "Under"],
] as const;

type Props = {
  departments: readonly DepartmentOption[];
  /** Of the company itself nothing is chosen: it stands under no other. */
  company?: boolean;
  values: DepartmentValues;
  errors: Readonly<Record<string, string>>;
};

/** The fields of a department, shared by adding and changing. */
export function DepartmentFields({ departments, company = false, values, errors }: Props) {
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
        hint="short, its own; files know the department by it"
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
        hint="what you call several departments together, where that is no department itself; may stay empty"
        error={errors.groupName}
        maxLength={120}
        autoComplete="off"
        defaultValue={values.groupName}
      />
      {company ? (
        <input type="hidden" name="parentId" value="" />
      ) : (
        <SelectField
          key={values.parentId}
          id="department-parent"
          name="parentId"
          label="Under"
          hint="who holds a role on that department has it here too"
          error={errors.parentId}
          options={departmentChoices(departments)}
          defaultValue={values.parentId}
        />
      )}
    </>
  );
}
