import type { NumberPeriod, NumberRow } from "@/lib/kpis/numbers/number-row";
import type { Slip } from "@/lib/kpis/numbers/slips";

/** What is saved in a cell, as the server answers it. */
export type Saved = { version: number; value: string | null; state: string; reason: string | null; by: string | null; at: string };

/** What is sent: a number, or that there is none and why. `reason` of a number: why a closed period is corrected, "" otherwise. */
export type Entry = { state: "final"; value: string; reason: string } | { state: "missing"; reason: string };

/** The outcome of a cell, as its row says it in words. */
export type CellState =
  | { kind: "open" }
  | { kind: "saving" }
  | { kind: "saved"; unusual: boolean }
  | { kind: "slip"; typed: string; slip: Slip }
  | { kind: "refused"; message: string }
  | { kind: "conflict"; message: string; theirs: Saved | null; mine: Entry }
  /** typed before the page was left, not sent */
  | { kind: "restored" }
  /** to be sent when the connection is back */
  | { kind: "waiting" };

export type Cell = { saved: Saved | null; typed: string; state: CellState; active: boolean };

export const stateOf = (cell: Cell): CellState => cell.state;
export const savedOf = (cell: Cell): Saved | null => cell.saved;

/** What never changes about a cell while its row stays. */
export type CellInfo = { key: string; row: NumberRow; period: NumberPeriod; due: boolean };

export const cellKey = (kpiId: string, period: string): string => `${kpiId}|${period}`;

/** One line of the grid: a measure with the periods of its columns, the last one due; or an older period that is still owed. */
export type GridItem = { key: string; row: NumberRow; periods: readonly (NumberPeriod | null)[]; older: boolean };

export const settled = (saved: Saved | null): CellState => (saved === null ? { kind: "open" } : { kind: "saved", unusual: false });

/** A period before the due one that holds a final value. */
export const isLockedCell = (info: CellInfo, cell: Cell): boolean =>
  !info.due && cell.saved !== null && cell.saved.value !== null && cell.saved.state !== "provisional";

export const isSaved = (value: unknown): value is Saved =>
  typeof value === "object" && value !== null && "version" in value && typeof value.version === "number" && "state" in value;

/** A random UUID that also works where the page is not served securely, in which case browsers keep randomUUID to themselves. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
