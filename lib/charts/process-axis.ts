export type Frequency = "day" | "week" | "month" | "quarter" | "half-year" | "year";

/** `index` of the point at the tick, its label, and the year if it starts or changes there. */
export type PeriodTick = { index: number; label: string; year: string | null };

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Ticks under the periods (ISO first days, oldest first), at most about ten. Months: all up to fourteen, then January and July, then
 * January alone. Days and weeks: evenly spaced, counted back from the newest. The year is shown where it starts or changes.
 */
export function periodTicks(periods: string[], frequency: Frequency): PeriodTick[] {
  const indices = periods.map((_, i) => i).filter((i) => isTick(periods, i, frequency));
  return indices.map((index, n) => {
    const period = periods[index] ?? "";
    const earlier = n === 0 ? null : (periods[indices[n - 1] ?? 0] ?? "").slice(0, 4);
    const year = period.slice(0, 4);
    if (frequency === "year") return { index, label: year, year: null };
    return { index, label: tickLabel(period, frequency), year: year === earlier ? null : year };
  });
}

function isTick(periods: string[], i: number, frequency: Frequency): boolean {
  const count = periods.length;
  const month = Number((periods[i] ?? "").slice(5, 7));
  if (frequency === "month" && count > 14) return count > 60 ? month === 1 && isEvery(periods, i) : month === 1 || month === 7;
  if (frequency === "quarter" && count > 14) return month <= 3 && isEvery(periods, i);
  return (count - 1 - i) % Math.ceil(count / (frequency === "month" || frequency === "quarter" ? 14 : 9)) === 0;
}

/** Over twelve years of January ticks, only every second, third... year. */
function isEvery(periods: string[], i: number): boolean {
  const year = (at: number) => Number((periods.at(at) ?? "").slice(0, 4));
  return (year(-1) - year(i)) % Math.ceil((year(-1) - year(0) + 1) / 12) === 0;
}

function tickLabel(period: string, frequency: Frequency): string {
  const month = months[Number(period.slice(5, 7)) - 1] ?? "";
  return frequency === "day" || frequency === "week" ? `${Number(period.slice(8, 10))} ${month}` : month;
}

const nouns: Record<Frequency, [string, string]> = {
  day: ["day", "days"],
  week: ["week", "weeks"],
  month: ["month", "months"],
  quarter: ["quarter", "quarters"],
  "half-year": ["half-year", "half-years"],
  year: ["year", "years"],
};

/** "24 months", "1 week". */
export function countPeriods(count: number, frequency: Frequency): string {
  return `${count} ${nouns[frequency][count === 1 ? 0 : 1]}`;
}
