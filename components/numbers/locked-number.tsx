"use client";

import { formatNumber } from "@/lib/format";
import type { NumberPeriod, NumberRow } from "@/lib/kpis/number-row";
import { useCell, useStore } from "./use-store";

/** A value of a closed period, with the digits that were typed. Ctrl . opens its correction. */
export function LockedNumber({ cellKey, row, period }: { cellKey: string; row: NumberRow; period: NumberPeriod }) {
  const store = useStore();
  const cell = useCell(cellKey);
  const { saved } = cell;
  const text = saved === null ? "–" : saved.value === null ? "n/a" : formatNumber(Number(saved.value), "full");
  const title = [period.label, saved?.reason, saved?.by && `by ${saved.by}`].filter(Boolean).join(", ");
  return (
    <span
      data-cell={cellKey}
      data-locked
      role="note"
      aria-label={`${row.name}, ${period.label}: ${text}${saved === null ? "" : ", locked"}`}
      tabIndex={cell.active ? 0 : -1}
      onFocus={() => store.setActive(cellKey)}
      title={title}
      className="inline-flex h-8 w-full items-center justify-end truncate rounded px-1 whitespace-nowrap text-muted"
    >
      {text}
    </span>
  );
}
