import { StatusShape } from "@/components/charts/status-shape";
import { Button } from "@/components/ui/button";
import { StaleChip } from "@/components/ui/stale-chip";
import { formatDate, formatInstant } from "@/lib/format";
import type { NumberRow } from "@/lib/kpis/number-row";
import type { useNumberCell } from "./use-number-cell";

type Props = { row: NumberRow; today: string; entry: ReturnType<typeof useNumberCell>; onAsk: () => void };

/** The state of one value in words, with what can be done about it. */
export function NumberCellState({ row, today, entry, onAsk }: Props) {
  const { state, saved } = entry;
  const line = "flex flex-wrap items-center gap-2";
  switch (state.kind) {
    case "saving":
      return <span className="text-muted">Saving…</span>;
    case "saved":
      return (
        <span className={line}>
          <StatusShape kind={state.unusual ? "watch" : saved?.state === "missing" ? "no-data" : "on-track"} />
          {saved?.state === "missing"
            ? `Not available: ${saved.reason ?? ""}`
            : `Saved ${saved === null ? "" : formatInstant(saved.at).slice(-5)}`}
          {state.unusual && `, outside its usual ${row.usualRangeText}`}
        </span>
      );
    case "slip":
      return (
        <span className={line}>
          <StatusShape kind="watch" />
          Outside its usual {row.usualRangeText}. Did you mean <strong>{state.guess}</strong>?
          <Button onClick={() => entry.save(state.guess, { sure: true })}>Use {state.guess}</Button>
          <Button onClick={() => entry.save(state.typed, { sure: true })}>Keep {state.typed}</Button>
        </span>
      );
    case "refused":
      return (
        <span className={line} role="alert">
          <StatusShape kind="off-track" />
          {state.message}
        </span>
      );
    case "conflict":
      return (
        <span className={line} role="alert">
          <StatusShape kind="off-track" />
          {state.message}
          <Button onClick={() => entry.takeTheirs(state.theirs)}>Take {state.theirs?.value ?? "theirs"}</Button>
          <Button onClick={() => entry.keepMine(state.theirs, state.mine)}>
            Keep {state.mine.state === "final" ? state.mine.value : "“not available”"}
          </Button>
        </span>
      );
    case "open":
      return (
        <span className={line}>
          {row.due.lateDays !== null ? (
            <StaleChip days={row.due.lateDays} />
          ) : (
            <span className="text-muted">{row.due.dueOn === today ? "Due today" : `Due ${formatDate(row.due.dueOn)}`}</span>
          )}
          <Button onClick={onAsk}>Not available</Button>
        </span>
      );
  }
}
