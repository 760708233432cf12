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

/** From when on somebody is not with the company any more, what they then still hold, and that they are back. */
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
          <VerbForm action={revertLeaving} fields={{ personId: id }} label={account === "left" ? "They are back" : "They stay"} />
        </div>
      )}
      <ActionForm
        action={recordLeaving}
        hidden={{ personId: id, version: String(version) }}
        label={leftOn === null ? "Note the day" : "Change the day"}
        done="Noted."
        tone="plain"
        className="mt-3 max-w-xl"
      >
        {({ errors, values }) => (
          <InputField
            id="leftOn"
            name="leftOn"
            type="date"
            label="First day they are not with the company any more"
            hint="from then on they cannot sign in; what they did stays"
            error={errors.leftOn}
            required
            fieldClassName="md:w-1/2"
            defaultValue={values.leftOn ?? leftOn ?? ""}
          />
        )}
      </ActionForm>
      {positions.length > 0 && (
        <p className="pt-3 text-table">
          {leftOn === null ? "Holds " : "Still holds, until you give it to somebody else: "}
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
