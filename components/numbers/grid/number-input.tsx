"use client";

import { clsx } from "clsx";
import type { NumberPeriod, NumberRow } from "@/lib/kpis/numbers/number-row";
import type { Cell } from "./number-cell";
import { useCell, useStore } from "./use-store";

type Props = { cellKey: string; row: NumberRow; period: NumberPeriod; due: boolean; stateId: string };

/** A cell for a number. The grid handles its keys. */
export function NumberInput({ cellKey, row, period, due, stateId }: Props) {
  const store = useStore();
  const cell = useCell(cellKey);
  const { state, saved } = cell;
  const missing = saved?.state === "missing" && cell.typed === "";
  const late = !due && saved === null && period.lateDays !== null ? `${period.lateDays} d` : "";
  return (
    <input
      data-cell={cellKey}
      aria-label={`${row.name}, ${period.label}, in ${row.unit}`}
      aria-describedby={stateId}
      aria-invalid={state.kind === "refused" || state.kind === "conflict"}
      inputMode="decimal"
      enterKeyHint="next"
      autoComplete="off"
      tabIndex={cell.active ? 0 : -1}
      value={cell.typed}
      placeholder={missing ? "n/a" : late}
      onChange={(event) => store.type(cellKey, event.target.value)}
      onFocus={() => store.setActive(cellKey)}
      onBlur={(event) => {
        const { kind } = store.get(cellKey).state;
        if (event.target.value.trim() !== "" && (kind === "open" || kind === "saved" || kind === "restored")) store.commit(cellKey);
      }}
      className={clsx(
        "h-11 rounded border bg-bg px-2 text-right font-semibold placeholder:font-normal placeholder:text-muted md:h-8",
        due ? "w-full md:max-w-28" : "w-full px-1 font-normal",
        border(cell),
      )}
    />
  );
}

function border({ state, saved }: Cell): string {
  switch (state.kind) {
    case "refused":
    case "conflict":
      return "border-bad";
    case "anomaly":
      return "border-watch";
    case "saved":
      return state.unusual ? "border-watch" : saved?.state === "provisional" ? "border-dashed border-border" : "border-border";
    case "open":
    case "waiting":
    case "restored":
      return "border-dashed border-border";
    case "saving":
      return "border-border";
  }
}
