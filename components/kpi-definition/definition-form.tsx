"use client";

import { useId, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { aggregationOf, type DefinitionDraft, definitionOfDraft, unitOf } from "@/lib/kpis/definition/draft";
import type { KpiPreview } from "@/lib/kpis/definition/preview";
import type { DefinitionOptions } from "@/lib/kpis/definition/queries";
import { emptyQuestion } from "@/lib/kpis/definition/question";
import { FormulaField } from "./formula-field";
import { PlaceFields } from "./place-fields";
import { PreviewPanel } from "./preview-panel";
import { QuestionFields } from "./question-fields";
import { RuleFields } from "./rule-fields";

type Props<T> = {
  first: DefinitionDraft;
  options: DefinitionOptions;
  /** For an existing KPI. */
  existing?: { id: string; version: number };
  idempotencyKey?: string;
  preview: FormActionProp<KpiPreview>;
  save: FormActionProp<T>;
};
const SOURCES = [
  { value: "records", label: "computed from records" },
  { value: "formula", label: "computed from other KPIs by a formula" },
  { value: "manual", label: "entered by its owner" },
  { value: "imported", label: "imported from files" },
] as const;

/** A KPI in sentences: the source of its values, its name, its rules; with a preview before it is saved. */
export function DefinitionForm<T>({ first, options, existing, idempotencyKey, preview, save }: Props<T>) {
  const id = useId();
  const [draft, setDraft] = useState(first);
  const set = (change: Partial<DefinitionDraft>) => setDraft((before) => ({ ...before, ...change }));
  const kind = options.kinds.find((k) => k.code === draft.recordKind);
  const { definition, problems } = definitionOfDraft(draft, options.kinds);
  // The preview does not need a name, and is not recomputed for one: only the computation has to be complete.
  const named = existing ? {} : { name: "New KPI", code: "NEW-KPI-PREVIEW", description: "" };
  const shown = definitionOfDraft({ ...draft, ...named, unit: unitOf(draft, kind) || "units", floor: "", ceiling: "" }, options.kinds);
  return (
    <>
      <Section title="1. Source of values">
        <div className="grid max-w-4xl gap-4 py-3">
          <div className="grid items-start gap-3 sm:grid-cols-3">
            <SelectField
              id={`${id}-source`}
              label="Its values are"
              value={draft.source}
              options={[...SOURCES]}
              onChange={(e) => set({ source: SOURCES.find((s) => s.value === e.currentTarget.value)?.value ?? "manual" })}
            />
            {draft.source === "records" && (
              <SelectField
                id={`${id}-kind`}
                label="Which records"
                placeholder="choose"
                value={draft.recordKind}
                options={options.kinds.map((k) => ({ value: k.code, label: k.name }))}
                onChange={(e) => {
                  const chosen = options.kinds.find((k) => k.code === e.currentTarget.value);
                  set({ recordKind: chosen?.code ?? "", question: emptyQuestion(chosen?.fields ?? []), kept: null, eachValue: "" });
                }}
              />
            )}
          </div>
          {draft.source === "records" && kind && draft.kept === null && (
            <QuestionFields question={draft.question} fields={kind.fields} onChange={(question) => set({ question })} />
          )}
          {draft.source === "records" && kind && draft.kept === null && existing === undefined && (
            <div className="grid items-start gap-3 sm:grid-cols-3">
              <SelectField
                id={`${id}-each`}
                label="Grouped by"
                placeholder="nothing: one KPI"
                hint="one KPI for each value of a field, at most 60"
                value={draft.eachValue}
                options={kind.fields
                  .filter((f) => f.type === "text" || f.type === "boolean")
                  .map((f) => ({ value: f.name, label: `${f.label}: one KPI for each` }))}
                onChange={(e) => set({ eachValue: e.currentTarget.value })}
              />
            </div>
          )}
          {draft.source === "records" && draft.kept !== null && (
            <p className="max-w-[76ch] text-table">
              The computation was imported from a file and is too complex for this form; it stays as it is.{" "}
              <button type="button" className="cursor-pointer underline underline-offset-2" onClick={() => set({ kept: null })}>
                Start over
              </button>
            </p>
          )}
          {draft.source === "records" && options.kinds.length === 0 && (
            <p className="text-table text-muted">There are no records that you can use yet.</p>
          )}
          {draft.source === "formula" && (
            <FormulaField formula={draft.formula} kpis={options.kpis} onChange={(formula) => set({ formula })} />
          )}
        </div>
      </Section>
      <PreviewPanel
        kpiId={existing?.id ?? ""}
        definition={shown.problems.length === 0 ? JSON.stringify(shown.definition) : null}
        action={preview}
      />
      <Section title="2. Name and owner">
        <div className="grid max-w-4xl gap-3 py-3">
          <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
            <InputField
              id={`${id}-name`}
              label="Name"
              value={draft.name}
              maxLength={160}
              onChange={(e) => set({ name: e.currentTarget.value })}
            />
            <InputField
              id={`${id}-code`}
              label="Code"
              hint="short, such as SAL-01; cannot be changed later"
              value={draft.code}
              maxLength={40}
              disabled={existing !== undefined}
              onChange={(e) => set({ code: e.currentTarget.value })}
            />
            <InputField
              id={`${id}-unit`}
              label="Unit"
              value={draft.unit}
              placeholder={unitOf(draft, kind)}
              maxLength={40}
              onChange={(e) => set({ unit: e.currentTarget.value })}
            />
          </div>
          <TextareaField
            id={`${id}-description`}
            label="Description"
            rows={2}
            value={draft.description}
            maxLength={2000}
            onChange={(e) => set({ description: e.currentTarget.value })}
          />
          <PlaceFields
            draft={draft}
            options={options}
            each={existing === undefined && draft.source === "records" && (kind?.departments ?? 0) > 1}
            onChange={set}
          />
        </div>
      </Section>
      <Section title="3. Interpretation">
        <RuleFields
          draft={draft}
          aggregation={aggregationOf(draft)}
          target={existing === undefined}
          setsTargets={options.departments.find((d) => d.id === draft.departmentId)?.setsTargets ?? options.everything}
          onChange={set}
        />
      </Section>
      <ul className="grid gap-1 py-2 text-table text-muted empty:hidden">
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      {problems.length === 0 && (
        <ActionForm
          action={save}
          hidden={{ definition: JSON.stringify(definition), ...(existing && { kpiId: existing.id, version: String(existing.version) }) }}
          {...(idempotencyKey !== undefined && { idempotencyKey })}
          label={
            existing
              ? "Save the definition"
              : draft.departmentId === "each" || draft.eachValue !== ""
                ? "Define the KPIs"
                : "Define the KPI"
          }
          done="Saved."
          className="py-2"
        >
          {({ errors }) => {
            const named = Object.values(errors).filter((error) => error !== "");
            return named.length > 0 ? <p className="text-table font-medium text-bad">{named.join(" ")}</p> : null;
          }}
        </ActionForm>
      )}
    </>
  );
}
