"use client";

import { useRef, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { ChoiceName } from "@/components/ui/combobox/choice-name";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { ConflictNote } from "@/components/ui/conflict-note";
import { Dialog } from "@/components/ui/dialog";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { useFocusAtHash } from "@/components/ui/use-focus-at-hash";
import { AREAS } from "@/lib/areas";
import { OPTIONS, OUTCOMES, SIDES, SURE } from "@/lib/decisions/words";
import type { Choice } from "@/lib/platform/entities/choice";
import { type Choices, DecisionFields } from "./decision-fields";

type Act = FormActionProp<{ id: string }>;
type AskProps = Choices & { idempotencyKey: string; about: string; first: Record<string, string>; currency: string; action: Act };

/** Asks somebody to decide, and opens the new decision. */
export function AskForm({ idempotencyKey, about, first, action, ...choices }: AskProps) {
  return (
    <ActionForm action={action} hidden={{ about }} idempotencyKey={idempotencyKey} label="Ask" done="Asked." className="max-w-2xl">
      {({ errors, values }) => <DecisionFields errors={errors} values={{ ...first, ...values }} {...choices} />}
    </ActionForm>
  );
}

type ChangeProps = Choices & { id: string; version: number; shown: Record<string, string>; currency: string; action: Act };

const LABELS: readonly (readonly [string, string])[] = [
  ["question", "Question"],
  ["background", "Background"],
  ["ownerId", "Who decides"],
  ["decideBy", "Decide by"],
  ["area", "Area"],
  ["atStake", "At stake"],
  ...OPTIONS.flatMap((n) => [
    [`option${n}Title`, `Option ${n}`] as const,
    [`option${n}Detail`, `Arguments for option ${n}`] as const,
    [`option${n}Gain`, `Gain of option ${n}`] as const,
    [`option${n}Odds`, `Probability of option ${n}`] as const,
    [`option${n}Risk`, `Risk of option ${n}`] as const,
  ]),
];
const said = (name: string, value: string, known: readonly Choice[]) =>
  name === "ownerId" ? (
    <ChoiceName of="deciders" id={value} known={known} otherwise="somebody else" />
  ) : name === "area" ? (
    (AREAS.find(({ slug }) => slug === value)?.name ?? value)
  ) : (
    value
  );

/** Edits an undecided decision, or gives it to somebody else. */
export function ChangeDialog({ id, version, shown, action, ...choices }: ChangeProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog title="Change this decision" trigger={<Button>Change</Button>} open={open} onOpenChange={setOpen}>
      <ActionForm action={action} hidden={{ id, version: String(version) }} label="Save" done="Saved." onDone={() => setOpen(false)}>
        {({ errors, values, current }) => (
          <>
            <ConflictNote current={current} shown={shown} labels={LABELS} say={(name, value) => said(name, value, choices.decider.few)} />
            <DecisionFields errors={errors} values={{ ...shown, ...values }} {...choices} />
          </>
        )}
      </ActionForm>
    </Dialog>
  );
}

type Option = { value: string; label: string };
type DecideProps = { id: string; version: number; options: Option[]; kpis: readonly Choice[]; reviewOn: string; action: Act };

