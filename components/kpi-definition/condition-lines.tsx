"use client";

import { Button } from "@/components/ui/button";
import { controlClass } from "@/components/ui/field";
import { COMPARISONS, type Comparison, type Line, type QuestionField } from "@/lib/kpis/definition/question";

type Props = { legend: string; lines: readonly Line[]; fields: readonly QuestionField[]; onChange: (lines: Line[]) => void };
const NAMES = Object.keys(COMPARISONS).filter((name): name is Comparison => name in COMPARISONS);

/** Conditions, one per line: a field, a comparison, and a value or another field of the same record. All must be true. */
export function ConditionLines({ legend, lines, fields, onChange }: Props) {
  const set = (at: number, change: Partial<Line>) => onChange(lines.map((line, i) => (i === at ? { ...line, ...change } : line)));
  return (
    <fieldset className="grid gap-2">
      <legend className="text-caption text-muted">{legend}</legend>
      {lines.map((line, at) => {
        const type = fields.find((f) => f.name === line.field)?.type ?? "text";
        const others = fields.filter((f) => f.type === type && f.name !== line.field);
        const compares = line.is !== "filled" && line.is !== "empty";
        const usable = NAMES.filter((name) => type === "number" || type === "date" || !/[<>]=?$/.test(name) || name === "<>");
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own
          <div key={at} className="grid gap-1 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
            <select
              aria-label={`${legend}, condition ${at + 1}: field`}
              className={controlClass}
              value={line.field}
              onChange={(e) => set(at, { field: e.currentTarget.value, value: "", with: "value" })}
            >
              <option value="">choose a field</option>
              {fields.map((f) => (
                <option key={f.name} value={f.name}>
                  {f.label}
                </option>
              ))}
            </select>
            <select
              aria-label={`${legend}, condition ${at + 1}: comparison`}
              className={controlClass}
              value={line.is}
              onChange={(e) => set(at, { is: NAMES.find((n) => n === e.currentTarget.value) ?? "=" })}
            >
              {usable.map((name) => (
                <option key={name} value={name}>
                  {COMPARISONS[name]}
                </option>
              ))}
            </select>
            {compares && (
              <select
                aria-label={`${legend}, condition ${at + 1}: compared with`}
                className={controlClass}
                value={line.with}
                onChange={(e) => set(at, { with: e.currentTarget.value === "field" ? "field" : "value", value: "" })}
              >
                <option value="value">the value</option>
                {others.length > 0 && <option value="field">the field</option>}
              </select>
            )}
            {compares && line.with === "field" && (
              <select
                aria-label={`${legend}, condition ${at + 1}: other field`}
                className={controlClass}
                value={line.value}
                onChange={(e) => set(at, { value: e.currentTarget.value })}
              >
                <option value="">choose a field</option>
                {others.map((f) => (
                  <option key={f.name} value={f.name}>
                    {f.label}
                  </option>
                ))}
              </select>
            )}
            {compares && line.with === "value" && type === "boolean" && (
              <select
                aria-label={`${legend}, condition ${at + 1}: value`}
                className={controlClass}
                value={line.value}
                onChange={(e) => set(at, { value: e.currentTarget.value })}
              >
                <option value="">choose</option>
                <option value="true">yes</option>
                <option value="false">no</option>
              </select>
            )}
            {compares && line.with === "value" && type !== "boolean" && (
              <input
                aria-label={`${legend}, condition ${at + 1}: value`}
                type={type === "date" ? "date" : "text"}
                maxLength={200}
                className={controlClass}
                value={line.value}
                onChange={(e) => set(at, { value: e.currentTarget.value })}
              />
            )}
            <Button aria-label={`Remove condition ${at + 1}`} onClick={() => onChange(lines.filter((_, i) => i !== at))}>
              Remove
            </Button>
          </div>
        );
      })}
      <div>
        <Button onClick={() => onChange([...lines, { field: "", is: "=", with: "value", value: "" }])}>Add a condition</Button>
      </div>
    </fieldset>
  );
}
