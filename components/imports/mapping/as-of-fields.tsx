"use client";

import { useId } from "react";
import { SelectField } from "@/components/ui/select";
import type { ColumnLook } from "@/lib/imports/map/look";
import { setAsOfRow } from "@/lib/imports/map/record-draft";
import type { RecordsMapping } from "@/lib/imports/mapping";

type Props = { records: RecordsMapping; columns: readonly ColumnLook[]; onChange: (records: RecordsMapping) => void };

/** From which day on a row was known, for a file imported as of a past day. */
export function AsOfFields({ records, columns, onChange }: Props) {
  const id = useId();
  const dates = columns.filter((c) => c.type === "date" && c.header !== "");
  if (dates.length === 0) return null;
  return (
    <details className="text-table" open={records.known !== undefined}>
      <summary className="cursor-pointer">Set when each row was known</summary>
      <div className="grid max-w-xl gap-2 py-2">
        <SelectField
          id={`${id}-row`}
          label="Known from"
          placeholder="not set"
          options={dates.map((c) => ({ value: c.header, label: `the day in '${c.header}'` }))}
          value={records.known?.row ?? ""}
          hint="Saved with the mapping. Used only when the command line imports a file as of a past day (--known-on); later rows are skipped. For single fields, see More."
          onChange={(event) => onChange(setAsOfRow(records, event.currentTarget.value))}
        />
      </div>
    </details>
  );
}
