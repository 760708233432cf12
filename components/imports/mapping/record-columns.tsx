"use client";

import { useId } from "react";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { Table, Th } from "@/components/ui/table";
import type { ColumnLook } from "@/lib/imports/map/look";
import type { KeyMatch, LookupKind } from "@/lib/imports/map/record-draft";
import type { RecordsMapping } from "@/lib/imports/mapping";
import type { RecordField } from "@/lib/records/field";
import { fieldName } from "@/lib/tables/read/headings";
import { AsOfFields } from "./as-of-fields";
import { LookupFields } from "./lookup-fields";
import { RecordFieldRow } from "./record-field-row";
import { ValuesEditor } from "./values-editor";

type Props = {
  records: RecordsMapping;
  columns: readonly ColumnLook[];
  departments: readonly { code: string; name: string }[];
  kinds: readonly LookupKind[];
  matches: readonly KeyMatch[];
  onChange: (records: RecordsMapping) => void;
};
/** Records: their name, the columns that identify a row, each column as a field, and the department of a row. */
export function RecordColumns({ records, columns, departments, kinds, matches, onChange }: Props) {
  const id = useId();
  const { kind, fields, department } = records;
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
          label="Name of the records"
          value={kind.name}
          maxLength={80}
          hint={known ? "Records of this kind exist already; the file is added to them." : "such as Parcels, Orders or Tickets"}
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
          label="Department of a record"
          value={from?.from ?? (department && "code" in department ? `=${department.code}` : "")}
          placeholder="the whole company"
          options={[
            ...columns.map((c) => ({ value: c.header, label: `from column '${c.header}'` })),
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
      <Table label="Columns">
        <thead>
          <tr>
            <Th>Column</Th>
            <Th>For example</Th>
            <Th>Label</Th>
            <Th>Type</Th>
            <Th>Unit</Th>
            <Th>Key</Th>
            <Th>Period date</Th>
            <Th>Required</Th>
            <Th>
              <span className="sr-only">More, or skip</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <RecordFieldRow key={field.name} field={field} records={records} columns={columns} onChange={onChange} />
          ))}
        </tbody>
      </Table>
      {!fields.some((f) => f.slot !== undefined) && (
        <p className="text-caption text-muted">
          No date assigns these records to a period: other records can look up fields in them, but no KPI is computed from them.
        </p>
      )}
      {left.length > 0 && (
        <p className="text-caption text-muted">
          Skipped:{" "}
          {left.map((column) => (
            <button
              key={column.header}
              type="button"
              className="mr-2 cursor-pointer underline underline-offset-2"
              onClick={() => add(column)}
            >
              include {column.header}
            </button>
          ))}
        </p>
      )}
      <LookupFields records={records} columns={columns} kinds={kinds} matches={matches} onChange={onChange} />
      <AsOfFields records={records} columns={columns} onChange={onChange} />
    </div>
  );
}
