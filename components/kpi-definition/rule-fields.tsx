"use client";

import { useId } from "react";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { chartOf, type DefinitionDraft } from "@/lib/kpis/definition/draft";
import { CHARTS } from "@/lib/kpis/definition/schema";

type Props = {
  draft: DefinitionDraft;
  aggregation: string;
  target: boolean;
  setsTargets: boolean;
  onChange: (change: Partial<DefinitionDraft>) => void;
};

const FREQUENCIES = [
  { value: "day", label: "day" },
  { value: "week", label: "week" },
  { value: "month", label: "month" },
  { value: "quarter", label: "quarter" },
  { value: "half_year", label: "half-year" },
  { value: "year", label: "year" },
] as const;
const DIRECTIONS = [
  { value: "higher", label: "higher" },
  { value: "lower", label: "lower" },
  { value: "band", label: "inside a band" },
  { value: "milestone", label: "reaching a milestone" },
  { value: "informational", label: "neither: informational" },
] as const;
const AGGREGATIONS = [
  { value: "sum", label: "sums" },
  { value: "mean", label: "means of their values" },
  { value: "ratio", label: "a sum over a sum" },
  { value: "last", label: "their last value" },
  { value: "min", label: "their smallest value" },
  { value: "max", label: "their largest value" },
] as const;

const CHART_WORDS: Record<(typeof CHARTS)[number], string> = {
  xmr: "single values (individuals chart)",
  laney_p: "shares, also of large numbers (Laney p′)",
  p: "shares of a number counted out (p)",
  u: "a count per so many (u)",
  c: "a count (c)",
  none: "no limits",
};

/** Frequency, direction, aggregation, due date, possible range, and a first target. */
export function RuleFields({ draft, aggregation, target, setsTargets, onChange }: Props) {
  const id = useId();
  const follows = AGGREGATIONS.find((a) => a.value === aggregation)?.label ?? "";
  const least = draft.direction === "higher" || draft.direction === "band" || draft.direction === "milestone";
  const most = draft.direction === "lower" || draft.direction === "band";
  return (
    <div className="grid max-w-4xl gap-3 py-3">
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <SelectField
          id={`${id}-frequency`}
          label="One value per"
          value={draft.frequency}
          options={[...FREQUENCIES]}
          onChange={(e) => onChange({ frequency: FREQUENCIES.find((f) => f.value === e.currentTarget.value)?.value ?? "month" })}
        />
        <SelectField
          id={`${id}-direction`}
          label="Better is"
          value={draft.direction}
          options={[...DIRECTIONS]}
          onChange={(e) => onChange({ direction: DIRECTIONS.find((d) => d.value === e.currentTarget.value)?.value ?? "higher" })}
        />
        <SelectField
          id={`${id}-aggregation`}
          label="Longer periods are"
          value={draft.aggregation}
          placeholder={`as above: ${follows}`}
          options={[...AGGREGATIONS]}
          onChange={(e) => onChange({ aggregation: AGGREGATIONS.find((a) => a.value === e.currentTarget.value)?.value ?? "" })}
        />
        <InputField
          id={`${id}-due`}
          label="Due, days after the period"
          type="number"
          min={0}
          max={366}
          value={draft.dueDays}
          onChange={(e) => onChange({ dueDays: e.currentTarget.value })}
        />
        <SelectField
          id={`${id}-days`}
          label="Counted in"
          value={draft.dueWorkingDays ? "working" : "all"}
          options={[
            { value: "working", label: "working days" },
            { value: "all", label: "all days" },
          ]}
          onChange={(e) => onChange({ dueWorkingDays: e.currentTarget.value === "working" })}
        />
        <SelectField
          id={`${id}-chart`}
          label="Limits are those of"
          hint="if periods have too few records, individual values are used instead"
          value={draft.chart}
          placeholder={`suggested: ${CHART_WORDS[chartOf({ ...draft, chart: "" })]}`}
          options={CHARTS.map((value) => ({ value, label: CHART_WORDS[value] }))}
          onChange={(e) => onChange({ chart: CHARTS.find((c) => c === e.currentTarget.value) ?? "" })}
        />
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-4">
        <InputField
          id={`${id}-minimum`}
          label="Smallest possible value"
          hint="limits stop there"
          numeric
          value={draft.minimum}
          onChange={(e) => onChange({ minimum: e.currentTarget.value })}
        />
        <InputField
          id={`${id}-maximum`}
          label="Largest possible value"
          numeric
          value={draft.maximum}
          onChange={(e) => onChange({ maximum: e.currentTarget.value })}
        />
        {target && setsTargets && least && (
          <InputField
            id={`${id}-floor`}
            label="Target: at least"
            hint="from the last completed period on; optional"
            numeric
            value={draft.floor}
            onChange={(e) => onChange({ floor: e.currentTarget.value })}
          />
        )}
        {target && setsTargets && most && (
          <InputField
            id={`${id}-ceiling`}
            label="Target: at most"
            hint="from the last completed period on; optional"
            numeric
            value={draft.ceiling}
            onChange={(e) => onChange({ ceiling: e.currentTarget.value })}
          />
        )}
      </div>
      {target && !setsTargets && draft.departmentId !== "" && <p className="text-caption text-muted">Targets are set by the COO.</p>}
    </div>
  );
}
