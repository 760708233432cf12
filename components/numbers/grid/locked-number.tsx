"use client";

import { formatNumber } from "@/lib/format";
import type { NumberPeriod, NumberRow } from "@/lib/kpis/numbers/number-row";
import { useCell, useStore } from "./use-store";

/** Characters that fit in a column. */
const ROOM = 8;

/** A value of a closed period, with the typed digits if they fit. Ctrl . opens its correction. */
export function LockedNumber({ cellKey, row, period }: { cellKey: string; row: NumberRow; period: NumberPeriod }) {
  const store = useStore();
  const cell = useCell(cellKey);
  const { saved } = cell;
  const text = saved === null ? "–" : saved.value === null ? "n/a" : formatNumber(Number(saved.value), "full");
  const title = [`${period.label}: ${text}`, saved?.reason, saved?.by && `by ${saved.by}`].filter(Boolean).join(", ");
  return (
    <span
      data-cell={cellKey}
      data-locked
      role="note"
      aria-label={`${row.name}, ${period.label}: ${text}${saved === null ? "" : ", locked"}`}
      tabIndex={cell.active ? 0 : -1}
      onFocus={() => store.setActive(cellKey)}
      title={title}
      className="block h-8 w-full truncate rounded px-1 leading-8 text-muted"
    >
      {text.length > ROOM && saved !== null ? formatNumber(Number(saved.value)) : text}
    </span>
  );
}
