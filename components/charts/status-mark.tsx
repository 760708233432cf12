import { StaleChip } from "@/components/ui/stale-chip";
import type { StatusMark as Status } from "@/lib/charts/view";
import { StatusShape } from "./status-shape";

export const statusWords: Record<Status, string> = {
  "on-track": "On track",
  watch: "Watch",
  "off-track": "Off track",
  "no-target": "No target",
  "no-data": "No data",
};

type Props = {
  status: Status;
  /** days past due; any number makes the mark stale, which overrides the status */
  staleDays?: number | null;
  size?: 12 | 10;
  /** replaces the word beside the shape, e.g. "Too early" */
  label?: string;
  /** the word is only for screen readers (counts, navigation) */
  wordHidden?: boolean;
};

/** Status as shape, word and colour. A stale value shows how late it is instead of a colour. */
export function StatusMark({ status, staleDays = null, size = 12, label, wordHidden = false }: Props) {
  const word = label ?? (staleDays === null ? statusWords[status] : "Stale");
  if (staleDays !== null && !wordHidden) return <StaleChip days={staleDays} />;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-table">
      <StatusShape kind={staleDays === null ? status : "stale"} size={size} />
      <span className={wordHidden ? "sr-only" : "text-fg"}>{word}</span>
    </span>
  );
}
