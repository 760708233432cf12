"use client";

import { useId, useState } from "react";
import { controlClass, InputField } from "@/components/ui/field";
import { parseFormula } from "@/lib/kpis/formula/formula-parse";

type Props = { formula: string; kpis: readonly { code: string; name: string; unit: string }[]; onChange: (formula: string) => void };
const LISTED = 8;

/** A field for a formula over KPIs, checked while typing, with a search that inserts a code. */
export function FormulaField({ formula, kpis, onChange }: Props) {
  const id = useId();
  const [search, setSearch] = useState("");
  const { problem } = parseFormula(formula);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0 ? [] : kpis.filter((k) => words.every((w) => `${k.code} ${k.name}`.toLowerCase().includes(w))).slice(0, LISTED);
  return (
    <div className="grid gap-3">
      <InputField
        id={`${id}-formula`}
        label="Formula"
        value={formula}
        maxLength={2000}
        spellCheck={false}
        hint="KPIs by their code in brackets, numbers, + - * /, parentheses, sum, min, max, abs: ([SAL-01] - [SAL-02]) / [SAL-01] * 100"
        error={formula.trim() === "" ? undefined : problem?.message}
        onChange={(e) => onChange(e.currentTarget.value)}
      />
      <div className="grid gap-1">
        <label htmlFor={`${id}-search`} className="text-caption text-muted">
          Insert a KPI
        </label>
        <input
          id={`${id}-search`}
          className={controlClass}
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
          placeholder="part of its name or code"
        />
        <ul className="grid gap-1">
          {found.map((kpi) => (
            <li key={kpi.code}>
              <button
                type="button"
                className="cursor-pointer text-left text-table underline-offset-2 hover:underline"
                onClick={() => onChange(`${formula}${formula === "" || /[\s(]$/.test(formula) ? "" : " "}[${kpi.code}]`)}
              >
                [{kpi.code}] {kpi.name}, {kpi.unit}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
