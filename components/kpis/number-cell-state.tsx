import { StatusShape } from "@/components/charts/status-shape";
import { Button } from "@/components/ui/button";
import { StaleChip } from "@/components/ui/stale-chip";
import { formatDate, formatInstant } from "@/lib/format";
import type { NumberRow } from "@/lib/kpis/number-row";
import type { useNumberCell } from "./use-number-cell";

type Props = {
  row: NumberRow;
  today: string;
  entry: ReturnType<typeof useNumberCell>;
  onAsk: () => void;
  /** an answer was given by a button, which goes: the focus belongs to the cell again */
  onAnswered: () => void;
};

/** The state of one value in words, with what can be done about it. */
export function NumberCellState({ row, today, entry, onAsk, onAnswered }: Props) {
  const { state, saved } = entry;
  const answer = (act: () => void) => () => {
    act();
    onAnswered();
  };
  const sure = (value: string) =>
    answer(() => {
      entry.setTyped(value);
      entry.save(value, { sure: true });
    });
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
          <Button onClick={sure(state.guess)}>Use {state.guess}</Button>
          <Button onClick={sure(state.typed)}>Keep {state.typed}</Button>
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
          <Button onClick={answer(() => entry.takeTheirs(state.theirs))}>Take {state.theirs?.value ?? "theirs"}</Button>
          <Button onClick={answer(() => entry.keepMine(state.theirs, state.mine))}>
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
