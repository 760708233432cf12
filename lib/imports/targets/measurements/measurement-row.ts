import { AppError } from "@/lib/errors";
import type { LongMapping, WideMapping } from "@/lib/imports/mapping";
import { readPeriod } from "@/lib/tables/read/cell-date";
import { canonicalUnit, readNumber } from "@/lib/tables/read/cell-number";
import { CellError, quoted, type Read, readChoice, readText } from "@/lib/tables/read/cells";
import { bind, type Cell, type Layout, widthProblem } from "@/lib/tables/read/columns";
import type { Row } from "@/lib/tables/read/read";

/** What the reading needs to know of a KPI. */
export type KnownKpi = { id: string; code: string; unit: string; source: string; startOf(day: string): string };

export type MeasurementRow = {
  kpiId: string;
  /** First day of the KPI's period. */
  period: string;
  series: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  state: string;
  note: string | null;
  /** Why there is no value; null unless missing. */
  reason: string | null;
  /** Header the value is under. */
  column: string;
};
export type Problem = { column: string; value: string; reason: string };
export type MeasurementReading = { rows: MeasurementRow[]; problems: Problem[] };

export const SERIES = ["actual", "forecast", "benchmark"];
export const STATES = ["final", "provisional", "estimated", "missing"];
const NOTE_LENGTH = 500;

/** Why values of this KPI are not imported; null when they are. How it is computed is told where `open`. */
function closed(kpi: KnownKpi, series: string, open: boolean): string | null {
  if (series !== "actual" || (kpi.source !== "records" && kpi.source !== "formula")) return null;
  if (!open) return `values of ${kpi.code} are not imported`;
  return `${kpi.code} is computed ${kpi.source === "records" ? "from records" : "by formula"}; its values are not imported`;
}

function findKpi(kpis: ReadonlyMap<string, KnownKpi>, cell: Cell, cells: string[], problems: Problem[]): KnownKpi | null {
  const text = cell.of(cells);
  const kpi = kpis.get(text) ?? kpis.get(text.trim());
  if (kpi) return kpi;
  problems.push({
    column: cell.header,
    value: text,
    reason: text.trim() === "" ? "a KPI code is required" : `no KPI has the code ${quoted(text.trim())}`,
  });
  return null;
}

/** The unit cells may carry: the KPI's, and nothing else. */
const unitOf = (kpi: KnownKpi | null) => (kpi === null ? null : canonicalUnit(kpi.unit));

/**
 * One measurement per row. A row without value, numerator and state is no measurement and is left out: missing is not zero, and not
 * "missing" either unless the file says so (state missing, with the reason in the note).
 */
