"use client";

import { useId } from "react";
import { controlClass, InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import { changeField, toggleSlot } from "@/lib/imports/draft";
import { fieldName } from "@/lib/imports/headings";
import type { ColumnLook } from "@/lib/imports/look";
import type { RecordField, RecordsMapping } from "@/lib/imports/mapping";
import { ValuesEditor } from "./values-editor";

type Props = {
  records: RecordsMapping;
  columns: readonly ColumnLook[];
  departments: readonly { code: string; name: string }[];
  kinds: readonly { code: string; name: string }[];
  onChange: (records: RecordsMapping) => void;
};
const TYPES = [
  { value: "text", label: "text" },
  { value: "number", label: "number" },
  { value: "date", label: "date" },
  { value: "boolean", label: "yes or no" },
] as const;

/** Records: what one is called, which columns tell rows apart, each column as a field, whose a row is. */
export function RecordColumns({ records, columns, departments, kinds, onChange }: Props) {
  const id = useId();
  const { kind, key, fields, department } = records;
  const from = department && "from" in department ? department : null;
  const place = columns.find((c) => c.header === from?.from);
  const known = kinds.find((k) => k.code === kind.code);
  const left = columns.filter((c) => c.header !== "" && !fields.some((f) => f.from === c.header));
  const add = (column: ColumnLook) => {
    const name = fieldName(column.header, fields.length, new Set(fields.map((f) => f.name)));
    const field: RecordField = { name, label: column.header.slice(0, 80), type: column.type, from: column.header, required: false };
    onChange({ ...records, fields: [...fields, field] });
  };
  return (
    <div className="grid gap-4 py-3">
      <div className="grid max-w-3xl items-start gap-3 sm:grid-cols-2">
        <InputField
          id={`${id}-name`}
          label="What the records are called"
          value={kind.name}
          maxLength={80}
          hint={known ? "Records of this kind are in already; the file is added to them." : "such as Parcels, Orders or Tickets"}
          onChange={(event) => {
            const name = event.currentTarget.value;
            onChange({
              ...records,
              kind: { ...kind, name, code: kinds.find((k) => k.name === name)?.code ?? fieldName(name, 0, new Set()) },
            });
          }}
        />
        <SelectField
          id={`${id}-department`}
          label="Whose a record is"
          value={from?.from ?? (department && "code" in department ? `=${department.code}` : "")}
          placeholder="the whole company's"
          options={[
            ...columns.map((c) => ({ value: c.header, label: `as column '${c.header}' says` })),
            ...departments.map((d) => ({ value: `=${d.code}`, label: `all of ${d.name}` })),
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const { department: _, ...rest } = records;
            onChange(
              value === ""
                ? rest
                : value.startsWith("=")
                  ? { ...rest, department: { code: value.slice(1) } }
                  : { ...rest, department: { from: value } },
            );
          }}
        />
        {from && place && (
          <ValuesEditor
            look={place}
            values={from.values ?? {}}
            departments={departments}
            onChange={(values) =>
              onChange({ ...records, department: { from: from.from, ...(Object.keys(values).length > 0 && { values }) } })
            }
          />
        )}
      </div>
      <Table label="Which column is what">
        <thead>
          <tr>
            <Th>Column</Th>
            <Th>For example</Th>
            <Th>Called</Th>
            <Th>Holds</Th>
            <Th>Unit</Th>
            <Th>Tells rows apart</Th>
            <Th>Places it in time</Th>
            <Th>Always filled</Th>
            <Th>
              <span className="sr-only">Leave out</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const header = field.from ?? field.lookup?.key ?? field.name;
            const look = columns.find((c) => c.header === field.from);
            const change = (more: Partial<RecordField>) => onChange(changeField(records, field.name, more));
            const isKey = field.from !== undefined && key.includes(field.from);
            return (
              <tr key={field.name}>
                <RowHeader className="whitespace-nowrap">{field.lookup ? `looked up by ${header}` : header}</RowHeader>
                <Td className="max-w-[22ch] truncate text-muted">{look?.examples.slice(0, 3).join(" · ") ?? ""}</Td>
                <Td className="min-w-36 py-1">
                  <input
                    aria-label={`${header}: called`}
                    className={controlClass}
                    value={field.label}
                    maxLength={80}
                    onChange={(event) => change({ label: event.currentTarget.value })}
                  />
                </Td>
                <Td className="min-w-24 py-1">
                  <select
                    aria-label={`${header}: holds`}
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
                      aria-label={`${header}: unit`}
                      className={controlClass}
                      value={field.unit ?? ""}
                      maxLength={40}
                      onChange={(event) => change({ unit: event.currentTarget.value })}
                    />
                  )}
                </Td>
                <Td>
                  <Check
                    label={`${header} tells rows apart`}
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
                      label={`${header} places a record in time`}
                      checked={field.slot !== undefined}
                      onChange={() => onChange(toggleSlot(records, field.name))}
                    />
                  )}
                </Td>
                <Td>
                  <Check
                    label={`${header} is always filled`}
                    checked={field.required}
                    onChange={() => change({ required: !field.required })}
                  />
                </Td>
                <Td>
                  <button
                    type="button"
                    className="cursor-pointer text-caption text-muted underline underline-offset-2"
                    onClick={() =>
                      onChange({ ...records, fields: fields.filter((f) => f !== field), key: key.filter((k) => k !== field.from) })
                    }
                  >
                    Leave out<span className="sr-only"> {header}</span>
                  </button>
                </Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
      {!fields.some((f) => f.slot !== undefined) && (
        <p className="text-caption text-muted">
          No date places these records in a period: other records can look things up in them, but no KPI is computed from them.
        </p>
      )}
      {left.length > 0 && (
        <p className="text-caption text-muted">
          Left out:{" "}
          {left.map((column) => (
            <button
              key={column.header}
              type="button"
              className="mr-2 cursor-pointer underline underline-offset-2"
              onClick={() => add(column)}
            >
              take {column.header}
            </button>
          ))}
        </p>
      )}
    </div>
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
