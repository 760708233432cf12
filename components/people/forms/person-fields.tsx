"use client";

import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { DepartmentOption } from "@/lib/people/queries";
import { departmentChoices } from "./department-choices";

export type PersonValues = { name: string; email: string; jobTitle: string; departmentId: string };

type Props = { departments: DepartmentOption[]; values: PersonValues; errors: Readonly<Record<string, string>> };

/** The fields of a person, shared by adding and changing. */
export function PersonFields({ departments, values, errors }: Props) {
  return (
    <>
      <InputField
        id="name"
        name="name"
        label="Name"
        error={errors.name}
        required
        maxLength={200}
        autoComplete="off"
        defaultValue={values.name}
      />
      <InputField
        id="email"
        name="email"
        type="email"
        label="E-mail"
        hint="needed to sign in"
        error={errors.email}
        maxLength={200}
        autoComplete="off"
        defaultValue={values.email}
      />
      <InputField
        id="jobTitle"
        name="jobTitle"
        label="Job title"
        error={errors.jobTitle}
        maxLength={120}
        autoComplete="off"
        defaultValue={values.jobTitle}
      />
      <SelectField
        key={values.departmentId}
        id="departmentId"
        name="departmentId"
        label="Department"
        error={errors.departmentId}
        placeholder="Choose a department"
        options={departmentChoices(departments)}
        defaultValue={values.departmentId}
      />
    </>
  );
}
