import { cellKey, type GridItem, isLockedCell } from "./number-cell";
import type { Asking } from "./number-line";
import type { NumberStore } from "./number-store";

/** Position of a cell: the line, and the column: 0 the name, then the periods. */
export type Place = { line: number; column: number };
const LAST_COLUMN = 4;

/** The position of every cell by name. Built once for the shown lines: a keystroke looks one up instead of searching two thousand. */
export function placesOf(items: readonly GridItem[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const line of items.keys())
    for (let column = 0; column <= LAST_COLUMN; column++) {
      const name = nameAt(items, { line, column });
      if (name !== null && !places.has(name)) places.set(name, { line, column });
    }
  return places;
}

/** The name of the cell at that position, or null if there is none. */
export function nameAt(items: readonly GridItem[], { line, column }: Place): string | null {
  const item = items[line];
  if (item === undefined) return null;
  if (column === 0) return `${item.key}#name`;
  const period = item.periods[column - 1];
  return period === null || period === undefined ? null : cellKey(item.row.id, period.period);
}

/** The next position in that direction that has a cell. */
export function step(items: readonly GridItem[], from: Place, lines: number, columns: number): Place | null {
  const to = { line: from.line + lines, column: from.column + columns };
  while (items[to.line] !== undefined && to.column >= 0 && to.column <= LAST_COLUMN) {
    if (nameAt(items, to) !== null) return to;
    if (columns === 0) to.line += Math.sign(lines);
    else to.column += columns;
  }
  return null;
}

export type KeyPress = {
  key: string;
  ctrl: boolean;
  alt: boolean;
  /** position of the caret in an input: at its start, its end, both (all selected, or empty), or within; null outside an input */
  caret: "start" | "end" | "all" | "within" | null;
  empty: boolean;
};

export type Outcome =
  | { do: "go"; to: Place }
  | { do: "save"; next: Place | null }
  | { do: "ask"; asking: Asking }
  | { do: "announce"; message: string }
  | { do: "undo" | "put-back" | "take-suggestion" };

/**
 * The action for a key in the cell at `from`; null: the browser's default. Arrows move (sideways only from the edge of the text), Enter
 * saves and goes down, Tab accepts a suggestion, N in an empty cell records a missing value, Ctrl . corrects a closed period, Ctrl Z undoes
 * the last edit, Escape restores the saved value.
 */
export function keyInGrid(press: KeyPress, from: Place, items: readonly GridItem[], store: NumberStore): Outcome | null {
  const { key, ctrl, caret } = press;
  const go = (lines: number, columns: number): Outcome | null => {
    const to = step(items, from, lines, columns);
    return to === null ? null : { do: "go", to };
  };
  const end = items.length - 1;
  if (ctrl && key.toLowerCase() === "z") return { do: "undo" };
  if (ctrl && key === "Home") return { do: "go", to: step(items, { line: -1, column: from.column }, 1, 0) ?? from };
  if (ctrl && key === "End") return { do: "go", to: step(items, { line: end + 1, column: from.column }, -1, 0) ?? from };
  if (key === "ArrowDown") return go(1, 0);
  if (key === "ArrowUp") return go(-1, 0);
  if (key === "PageDown")
    return { do: "go", to: step(items, { line: Math.min(end, from.line + 10) - 1, column: from.column }, 1, 0) ?? from };
  if (key === "PageUp") return { do: "go", to: step(items, { line: Math.max(0, from.line - 10) + 1, column: from.column }, -1, 0) ?? from };
  if (key === "ArrowLeft" && caret !== "end" && caret !== "within") return go(0, -1);
  if (key === "ArrowRight" && caret !== "start" && caret !== "within") return go(0, 1);

  const name = nameAt(items, from);
  const info = name === null ? undefined : store.info(name);
  if (info === undefined) return null;
  const cell = store.get(info.key);
  if (ctrl && key === ".") {
    if (cell.saved === null) return { do: "announce", message: "Nothing is saved here yet: type the value." };
    return info.due
      ? { do: "announce", message: "This period is open: type over the value." }
      : { do: "ask", asking: { key: info.key, what: "correction" } };
  }
  if (caret === null) {
    const locked = isLockedCell(info, cell)
      ? `${info.period.label} is locked. To correct it, press Ctrl . and give a reason.`
      : "No value is due for this period.";
    return /^[\d.,-]$/.test(key) && !ctrl && !press.alt ? { do: "announce", message: locked } : null;
  }
  if (key === "Enter") return { do: "save", next: step(items, from, 1, 0) };
  if (key === "Escape") return { do: "put-back" };
  if (key === "Tab" && cell.state.kind === "anomaly") return { do: "take-suggestion" };
  if (key.toLowerCase() === "n" && press.empty && !ctrl && !press.alt) return { do: "ask", asking: { key: info.key, what: "missing" } };
  return null;
}
