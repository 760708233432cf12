"use client";

import { type ReactNode, useId, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { type Draft, draftOf, mappingOf, reusedDraft, sameMapping, suggestDraft } from "@/lib/imports/map/draft";
import type { UploadLookPart } from "@/lib/imports/map/draft-source";
import type { KeyMatch, LookupKind } from "@/lib/imports/map/record-draft";
import { type ExistingDepartments, headersOf, matchingMappings, suggestTargets } from "@/lib/imports/map/suggest";
import { TARGET_NAMES, type TargetName, targetLabel } from "@/lib/imports/map/target-fields";
import type { Mapping } from "@/lib/imports/mapping";
import type { FileFormat } from "@/lib/tables/read/format";
import { EntityColumns } from "./entity-columns";
import { RecordColumns } from "./record-columns";

type Props<C, S> = {
  uploadId: string;
  fileName: string;
  version: number;
  format: FileFormat;
  look: UploadLookPart & { periods: readonly string[] };
  existing: ExistingDepartments;
  kinds: readonly LookupKind[];
  matches: readonly KeyMatch[];
  saved: readonly { id: string; name: string; mapping: Mapping }[];
  /** The mapping last checked. */
  mapping: Mapping | null;
  check: FormActionProp<C>;
  save: FormActionProp<S>;
  /** The result of the last check, and the import button; shown while the mapping is unchanged since. */
  children: ReactNode;
};

/** The type of the file and the meaning of its columns: suggested, corrected by hand, and checked without writing anything. */
export function MappingWizard<C, S>({
  uploadId,
  fileName,
  version,
  format,
  look,
  existing,
  kinds,
  matches,
  saved,
  mapping,
  check,
  save,
  children,
}: Props<C, S>) {
  const id = useId();
  const headers = look.columns.map((c) => c.header);
  const fits = matchingMappings(saved, headers);
  const [draft, setDraft] = useState<Draft>(() => {
    const nearly = fits.find((m) => headersOf(m.mapping).length >= headers.length * 0.8);
    if (mapping) return draftOf(mapping, look, fileName, existing);
    return nearly ? reusedDraft(nearly.mapping, look, fileName, existing) : suggestDraft(look, fileName, existing);
  });
  const suggested = suggestTargets(look.columns, fileName, look.format);
  const made = mappingOf(draft, format);
  const unread = headers.filter((header) => header !== "" && header !== draft.columns.kpi?.from && !look.periods.includes(header));
  const text = JSON.stringify(made.mapping);
  const asChecked = mapping !== null && sameMapping(made.mapping, mapping);
  const choose = (target: TargetName) =>
    setDraft({ ...suggestDraft(look, fileName, existing, target), records: draft.records, partial: draft.partial });
  return (
    <>
      <Section
        title="2. Content"
        caption={
          suggested[0]
            ? `looks like ${suggested[0].target === "kpis" ? "KPIs" : targetLabel(suggested[0].target).toLowerCase()}: ${suggested[0].why}`
            : ""
        }
      >
        <div className="grid max-w-3xl items-start gap-3 py-3 sm:grid-cols-3">
          <SelectField
            id={`${id}-target`}
            label="Each row is"
            value={draft.target}
            options={TARGET_NAMES.map((value) => ({ value, label: targetLabel(value) }))}
            onChange={(event) => choose(TARGET_NAMES.find((t) => t === event.currentTarget.value) ?? "records")}
          />
          <SelectField
            id={`${id}-saved`}
            label="Start from a saved mapping"
            value=""
            disabled={saved.length === 0}
            placeholder={
              saved.length === 0
                ? "none saved yet"
                : fits.length === 0
                  ? "none matches these headings"
                  : `${fits.length} match these headings`
            }
            options={[...fits, ...saved.filter((m) => !fits.includes(m))].map((m) => ({
              value: m.id,
              label: fits.includes(m) ? m.name : `${m.name} (other headings)`,
            }))}
            onChange={(event) => {
              const chosen = saved.find((m) => m.id === event.currentTarget.value);
              if (chosen) setDraft(reusedDraft(chosen.mapping, look, fileName, existing));
            }}
          />
          <InputField
            id={`${id}-name`}
            label="Name of this mapping"
            value={draft.name}
            maxLength={120}
            hint="saved under this name for the next file"
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
        </div>
        {draft.target === "measurements-wide" && (
          <p className="pb-2 text-table">
            {look.periods.length === 0
              ? "No heading is a period."
              : `${look.periods.length} columns are periods: ${look.periods.slice(0, 6).join(", ")}${look.periods.length > 6 ? " …" : ""}.`}
            {unread.length > 0 && ` Not read: ${unread.map((header) => `'${header}'`).join(", ")}.`}
          </p>
        )}
      </Section>
      <Section title="3. Columns" caption="suggested from headings and content">
        {draft.target === "records" ? (
          <RecordColumns
            records={draft.records}
            columns={look.columns}
            departments={existing.departments}
            kinds={kinds}
            matches={matches}
            onChange={(records) => setDraft({ ...draft, records })}
          />
        ) : (
          <EntityColumns
            target={draft.target}
            columns={look.columns}
            chosen={draft.columns}
            departments={existing.departments}
            onChange={(columns) => setDraft({ ...draft, columns })}
          />
        )}
        {draft.target !== "targets" && !draft.target.startsWith("measurements") && (
          <label className="flex min-h-11 items-center gap-2 text-table md:min-h-8">
            <input
              type="checkbox"
              className="size-4 accent-fg"
              checked={draft.repeats}
              onChange={(event) => setDraft({ ...draft, repeats: event.currentTarget.checked })}
            />
            {draft.target === "departments"
              ? "A department can be in several rows, as in a list of people"
              : "Skip rows that repeat an earlier row"}
            {(look.repeatedRows ?? 0) > 0 && ` (${look.repeatedRows} of the first rows ${look.repeatedRows === 1 ? "does" : "do"})`}
          </label>
        )}
        <label className="flex min-h-11 items-center gap-2 text-table md:min-h-8">
          <input
            type="checkbox"
            className="size-4 accent-fg"
            checked={draft.partial}
            onChange={(event) => setDraft({ ...draft, partial: event.currentTarget.checked })}
          />
          Import valid rows even if others are rejected
        </label>
        <ul className="grid gap-1 py-1 text-table font-medium text-bad empty:hidden">
          {made.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
        {made.problems.length === 0 && (
          <div className="flex flex-wrap gap-x-6">
            <ActionForm
              action={check}
              hidden={{ uploadId, version: String(version), mapping: text }}
              label="Check changes"
              done=""
              className="py-2"
            >
              {({ errors }) => errors.mapping !== undefined && <p className="text-table font-medium text-bad">{errors.mapping}</p>}
            </ActionForm>
            <ActionForm action={save} hidden={{ mapping: text }} label="Save mapping" tone="plain" done="Saved." className="py-2" />
          </div>
        )}
      </Section>
      {asChecked
        ? children
        : mapping !== null && (
            <p className="mt-4 text-table text-muted">
              The mapping was changed after the last check. Check again to see what would be imported.
            </p>
          )}
    </>
  );
}
