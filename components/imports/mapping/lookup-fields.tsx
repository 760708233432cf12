"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/select";
import type { ColumnLook } from "@/lib/imports/map/look";
import { addLookup, type KeyMatch, type LookupKind, lookupHints } from "@/lib/imports/map/record-draft";
import type { RecordsMapping } from "@/lib/imports/mapping";

type Props = {
  records: RecordsMapping;
  columns: readonly ColumnLook[];
  kinds: readonly LookupKind[];
  matches: readonly KeyMatch[];
  onChange: (records: RecordsMapping) => void;
};

/** Fields taken from records imported earlier: which records, the column to find them by, the value to take. */
export function LookupFields({ records, columns, kinds, matches, onChange }: Props) {
  const id = useId();
  const others = kinds.filter((k) => k.code !== records.kind.code && k.fields.length > 0);
  const hints = lookupHints(matches, columns, others, records);
  const [chosen, setChosen] = useState({ kind: "", key: "", take: "" });
  const kind = others.find((k) => k.code === chosen.kind);
  if (others.length === 0) return null;
  const match = matches.find((m) => m.kind === chosen.kind && m.column === chosen.key);
  return (
    <details className="text-table" open={hints.length > 0 || chosen.kind !== ""}>
      <summary className="cursor-pointer">Add a field from records already imported</summary>
      <div className="grid gap-3 py-2">
        <ul className="grid gap-1 empty:hidden">
          {hints.map((hint) => (
            <li key={`${hint.column} ${hint.kind}`}>
              ‘{hint.column}’ seems to refer to {hint.name}: {hint.found} of {hint.of} sampled values are keys there.{" "}
              <button
                type="button"
                className="cursor-pointer underline underline-offset-2"
                onClick={() => setChosen({ kind: hint.kind, key: hint.column, take: "" })}
              >
                Add a field from {hint.name}
              </button>
            </li>
          ))}
        </ul>
        <div className="grid max-w-4xl items-start gap-3 sm:grid-cols-[repeat(3,minmax(0,1fr))_auto] sm:items-end">
          <SelectField
            id={`${id}-kind`}
            label="Records"
            placeholder="choose"
            options={others.map((k) => ({ value: k.code, label: k.name }))}
            value={chosen.kind}
            onChange={(event) => setChosen({ ...chosen, kind: event.currentTarget.value, take: "" })}
          />
          <SelectField
            id={`${id}-key`}
            label="Matched by column"
            placeholder="choose"
            options={columns.filter((c) => c.header !== "").map((c) => ({ value: c.header, label: c.header }))}
            value={chosen.key}
            onChange={(event) => setChosen({ ...chosen, key: event.currentTarget.value })}
          />
          <SelectField
            id={`${id}-take`}
            label="Field"
            placeholder={kind ? "choose a field" : "choose the records first"}
            options={(kind?.fields ?? []).map((f) => ({ value: f.name, label: f.label }))}
            value={chosen.take}
            onChange={(event) => setChosen({ ...chosen, take: event.currentTarget.value })}
          />
          <Button
            disabled={!kind || chosen.key === "" || chosen.take === ""}
            onClick={() => {
              if (kind) onChange(addLookup(records, kind, chosen.key, chosen.take));
              setChosen({ ...chosen, take: "" });
            }}
          >
            Add the field
          </Button>
        </div>
        {kind && chosen.key !== "" && (match === undefined || match.found < match.of) && (
          <p className="text-caption text-muted">
            {match === undefined
              ? `No sampled value of '${chosen.key}' is a key of ${kind.name}.`
              : `${match.found} of ${match.of} sampled values of '${chosen.key}' are keys of ${kind.name}; rows with other values will be rejected.`}
          </p>
        )}
      </div>
    </details>
  );
}
