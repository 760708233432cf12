"use client";

import Link from "next/link";
import { StatusShape } from "@/components/charts/status-shape";
import { useTimeZone } from "@/components/shell/time-zone";
import { Button } from "@/components/ui/button";
import { StaleChip } from "@/components/ui/stale-chip";
import { formatDate, formatInstant } from "@/lib/format";
import type { NumberPeriod, NumberRow } from "@/lib/kpis/numbers/number-row";
import { type Saved, savedOf, stateOf } from "./number-cell";
import { useCellPart, useStore } from "./use-store";

type Props = {
  cellKey: string;
  row: NumberRow;
  period: NumberPeriod;
  due: boolean;
  today: string;
  /** only the row with the focus has buttons in the Tab order */
  reachable: boolean;
  onAsk: () => void;
  /** called after an answer by button: the button disappears, so the focus returns to the cell */
  onAnswered: () => void;
};

const line = "flex flex-wrap items-center gap-x-2 gap-y-1";

/** The state of one value in words, with its actions. */
export function NumberState({ cellKey, row, period, due, today, reachable, onAsk, onAnswered }: Props) {
  const store = useStore();
  const state = useCellPart(cellKey, stateOf);
  const saved = useCellPart(cellKey, savedOf);
  const answer = (act: () => void) => ({
    tabIndex: reachable ? 0 : -1,
    onClick: () => {
      act();
      onAnswered();
    },
  });
  const where = due ? "" : `${period.label}: `;
  switch (state.kind) {
    case "saving":
      return <span className="text-muted">{where}Saving…</span>;
    case "saved":
      return saved === null ? null : (
        <span className={line}>
          <SavedWords saved={saved} where={where} unusual={state.unusual} locked={!due} />
          {state.unusual && (
            <Link href={`/kpis/${row.id}`} prefetch={false} tabIndex={reachable ? 0 : -1} className="underline underline-offset-2">
              explain
            </Link>
          )}
        </span>
      );
    case "anomaly":
      return (
        <span className={line}>
          <StatusShape kind="watch" />
          {where}
          {state.anomaly.words} Did you mean <strong>{state.anomaly.guess}</strong>?
          <Button keyHint="Tab" {...answer(() => store.take(cellKey, state.anomaly.guess))}>
            Use {state.anomaly.guess}
          </Button>
          <Button {...answer(() => store.take(cellKey, state.typed))}>Keep {state.typed}</Button>
        </span>
      );
    case "refused":
      return (
        <span className={line} role="alert">
          <StatusShape kind="off-track" />
          {where}
          {state.message}
        </span>
      );
    case "conflict":
      return (
        <span className={line} role="alert">
          <StatusShape kind="off-track" />
          {state.message}
          <Button {...answer(() => store.takeTheirs(cellKey, state.theirs))}>Take {state.theirs?.value ?? "theirs"}</Button>
          <Button {...answer(() => store.keepMine(cellKey, state.theirs, state.mine))}>
            Keep {state.mine.state === "final" ? state.mine.value : "“not available”"}
          </Button>
        </span>
      );
    case "restored":
      return <span className={line}>{where}Entered before but not saved. Enter saves it.</span>;
    case "waiting":
      return <span className={line}>{where}No connection: kept here and saved when you are back online.</span>;
    case "open":
      return (
        <span className={line}>
          {period.lateDays !== null ? (
            <>
              {where}
              <StaleChip days={period.lateDays} />
            </>
          ) : (
            <span className="text-muted">{period.dueOn === today ? "Due today" : `Due ${formatDate(period.dueOn)}`}</span>
          )}
          <Button {...answer(onAsk)}>Not available</Button>
        </span>
      );
  }
}

function SavedWords({ saved, where, unusual, locked }: { saved: Saved; where: string; unusual: boolean; locked: boolean }) {
  const at = formatInstant(saved.at, useTimeZone(), "short");
  const when = locked ? `Locked, saved ${at.slice(0, -7)}` : `Saved ${at.slice(-5)}`;
  const words =
    saved.state === "missing"
      ? `Not available: ${saved.reason ?? ""}`
      : saved.state === "provisional"
        ? "Provisional. Enter makes it final."
        : `${when}${unusual ? ", outside its usual range:" : ""}`;
  const shape = saved.state === "missing" || saved.state === "provisional" ? "no-data" : unusual ? "watch" : "on-track";
  return (
    <span className="flex items-baseline gap-2">
      <StatusShape kind={shape} size={10} />
      <span>
        {where}
        {words}
      </span>
    </span>
  );
}