export function longReader(
  mapping: LongMapping,
  layout: Layout,
  kpis: ReadonlyMap<string, KnownKpi>,
  open: boolean,
): (row: Row) => MeasurementReading {
  const { columns } = mapping;
  const kpiCell = bind(layout, "kpi", columns.kpi);
  const periodCell = bind(layout, "period", columns.period);
  if (!kpiCell || !periodCell) throw new AppError("INVALID", "The mapping needs a column for the KPI and one for the period.");
  const valueCell = bind(layout, "value", columns.value);
  const numeratorCell = bind(layout, "numerator", columns.numerator);
  const denominatorCell = bind(layout, "denominator", columns.denominator);
  if ((numeratorCell === null) !== (denominatorCell === null))
    throw new AppError("INVALID", "A numerator needs a denominator, and a denominator a numerator.");
  if (!valueCell && !numeratorCell)
    throw new AppError("INVALID", "The mapping needs a column for the value, or for numerator and denominator.");
  const stateCell = bind(layout, "state", columns.state);
  const noteCell = bind(layout, "note", columns.note);
  const seriesCell = bind(layout, "series", columns.series);
  const { decimal, dates } = layout.format;
  const periods = new Map<string, Read>(); // a file repeats its periods

  return (row) => {
    const width = widthProblem(row, layout.headers);
    if (width !== null) return { rows: [], problems: [{ column: "", value: row.cells[0] ?? "", reason: width }] };
    const problems: Problem[] = [];
    const take = (cell: Cell | null, read: (text: string) => Read): string | null => {
      if (cell === null) return null;
      const text = cell.of(row.cells);
      if (text === "") return null;
      const value = read(text);
      if (!(value instanceof CellError)) return value;
      problems.push({ column: cell.header, value: text, reason: value.reason });
      return null;
    };
    const kpi = findKpi(kpis, kpiCell, row.cells, problems);
    const day = take(periodCell, (text) => {
      let period = periods.get(text);
      if (period === undefined) {
        period = readPeriod(text, dates);
        if (periods.size < 100_000) periods.set(text, period);
      }
      return period;
    });
    if (day === null && problems.length === 0) problems.push({ column: periodCell.header, value: "", reason: "a period is required" });
    // Of a KPI nobody has, no unit is known: saying more than that would be wrong.
    const value = kpi === null ? null : take(valueCell, (text) => readNumber(text, decimal, unitOf(kpi), open));
    const numerator = take(numeratorCell, (text) => readNumber(text, decimal, null));
    const denominator = take(denominatorCell, (text) => readNumber(text, decimal, null));
    const note = take(noteCell, readText);
    const stated = take(stateCell, (text) => readChoice(text, STATES));
    const series = take(seriesCell, (text) => readChoice(text, SERIES)) ?? "actual";
    if ((numerator === null) !== (denominator === null))
      problems.push({ column: numeratorCell?.header ?? "", value: "", reason: "numerator and denominator are both needed" });
    if (note !== null && note.length > NOTE_LENGTH)
      problems.push({
        column: noteCell?.header ?? "",
        value: note,
        reason: `the note has ${note.length} characters; at most ${NOTE_LENGTH} fit`,
      });
    const refused = kpi && closed(kpi, series, open);
    if (refused) problems.push({ column: kpiCell.header, value: kpi.code, reason: refused });
    if (kpi === null || day === null || problems.length > 0) return { rows: [], problems };
    const empty = value === null && numerator === null;
    if (empty && stated === null) return { rows: [], problems };
    if (!empty && stated === "missing")
      return {
        rows: [],
        problems: [{ column: stateCell?.header ?? "", value: "missing", reason: "there is a value, but its state is missing" }],
      };
    if (empty && stated !== "missing")
      return { rows: [], problems: [{ column: stateCell?.header ?? "", value: stated ?? "", reason: "there is no value" }] };
    const nothing = value === null && denominator !== null && !/[1-9]/.test(denominator);
    const missing = empty || nothing;
    const reason = nothing ? "The denominator is 0." : (note ?? "Reported as missing.");
    const rest = {
      series,
      numerator,
      denominator,
      state: missing ? "missing" : (stated ?? "final"),
      note: empty ? null : note,
      reason: missing ? reason : null,
    };
    return {
      rows: [{ kpiId: kpi.id, period: kpi.startOf(day), value, column: (valueCell ?? numeratorCell)?.header ?? "", ...rest }],
      problems,
    };
  };
}

/** Periods as columns: every header that names a period is one; an empty cell under it is no measurement. */
export function wideReader(
  mapping: WideMapping,
  layout: Layout,
  kpis: ReadonlyMap<string, KnownKpi>,
  open: boolean,
): (row: Row) => MeasurementReading {
  const kpiCell = bind(layout, "kpi", mapping.columns.kpi);
  if (!kpiCell) throw new AppError("INVALID", "The mapping needs a column for the KPI.");
  const { decimal, dates } = layout.format;
  const periods = layout.headers.flatMap((header, index) => {
    const day = index === kpiCell.index ? null : readPeriod(header, dates);
    return typeof day === "string" ? [{ header, index, day }] : [];
  });
  if (periods.length === 0) throw new AppError("INVALID", "No heading of the file is a period, such as 2014-06, Jun 2014 or 2014-Q2.");
  return (row) => {
    const width = widthProblem(row, layout.headers);
    if (width !== null) return { rows: [], problems: [{ column: "", value: row.cells[0] ?? "", reason: width }] };
    const problems: Problem[] = [];
    const rows: MeasurementRow[] = [];
    const kpi = findKpi(kpis, kpiCell, row.cells, problems);
    const refused = kpi && closed(kpi, "actual", open);
    if (refused) problems.push({ column: kpiCell.header, value: kpi.code, reason: refused });
    if (kpi === null) return { rows, problems };
    for (const { header, index, day } of periods) {
      const text = row.cells[index] ?? "";
      const value = readNumber(text, decimal, unitOf(kpi), open);
      if (value instanceof CellError) problems.push({ column: header, value: text, reason: value.reason });
      else if (value !== null)
        rows.push({
          kpiId: kpi.id,
          period: kpi.startOf(day),
          series: "actual",
          value,
          numerator: null,
          denominator: null,
          state: "final",
          note: null,
          reason: null,
          column: header,
        });
    }
    return { rows, problems };
  };
}
