"use client";

import { useId } from "react";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { changeField } from "@/lib/imports/map/draft";
import type { ColumnLook } from "@/lib/imports/map/look";
import { asOfColumn, setAsOfField } from "@/lib/imports/map/record-draft";
import type { RecordsMapping } from "@/lib/imports/mapping";
import type { RecordField } from "@/lib/records/field";
import { Replacements } from "./replacements";

type Props = {
  field: RecordField;
  title: string;
  records: RecordsMapping;
  columns: readonly ColumnLook[];
  /** Analysis of its column; null for a lookup. */
  look: ColumnLook | null;
  onChange: (records: RecordsMapping) => void;
};

/** How the cells of one field are changed during import: replaced, filled if empty, shifted in time, and from when on they are known. */
export function FieldDetails({ field, title, records, columns, look, onChange }: Props) {
  const id = useId();
  const change = (edit: Partial<RecordField>) => onChange(changeField(records, field.name, edit));
  const { known } = records;
  const dates = columns.filter((c) => c.type === "date");
  return (
    <div className="grid max-w-4xl items-start gap-x-6 gap-y-3 md:grid-cols-2">
      <Replacements
        title={title}
        values={field.values ?? {}}
        examples={look?.examples ?? []}
        onChange={(values) => change({ values: Object.keys(values).length > 0 ? values : undefined })}
      />
      <div className="grid gap-3">
        <InputField
          id={`${id}-default`}
          label="Default when empty"
          value={field.default ?? ""}
          maxLength={200}
          hint={field.type === "date" ? "a date, such as 9999-12-31 for what has not ended; blank: stays empty" : "blank: stays empty"}
          onChange={(event) => change({ default: event.currentTarget.value || undefined })}
        />
        {field.type === "date" && (
          <InputField
            id={`${id}-months`}
            label="Shift by months"
            type="number"
            min={-120}
            max={120}
            value={field.shiftMonths === undefined ? "" : String(field.shiftMonths)}
            hint="for a system with a different calendar; the last day of a month stays a last day"
            onChange={(event) => {
              const months = Number(event.currentTarget.value);
              change({ shiftMonths: Number.isInteger(months) && months !== 0 && Math.abs(months) <= 120 ? months : undefined });
            }}
          />
        )}
        {known !== undefined && (
          <SelectField
            id={`${id}-known`}
            label="Known from"
            placeholder="same as its row"
            options={dates.map((c) => ({ value: c.header, label: `the day in '${c.header}'` }))}
            value={asOfColumn(records, field.name) ?? ""}
            onChange={(event) => onChange(setAsOfField(records, field.name, event.currentTarget.value))}
          />
        )}
      </div>
    </div>
  );
}
