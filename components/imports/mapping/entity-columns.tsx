"use client";

import { useId } from "react";
import { controlClass } from "@/components/ui/field";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { ColumnDraft } from "@/lib/imports/map/draft";
import type { ColumnLook } from "@/lib/imports/map/look";
import { fieldsOf, type TargetName } from "@/lib/imports/map/target-fields";
import { Replacements } from "./replacements";
import { ValuesEditor } from "./values-editor";

type Props = {
  target: TargetName;
  columns: readonly ColumnLook[];
  chosen: Readonly<Record<string, ColumnDraft>>;
  departments: readonly { code: string; name: string }[];
  onChange: (columns: Record<string, ColumnDraft>) => void;
};

/** Field by field: its column, the column's content, and the default for an empty cell. */
export function EntityColumns({ target, columns, chosen, departments, onChange }: Props) {
  const id = useId();
  const set = (name: string, change: ColumnDraft) => onChange({ ...chosen, [name]: { ...chosen[name], ...change } });
  return (
    <Table label="Columns">
      <thead>
        <tr>
          <Th>Field</Th>
          <Th>Column of the file</Th>
          <Th>For example</Th>
          <Th>Default when empty</Th>
        </tr>
      </thead>
      <tbody>
        {fieldsOf(target).map((field) => {
          const column = chosen[field.name];
          const look = columns.find((c) => c.header === column?.from);
          const place = field.name === "department" || (field.name === "parent" && target === "departments");
          return (
            <tr key={field.name} className="align-top">
              <RowHeader className="py-1.5 align-top">
                <label htmlFor={`${id}-${field.name}`}>{field.label}</label>
                {field.required && <span className="font-normal text-muted"> (required)</span>}
                {field.hint !== undefined && <span className="block text-caption font-normal text-muted">{field.hint}</span>}
              </RowHeader>
              <Td className="min-w-44 py-1">
                <select
                  id={`${id}-${field.name}`}
                  className={controlClass}
                  value={column?.from ?? ""}
                  onChange={(event) =>
                    set(field.name, { from: event.currentTarget.value || undefined, before: undefined, values: undefined })
                  }
                >
                  <option value="">not in the file</option>
                  {columns.map((c) => (
                    <option key={c.header} value={c.header}>
                      {c.header}
                    </option>
                  ))}
                </select>
                {target === "people" && field.name === "name" && column?.from !== undefined && (
                  <label className="mt-1 grid gap-1 text-caption text-muted">
                    First name, if it has its own column
                    <select
                      className={controlClass}
                      value={column.before ?? ""}
                      onChange={(event) => set(field.name, { before: event.currentTarget.value || undefined })}
                    >
                      <option value="">no separate column</option>
                      {columns
                        .filter((c) => c.header !== column.from)
                        .map((c) => (
                          <option key={c.header} value={c.header}>
                            {c.header}
                          </option>
                        ))}
                    </select>
                  </label>
                )}
                {field.choices && look?.examples.some((value) => !field.choices?.includes(value.toLowerCase())) && (
                  <div className="mt-2">
                    <Replacements
                      title={field.label}
                      values={column?.values ?? {}}
                      examples={look.examples}
                      choices={field.choices}
                      onChange={(values) => set(field.name, { values })}
                    />
                  </div>
                )}
                {place && look && target !== "departments" && (
                  <ValuesEditor
                    look={look}
                    values={column?.values ?? {}}
                    departments={departments}
                    onChange={(values) => set(field.name, { values })}
                  />
                )}
              </Td>
              <Td className="max-w-[30ch] py-2 text-muted">{look?.examples.slice(0, 3).join(" · ") ?? ""}</Td>
              <Td className="min-w-36 py-1">
                <input
                  aria-label={`${field.label}, default when empty`}
                  className={controlClass}
                  value={column?.default ?? ""}
                  maxLength={200}
                  onChange={(event) => set(field.name, { default: event.currentTarget.value || undefined })}
                />
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
