import type { ReactNode } from "react";
import { DailyBars } from "@/components/charts/daily-bars";
import { Frame } from "@/components/charts/frame";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatDate, formatNumber, formatValueText } from "@/lib/format";
import { RecordsTable } from "./records-table";

type Column = { name: string; label: string; type: "text" | "number" | "date" | "boolean"; unit: string | null };
type View = {
  label: string;
  kind: string;
  /** "with scrapped > 0": only such records are listed; empty: all */
  narrowed: string;
  /** the order of the records, in words; null if unordered */
  ranked: string | null;
  total: number;
  columns: Column[];
  records: { key: string; cells: (string | null)[] }[];
  days: { day: string; value: string | null }[];
};

/** The period by day. Empty if only one day has a value. */
export function InsidePeriod({ view, unit }: { view: View; unit: string }) {
  const bars = view.days.map(({ day, value }) => ({
    period: day,
    label: String(Number(day.slice(8))),
    value: value === null ? null : Number(value),
  }));
  if (bars.filter((bar) => bar.value !== null).length < 2) return null;
  return (
    <Section title={`Inside ${view.label}`} count={`${unit}, by day`}>
      <Frame title={rangeText(bars, unit)} level="section">
        <DailyBars bars={bars} unit={unit} every={bars.length > 10 ? 5 : 1} />
      </Frame>
    </Section>
  );
}

/** The records behind one value, as far as the viewer may see them. */
export function DrillDownRecords({ view, csv }: { view: View /** link to all of them as a file */; csv?: ReactNode }) {
  const { records, total } = view;
  // A field that only repeats the number is left out.
  const shown = view.columns
    .map((column, i) => ({ column, i }))
    .filter(({ i }) => records.some((record) => record.cells[i] !== record.key));
  return (
    <Section
      title="Records"
      count={`${total > records.length ? `first ${records.length} of ` : ""}${formatNumber(total, "full")} of ${view.label}`}
      caption={
        <span className="inline-flex items-center gap-x-3">
          {[view.narrowed === "" ? null : `only those ${view.narrowed}`, view.ranked === null ? null : `by ${view.ranked}, largest first`]
            .filter((part) => part !== null)
            .join(", ")}
          {csv}
        </span>
      }
    >
      {records.length === 0 ? (
        <EmptyState>
          {`No ${view.kind.toLowerCase()} of ${view.label}${view.narrowed === "" ? "" : ` ${view.narrowed}`} that you can see.`}
        </EmptyState>
      ) : (
        <RecordsTable
          label={`Records ${view.label}`}
          columns={shown.map(({ column: c }) => ({
            name: c.name,
            label: c.label,
            numeric: c.type === "number",
            // Avoids "Units, units".
            unit: c.unit === null || c.label.toLowerCase().endsWith(c.unit.toLowerCase()) ? undefined : c.unit,
          }))}
          rows={records.map((record) => ({
            key: record.key,
            cells: shown.map(({ column, i }) => cellText(record.cells[i] ?? null, column)),
          }))}
        />
      )}
    </Section>
  );
}

function cellText(cell: string | null, column: Column | undefined): string {
  if (cell === null) return "–";
  if (column?.type === "number") return formatNumber(Number(cell), "full");
  if (column?.type === "date") return formatDate(cell, "medium");
  if (column?.type === "boolean") return cell === "true" ? "yes" : "no";
  return cell;
}

function rangeText(bars: { label: string; value: number | null }[], unit: string): string {
  const known = bars.flatMap((bar) => (bar.value === null ? [] : [bar.value]));
  const say = (n: number) => (unit === "%" ? formatValueText(n, unit) : formatNumber(n));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return low === high ? `Every day is ${say(low)}` : `Days range from ${say(low)} to ${say(high)}`;
}
