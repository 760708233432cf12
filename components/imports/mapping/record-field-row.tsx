"use client";

import { useState } from "react";
import { controlClass } from "@/components/ui/field";
import { RowHeader, Td } from "@/components/ui/table";
import { changeField, toggleSlot } from "@/lib/imports/map/draft";
import type { ColumnLook } from "@/lib/imports/map/look";
import { countFieldSettings, dropField } from "@/lib/imports/map/record-draft";
import type { RecordsMapping } from "@/lib/imports/mapping";
import type { RecordField } from "@/lib/records/field";
import { FieldDetails } from "./field-details";

type Props = {
  field: RecordField;
  records: RecordsMapping;
  columns: readonly ColumnLook[];
  onChange: (records: RecordsMapping) => void;
};
const TYPES = [
  { value: "text", label: "text" },
  { value: "number", label: "number" },
  { value: "date", label: "date" },
  { value: "boolean", label: "yes or no" },
] as const;
const quiet = "cursor-pointer text-caption text-muted underline underline-offset-2";

/** One field of the records: name and type, its role in key and time, and, when expanded, how its cells are changed during import. */
export function RecordFieldRow({ field, records, columns, onChange }: Props) {
  const said = countFieldSettings(records, field);
  const [more, setMore] = useState(false);
  const { key } = records;
  const header = field.from ?? field.lookup?.key ?? field.name;
  const look = columns.find((c) => c.header === field.from);
  const change = (edit: Partial<RecordField>) => onChange(changeField(records, field.name, edit));
  const isKey = field.from !== undefined && key.includes(field.from);
  const title = field.lookup ? field.label : header;
  return (
    <>
      <tr>
        <RowHeader className="whitespace-nowrap">{field.lookup ? `looked up by ${header}` : header}</RowHeader>
        <Td className="max-w-[22ch] truncate text-muted">
          {look?.examples.slice(0, 3).join(" · ") ?? (field.lookup && `${field.lookup.take} of ${field.lookup.kind}`)}
        </Td>
        <Td className="min-w-36 py-1">
          <input
            aria-label={`${title}: label`}
            className={controlClass}
            value={field.label}
            maxLength={80}
            onChange={(event) => change({ label: event.currentTarget.value })}
          />
        </Td>
        <Td className="min-w-24 py-1">
          <select
            aria-label={`${title}: type`}
            className={controlClass}
            value={field.type}
            onChange={(event) => change({ type: TYPES.find((t) => t.value === event.currentTarget.value)?.value ?? "text" })}
          >
            {TYPES.map((t) => (
              <option key={t.value} value={t.value}>
                {t.label}
              </option>
            ))}
          </select>
        </Td>
        <Td className="w-20 py-1">
          {field.type === "number" && (
            <input
              aria-label={`${title}: unit`}
              className={controlClass}
              value={field.unit ?? ""}
              maxLength={40}
              onChange={(event) => change({ unit: event.currentTarget.value })}
            />
          )}
        </Td>
        <Td>
          <Check
            label={`${title} is a key`}
            checked={isKey}
            disabled={field.from === undefined}
            onChange={() =>
              onChange({ ...records, key: isKey ? key.filter((k) => k !== field.from) : [...key, field.from ?? ""].slice(0, 6) })
            }
          />
        </Td>
        <Td>
          {field.type === "date" && (
            <Check
              label={`${title} is a period date`}
              checked={field.slot !== undefined}
              onChange={() => onChange(toggleSlot(records, field.name))}
            />
          )}
        </Td>
        <Td>
          <Check label={`${title} is required`} checked={field.required} onChange={() => change({ required: !field.required })} />
        </Td>
        <Td className="whitespace-nowrap">
          <button type="button" className={quiet} aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? "Less" : said === 0 ? "More" : `More (${said} set)`}
            <span className="sr-only"> about {title}</span>
          </button>{" "}
          <button type="button" className={`${quiet} ml-2`} onClick={() => onChange(dropField(records, field.name))}>
            Skip<span className="sr-only"> {title}</span>
          </button>
        </Td>
      </tr>
      {more && (
        <tr>
          <td colSpan={9} className="border-b border-border bg-surface p-3">
            {/* Stays visible while the table scrolls. */}
            <div className="sticky left-3 w-[min(56rem,calc(100vw-4rem))]">
              <FieldDetails field={field} title={title} records={records} columns={columns} look={look ?? null} onChange={onChange} />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

function Check({ label, ...input }: { label: string; checked: boolean; disabled?: boolean; onChange: () => void }) {
  return (
    <label className="flex min-h-11 items-center md:min-h-6">
      <input type="checkbox" className="size-4 accent-fg" {...input} />
      <span className="sr-only">{label}</span>
    </label>
  );
}
