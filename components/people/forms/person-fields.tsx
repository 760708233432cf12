"use client";

import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import type { Choice } from "@/lib/platform/entities/choice";

export type PersonValues = { name: string; email: string; jobTitle: string; departmentId: string };

type Props = { department: Choice | null; few?: readonly Choice[]; values: PersonValues; errors: Readonly<Record<string, string>> };

/** The fields of a person, shared by adding and changing. */
export function PersonFields({ department, few = [], values, errors }: Props) {
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
      <ComboField
        id="departmentId"
        name="departmentId"
        label="Department"
        error={errors.departmentId}
        placeholder="Type a department"
        source={{ of: "people-manage" }}
        chosen={department}
        few={few}
        sent={values.departmentId === "" ? undefined : values.departmentId}
      />
    </>
  );
}
