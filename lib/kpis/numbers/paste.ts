import { readDecimal } from "@/lib/decimal-text";
import { readNumber } from "@/lib/tables/read/cell-number";
import { CellError } from "@/lib/tables/read/cells";
import { findEntryAnomaly, isUnusual } from "./entry-anomalies";
import type { NumberPeriod, NumberRow } from "./number-row";
import { type Convention, detectConvention } from "./paste-numbers";

/** A row of the grid during entry: its columns are the shown periods, oldest first, the due one last. */
export type PasteRow = Pick<NumberRow, "id" | "code" | "name" | "unit" | "lower" | "upper" | "minimum" | "maximum"> & {
  /** Null where the grid has no cell to fill. */
  periods: readonly (NumberPeriod | null)[];
};

export type PastedCell = {
  /** Its position in the block, from 0. */
  place: number;
  /** The original text in the block. */
  text: string;
  /** The target cell; null if there is none. */
  target: { row: PasteRow; period: NumberPeriod } | null;
} & (
  | { kind: "new" | "changed" | "same"; value: string; unusual: boolean }
  | { kind: "anomaly"; value: string; guess: string; reason: string; changes: boolean }
  | { kind: "refused"; reason: string }
);

export type Paste = {
  cells: PastedCell[];
  convention: Convention;
  /** Rows were matched by the codes or names in the first column. */
  matched: boolean;
  /** The first line was a heading and was left out. */
  headed: boolean;
  /** Empty cells of the block; they change nothing. */
  empty: number;
};

type Placed = { place: number; text: string; target: PastedCell["target"]; problem?: string };

const NOTHING = /^(n\/?a|-|–|—|null|none|#n\/a)$/i;

/**
 * What a block would change in the grid, before anything is saved. It starts at the cell `at` (position of the row in `rows`, of the period
 * in its periods) and goes down and right. If its first column holds codes or names of measures, each line goes to that measure, whatever
 * the order. Empty cells change nothing: missing is not zero. A value may look like a slip, be locked, unreadable or impossible: each case
 * has its own message.
 */
export function planPaste(block: readonly (readonly string[])[], rows: readonly PasteRow[], at: { row: number; column: number }): Paste {
  const byName = new Map<string, PasteRow>();
  for (const row of rows) for (const name of [row.code, row.name]) if (!byName.has(plainName(name))) byName.set(plainName(name), row);
  const named = block.filter((line) => byName.has(plainName(line[0] ?? ""))).length;
  const filled = block.filter((line) => line.some((cell) => cell !== "")).length;
  const matched = named > 0 && named * 2 >= filled - 1 && block.some((line) => line.length > 1);
  const first = block[0] ?? [];
  const values = (line: readonly string[]) => (matched ? line.slice(1) : line);
  const headed =
    block.length > 1 &&
    values(first).some((cell) => cell !== "") &&
    !byName.has(plainName(first[0] ?? "")) &&
    values(first).every((cell) => cell === "" || !/\d/.test(cell) || isPeriodName(cell, rows)) &&
    (matched || values(block[1] ?? []).some((cell) => /\d/.test(cell)));
  const width = Math.max(0, ...block.map((line) => values(line).length));
  const columns = columnsOf(headed ? values(first) : [], rows, matched ? Math.min(at.column, columnCount(rows) - width) : at.column);

  let empty = 0;
  const placed: Placed[] = [];
  const taken = new Set<string>();
  for (const [n, line] of block.slice(headed ? 1 : 0).entries()) {
    if (line.every((cell) => cell === "")) {
      empty += line.length;
      continue;
    }
    const row = matched ? byName.get(plainName(line[0] ?? "")) : rows[at.row + n];
    for (const [column, text] of values(line).entries()) {
      if (text === "") {
        empty += 1;
        continue;
      }
      if (row === undefined) {
        placed.push({
          place: placed.length,
          text,
          target: null,
          problem: matched ? `no measure of yours is called “${line[0]}”` : "below the last row",
        });
        continue;
      }
      const period = columns(row, column);
      if (period === undefined || period === null) {
        placed.push({ place: placed.length, text, target: null, problem: `${row.name} has no more periods there` });
        continue;
      }
      const key = `${row.id} ${period.period}`;
      placed.push({
        place: placed.length,
        text,
        target: { row, period },
        ...(taken.has(key) && { problem: "a second value for the same cell" }),
      });
      taken.add(key);
    }
  }
  const convention = detectConvention(
    placed.map((cell) => cell.text),
    (place, value) => {
      const row = placed[place]?.target?.row;
      return row === undefined || row.lower === null ? null : !isUnusual(value, row);
    },
  );
  return { cells: placed.map((cell) => judge(cell, convention.decimal)), convention, matched, headed, empty };
}

function judge({ place, text, target, problem }: Placed, decimal: "." | ","): PastedCell {
  const refused = (reason: string): PastedCell => ({ place, text, target, kind: "refused", reason });
  if (problem !== undefined || target === null) return refused(problem ?? "goes nowhere");
  const { row, period } = target;
  if (NOTHING.test(text)) return refused("“not available” needs a reason: press N in its cell");
  const number = readNumber(text, decimal, row.unit);
  if (number instanceof CellError) return refused(number.reason);
  const read = number === null ? null : readDecimal(number); // in its stored form: 60.0 is 60
  if (read === null) return refused("it is empty");
  const { saved } = period;
  if (saved?.value === read && saved.state === "final") return { place, text, target, kind: "same", value: read, unusual: false };
  if (row.minimum !== null && Number(read) < Number(row.minimum)) return refused(`cannot be below ${row.minimum} ${row.unit}`.trim());
  if (row.maximum !== null && Number(read) > Number(row.maximum)) return refused(`cannot be above ${row.maximum} ${row.unit}`.trim());
  if (isLockedPeriod(row, period)) return refused(`${period.label} is locked at ${saved?.value}: correct it with Ctrl . and a reason`);
  const anomaly = findEntryAnomaly(read, row);
  if (anomaly !== null)
    return { place, text, target, kind: "anomaly", value: read, guess: anomaly.guess, reason: anomaly.words, changes: saved !== null };
  return { place, text, target, kind: saved === null ? "new" : "changed", value: read, unusual: isUnusual(Number(read), row) };
}

/** A period before the due one that has a final value: it is changed individually, with a reason. */
export const isLockedPeriod = ({ periods }: Pick<PasteRow, "periods">, period: NumberPeriod): boolean =>
  period.saved !== null && period.saved.value !== null && period.saved.state !== "provisional" && period.period !== periods.at(-1)?.period;

const columnCount = (rows: readonly PasteRow[]) => Math.max(0, ...rows.map((row) => row.periods.length));

/** By the names in the heading if all of them are periods, otherwise counted from `start`. */
function columnsOf(
  heading: readonly string[],
  rows: readonly PasteRow[],
  start: number,
): (row: PasteRow, column: number) => NumberPeriod | null | undefined {
  const names = heading.filter((cell) => cell !== "");
  if (names.length > 0 && names.every((cell) => isPeriodName(cell, rows)))
    return (row, column) => row.periods.find((period) => period !== null && namesPeriod(heading[column] ?? "", period));
  const from = Math.max(0, start);
  return (row, column) => row.periods[from + column];
}

const isPeriodName = (cell: string, rows: readonly PasteRow[]): boolean =>
  rows.some((row) => row.periods.some((period) => period !== null && namesPeriod(cell, period)));

const namesPeriod = (cell: string, { period, label, shortLabel }: NumberPeriod): boolean =>
  [period, label, shortLabel].some((name) => plainName(name) === plainName(cell));

const plainName = (name: string): string => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
