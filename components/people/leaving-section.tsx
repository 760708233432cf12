"use client";

import Link from "next/link";
import { VerbForm } from "@/components/people/forms/verb-form";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { formatDate } from "@/lib/format";
import type { PersonAccess } from "@/lib/people/queries";

type Noted = FormActionProp<{ id: string; note: string | null }>;
type Props = {
  person: Pick<PersonAccess, "id" | "name" | "version" | "leftOn" | "positions" | "account">;
  recordLeaving: Noted;
  revertLeaving: Noted;
};

/** When somebody leaves, what they still hold, and the button to undo it. */
export function LeavingSection({ person, recordLeaving, revertLeaving }: Props) {
  const { id, name, version, leftOn, positions, account } = person;
  return (
    <Section title="Leaving">
      {leftOn !== null && (
        <div className="grid justify-items-start gap-3 pt-3 text-table">
          <p>
            {account === "left"
              ? `${name} left: ${formatDate(leftOn, "medium")} was`
              : `${name} leaves: ${formatDate(leftOn, "medium")} is`}{" "}
            the first day without them.
          </p>
          <VerbForm
            action={revertLeaving}
            fields={{ personId: id }}
            label={account === "left" ? "Remove leaving date" : "Remove leaving date"}
          />
        </div>
      )}
      <ActionForm
        action={recordLeaving}
        hidden={{ personId: id, version: String(version) }}
        label={leftOn === null ? "Set leaving date" : "Change leaving date"}
        done="Saved."
        tone="plain"
        className="mt-3 max-w-xl"
      >
        {({ errors, values }) => (
          <InputField
            id="leftOn"
            name="leftOn"
            type="date"
            label="First day after leaving"
            hint="they cannot sign in from this day on; their records are kept"
            error={errors.leftOn}
            required
            fieldClassName="md:w-1/2"
            defaultValue={values.leftOn ?? leftOn ?? ""}
          />
        )}
      </ActionForm>
      {positions.length > 0 && (
        <p className="pt-3 text-table">
          {leftOn === null ? "Holds " : "Still holds, until you reassign it: "}
          {positions.map(({ id: positionId, title }, i) => (
            <span key={positionId}>
              {i > 0 && ", "}
              <Link href={`/settings/positions/${positionId}`} className="underline underline-offset-2">
                {title}
              </Link>
            </span>
          ))}
          .
        </p>
      )}
    </Section>
  );
}
