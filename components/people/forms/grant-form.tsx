"use client";

import { Button } from "@/components/ui/button";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { SelectField } from "@/components/ui/select";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { ROLE_WORDS, ROLES } from "@/lib/people/roles";
import type { Choice } from "@/lib/platform/entities/choice";

type Props = { personId: string; few: readonly Choice[]; action: FormActionProp<{ id: string }> };

/** Gives a role on a department and all below it. */
export function GrantForm({ personId, few, action }: Props) {
  const { submit, pending, message, errors, values, data, failed } = useActionForm(action);
  return (
    <form action={submit} className="mt-3 grid items-start gap-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_auto]">
      <input type="hidden" name="personId" value={personId} />
      <ComboField
        key={`given-${data?.id ?? ""}`}
        id="departmentId"
        name="departmentId"
        label="Department"
        hint="and all departments below it"
        error={errors.departmentId}
        placeholder="Type a department"
        source={{ of: "access-change" }}
        chosen={null}
        few={few}
        sent={values.departmentId}
      />
      <SelectField
        key={`role-${values.role ?? ""}`}
        id="role"
        name="role"
        label="Role"
        error={errors.role}
        placeholder="Choose a role"
        options={ROLES.map((role) => ({ value: role, label: `${ROLE_WORDS[role].name}: ${ROLE_WORDS[role].gives}` }))}
        defaultValue={values.role ?? ""}
      />
      <Button type="submit" tone="primary" disabled={pending} className="md:mt-5 md:h-8">
        {pending ? "Saving…" : "Give role"}
      </Button>
      <div className="md:col-span-3">
        <StatusLine tone={failed ? "error" : "plain"}>
          {failed ? message : data !== null ? "Given. It applies immediately." : ""}
        </StatusLine>
      </div>
    </form>
  );
}
