"use client";

import { Fragment, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ChoiceName } from "@/components/ui/combobox/choice-name";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import type { Choice } from "@/lib/platform/entities/choice";
import { PersonFields, type PersonValues } from "./person-fields";

type Props = {
  personId: string;
  version: number;
  person: PersonValues;
  department: Choice | null;
  few: readonly Choice[];
  action: FormActionProp<{ id: string; note: string | null }>;
};

const WORDS: Record<keyof PersonValues, string> = { name: "name", email: "e-mail", jobTitle: "job title", departmentId: "department" };

/** The record's state from a conflict: version and values. */
function stateOf(current: unknown, department: Choice | null): { version: string; says: ReactNode } | null {
  if (typeof current !== "object" || current === null || !("version" in current)) return null;
  const held: Record<string, unknown> = { ...current };
  const says = (Object.keys(WORDS) as (keyof PersonValues)[]).map((key, place) => {
    const value = held[key];
    const empty = typeof value !== "string" || value === "";
    return (
      <Fragment key={key}>
        {place > 0 && ", "}
        {WORDS[key]}{" "}
        {empty ? (
          "none"
        ) : key === "departmentId" ? (
          <ChoiceName of="people-manage" id={value} known={department === null ? [] : [department]} otherwise="another one" />
        ) : (
          value
        )}
      </Fragment>
    );
  });
  return { version: String(held.version), says };
}

/** Changes a person. After a conflict the form shows the current values, keeps the input, and allows overwriting on purpose. */
export function ChangePersonForm({ personId, version, person, department, few, action }: Props) {
  const form = useActionForm(action);
  const now = stateOf(form.current, department);
  const values = { ...person, ...form.values };
  return (
    <form action={form.submit} className="mt-3 grid max-w-xl gap-3" aria-busy={form.pending}>
      <input type="hidden" name="personId" value={personId} />
      <input type="hidden" name="version" value={now?.version ?? version} />
      <PersonFields department={department} few={few} values={values} errors={form.errors} />
      {now && <p className="border-l-2 border-watch pl-3 text-table">Saved now: {now.says}.</p>}
      <div className="flex items-center gap-3">
        <Button type="submit" tone="primary" disabled={form.pending}>
          {form.pending ? "Saving…" : now ? "Overwrite" : "Save"}
        </Button>
        <StatusLine tone={form.failed ? "error" : "plain"}>
          {form.failed ? form.message : form.data !== null ? ["Saved.", form.data.note].filter(Boolean).join(" ") : ""}
        </StatusLine>
      </div>
    </form>
  );
}