/** Chooses: which option, why, how sure, when to look again, and by what it will have held. */
export function DecideForm({ id, version, options, kpis, reviewOn, action }: DecideProps) {
  const place = useRef<HTMLDivElement>(null);
  useFocusAtHash(place, "decide");
  const [criterion, setCriterion] = useState<Choice | null>(null);
  return (
    <div ref={place}>
      <ActionForm
        action={action}
        hidden={{ id, version: String(version) }}
        label="Decide"
        done="Decided."
        className="max-w-2xl"
        hint={
          <ButtonLink href="/decisions" className="md:hidden">
            Later
          </ButtonLink>
        }
      >
        {({ errors, values }) => (
          <>
            <Radios name="optionId" legend="Option" options={options} chosen={values.optionId ?? ""} error={errors.optionId} />
            <TextareaField
              id="reason"
              name="reason"
              label="Reason"
              required
              maxLength={2000}
              rows={2}
              defaultValue={values.reason ?? ""}
              error={errors.reason}
            />
            <Radios
              name="sure"
              legend="Confidence: 50 % is a coin toss"
              options={SURE.map((percent) => ({ value: String(percent), label: `${percent} %` }))}
              chosen={values.sure ?? ""}
              error={errors.sure}
              inline
            />
            <InputField
              id="reviewOn"
              name="reviewOn"
              type="date"
              label="Review on"
              required
              defaultValue={values.reviewOn ?? reviewOn}
              error={errors.reviewOn}
            />
            <fieldset className="mt-2 grid items-start gap-3 border-t pt-3 md:grid-cols-[minmax(0,1fr)_110px_110px_150px]">
              <legend className="sr-only">Success criterion</legend>
              <ComboField
                id="holdsKpiId"
                name="holdsKpiId"
                label="Success criterion: this KPI"
                hint="Set now and checked against the KPI’s value later; optional"
                placeholder="None; type a name or code"
                source={{ of: "kpis" }}
                chosen={null}
                few={kpis}
                onChoose={setCriterion}
                sent={values.holdsKpiId}
                error={errors.holdsKpiId}
              />
              <SelectField
                id="holdsSide"
                name="holdsSide"
                label="is"
                options={SIDES.map(([value, label]) => ({ value, label }))}
                defaultValue={values.holdsSide ?? "at-most"}
                error={errors.holdsSide}
              />
              <InputField
                id="holdsBound"
                name="holdsBound"
                label={criterion?.unit ? `value, ${criterion.unit}` : "value"}
                numeric
                defaultValue={values.holdsBound ?? ""}
                error={errors.holdsBound}
              />
              <InputField
                id="holdsOn"
                name="holdsOn"
                type="date"
                label="in the period of"
                defaultValue={values.holdsOn ?? ""}
                error={errors.holdsOn}
              />
            </fieldset>
          </>
        )}
      </ActionForm>
    </div>
  );
}

/** The outcome, recorded once. */
export function ScoreForm({ id, version, action }: { id: string; version: number; action: Act }) {
  const place = useRef<HTMLDivElement>(null);
  useFocusAtHash(place, "score");
  return (
    <div ref={place}>
      <ActionForm action={action} hidden={{ id, version: String(version) }} label="Save outcome" done="Saved." className="max-w-2xl">
        {({ errors, values }) => (
          <>
            <Radios
              name="outcome"
              legend="Result"
              options={OUTCOMES.map(([value, label]) => ({ value, label }))}
              chosen={values.outcome ?? ""}
              error={errors.outcome}
              inline
            />
            <TextareaField
              id="outcomeText"
              name="outcomeText"
              label="Outcome"
              hint="In a sentence or two; it cannot be changed later"
              required
              maxLength={2000}
              rows={2}
              defaultValue={values.outcomeText ?? ""}
              error={errors.outcomeText}
            />
          </>
        )}
      </ActionForm>
    </div>
  );
}

type RadiosProps = { name: string; legend: string; options: Option[]; chosen: string; error?: string | undefined; inline?: boolean };

/** One of a few, each 44 px high on the phone; arrow keys move between them. Nothing is chosen beforehand. */
function Radios({ name, legend, options, chosen, error, inline = false }: RadiosProps) {
  return (
    <fieldset className="grid gap-1" aria-describedby={`${name}-error`} {...(error !== undefined && { "aria-invalid": true })}>
      <legend className="text-caption text-muted">{legend}</legend>
      <div className={inline ? "flex flex-wrap gap-2" : "grid gap-1"}>
        {options.map(({ value, label }) => (
          <label
            key={value}
            className="flex min-h-11 items-center gap-2 rounded border border-border px-3 text-table has-checked:border-fg has-checked:font-semibold md:min-h-8"
          >
            <input type="radio" name={name} value={value} defaultChecked={value === chosen} className="size-4 accent-current" />
            {label}
          </label>
        ))}
      </div>
      <p id={`${name}-error`} role="alert" className="text-caption font-medium text-bad empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
