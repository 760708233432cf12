import type { EntryAnomaly } from "@/lib/kpis/numbers/entry-anomalies";
import type { NumberPeriod, NumberRow } from "@/lib/kpis/numbers/number-row";

/** The saved value of a cell, as the server returns it. */
export type Saved = { version: number; value: string | null; state: string; reason: string | null; by: string | null; at: string };

/** The entry to send: a number, or that there is none and why. `reason` of a number: why a closed period is corrected, "" otherwise. */
export type Entry = { state: "final"; value: string; reason: string } | { state: "missing"; reason: string };

/** The state of a cell, which its row shows in words. */
export type CellState =
  | { kind: "open" }
  | { kind: "saving" }
  | { kind: "saved"; unusual: boolean }
  | { kind: "anomaly"; typed: string; anomaly: EntryAnomaly }
  | { kind: "refused"; message: string }
  | { kind: "conflict"; message: string; theirs: Saved | null; mine: Entry }
  /** typed before the page was closed, not sent */
  | { kind: "restored" }
  /** waits to be sent until the connection is back */
  | { kind: "waiting" };

export type Cell = { saved: Saved | null; typed: string; state: CellState; active: boolean };

export const stateOf = (cell: Cell): CellState => cell.state;
export const savedOf = (cell: Cell): Saved | null => cell.saved;

/** The part of a cell that never changes while its row exists. */
export type CellInfo = { key: string; row: NumberRow; period: NumberPeriod; due: boolean };

export const cellKey = (kpiId: string, period: string): string => `${kpiId}|${period}`;

/** One line of the grid: a measure with the periods of its columns, the last one due; or an older period that is still owed. */
export type GridItem = { key: string; row: NumberRow; periods: readonly (NumberPeriod | null)[]; older: boolean };

export const settled = (saved: Saved | null): CellState => (saved === null ? { kind: "open" } : { kind: "saved", unusual: false });

/** A period before the due one with a final value. */
export const isLockedCell = (info: CellInfo, cell: Cell): boolean =>
  !info.due && cell.saved !== null && cell.saved.value !== null && cell.saved.state !== "provisional";

export const isSaved = (value: unknown): value is Saved =>
  typeof value === "object" && value !== null && "version" in value && typeof value.version === "number" && "state" in value;
