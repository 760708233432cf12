"use client";

import { useId } from "react";
import { VerbForm } from "@/components/people/forms/verb-form";
import { ActionForm } from "@/components/ui/action-form";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { DelegationRow, OwnDelegations } from "@/lib/delegations/queries";
import { formatDate } from "@/lib/format";
import type { Choice } from "@/lib/platform/entities/choice";

type Props<G, E> = {
  personId: string;
  delegations: OwnDelegations;
  /** deputies offered without script */
  few: readonly Choice[];
  /** generated on the server: sent twice, it is created once */
  idempotencyKey: string;
  today: string;
  give: FormActionProp<G>;
  end: FormActionProp<E>;
};

const days = ({ fromOn, toOn }: DelegationRow) => `${formatDate(fromOn)} to ${formatDate(toOn)}`;

/** Deputies of this person, and people they deputise for. */
export function DelegationSection<G, E>({ personId, delegations, few, idempotencyKey, today, give, end }: Props<G, E>) {
  const id = useId();
  const { given, held, anyDeputy, departments, mayGive } = delegations;
  if (!mayGive && held.length === 0) return null;
  return (
    <Section id="away" title="While you are away" caption="a deputy enters your numbers and answers your questions, under their own name">
      {held.length > 0 && (
        <ul className="divide-y text-table">
          {held.map((row) => (
            <li key={row.id} className="py-2">
              You stand in for <strong>{row.name}</strong>, {days(row)}
              {row.running ? "." : ", not started."}
            </li>
          ))}
        </ul>
      )}
      {given.length > 0 && (
        <ul className="divide-y text-table">
          {given.map((row) => (
            <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <span>
                <strong>{row.name}</strong> stands in for you, {days(row)}
                {row.running ? "." : ", not started."}
              </span>
              <VerbForm
                action={end}
                fields={{ delegationId: row.id }}
                label="End now"
                confirm={`${row.name} no longer stands in for you.`}
              />
            </li>
          ))}
        </ul>
      )}
      {mayGive && !anyDeputy && (
        <p className="py-2 text-table text-muted">
          Nobody else can enter values of {departments.join(", ") || "your department"}. An administrator can give somebody that role.
        </p>
      )}
      {mayGive && anyDeputy && (
        <ActionForm
          action={give}
          hidden={{ personId }}
          idempotencyKey={idempotencyKey}
          label="Name deputy"
          done="Named and notified."
          resets
          className="max-w-xl py-3"
        >
          {({ errors, values }) => (
            <>
              <ComboField
                id={`${id}-deputy`}
                name="deputyId"
                label="Deputy"
                hint={departments.length > 0 ? `who enters values of ${departments.join(", ")}` : undefined}
                placeholder="Type a name"
                source={{ of: "deputies" }}
                chosen={null}
                few={few}
                sent={values.deputyId}
                resets
                error={errors.deputyId}
              />
              <div className="grid gap-3 md:grid-cols-2">
                <InputField
                  id={`${id}-from`}
                  name="fromOn"
                  type="date"
                  label="From"
                  min={today}
                  defaultValue={values.fromOn ?? today}
                  error={errors.fromOn}
                />
                <InputField
                  id={`${id}-to`}
                  name="toOn"
                  type="date"
                  label="To, that day included"
                  min={today}
                  defaultValue={values.toOn ?? ""}
                  error={errors.toOn}
                />
              </div>
            </>
          )}
        </ActionForm>
      )}
    </Section>
  );
}
