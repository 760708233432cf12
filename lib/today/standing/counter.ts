/** Minutes to read and answer one line: an estimate, shown as "about". */
const MINUTES = { signals: 2, decisions: 2, overdue: 1 } as const;
/** More ticks cannot be counted by eye. */
const MOST_TICKS = 20;

export type Totals = Readonly<Record<keyof typeof MINUTES, number>>;

export type Counter = {
  left: number;
  settled: number;
  total: number;
  /** "of 10 left, about 10 minutes" */
  text: string;
  /** "3 settled today"; empty if there are none */
  settledText: string;
  /** how many of `of` ticks are filled: one each, or a share if there are more than 20 */
  ticks: { filled: number; of: number };
};

/** Whole minutes up to five, then the nearest five. */
export function minutesOf(left: Totals): number {
  const minutes = left.signals * MINUTES.signals + left.decisions * MINUTES.decisions + left.overdue * MINUTES.overdue;
  return minutes <= 5 ? minutes : Math.round(minutes / 5) * 5;
}

/** Counts what is left and what is settled today. A line that came back counts as left, not as settled. */
export function counterOf(left: Totals, settled: number): Counter {
  const open = left.signals + left.decisions + left.overdue;
  const total = open + settled;
  const minutes = minutesOf(left);
  const of = Math.min(total, MOST_TICKS);
  // Never full while something is left, never empty once something is settled.
  const share = total === 0 ? 0 : Math.round((settled / total) * of);
  const filled = open > 0 && share === of ? of - 1 : settled > 0 ? Math.max(1, share) : 0;
  return {
    left: open,
    settled,
    total,
    text:
      open === 0
        ? total === 0
          ? "to do"
          : `of ${total} left`
        : `of ${total} left, about ${minutes} ${minutes === 1 ? "minute" : "minutes"}`,
    settledText: settled === 0 ? "" : `${settled} settled today`,
    ticks: { filled, of },
  };
}
