"use client";

import { controlClass } from "@/components/ui/field";
import type { ColumnLook } from "@/lib/imports/map/look";

type Props = {
  look: ColumnLook;
  values: Readonly<Record<string, string>>;
  departments: readonly { code: string; name: string }[];
  onChange: (values: Record<string, string>) => void;
};
const LISTED = 20;

/** The department for each value of a column that is not already a department's code. */
export function ValuesEditor({ look, values, departments, onChange }: Props) {
  const codes = new Set(departments.map((d) => d.code));
  const unclear = look.examples.filter((value) => !codes.has(value)).slice(0, LISTED);
  if (unclear.length === 0 || departments.length === 0) return null;
  const open = unclear.filter((value) => !Object.hasOwn(values, value)).length;
  return (
    <details className="mt-1 text-caption" open={open > 0 && unclear.length <= 6}>
      <summary className="cursor-pointer text-muted">
        {open === 0
          ? unclear.length === 1
            ? "1 value is mapped to a department"
            : `${unclear.length} values are mapped to departments`
          : `${open} of ${unclear.length} values ${open === 1 ? "is" : "are"} no department's code`}
      </summary>
      <ul className="mt-1 grid gap-1">
        {unclear.map((value) => (
          <li key={value} className="grid grid-cols-2 items-center gap-2">
            <span className="truncate">{value}</span>
            <select
              aria-label={`Department of ${value}`}
              className={controlClass}
              value={Object.hasOwn(values, value) ? values[value] : ""}
              onChange={(event) => {
                const { [value]: _, ...others } = values;
                onChange(event.currentTarget.value === "" ? others : { ...others, [value]: event.currentTarget.value });
              }}
            >
              <option value="">as written</option>
              {departments.map((d) => (
                <option key={d.code} value={d.code}>
                  {d.name}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </details>
  );
}
