import { niceTicks } from "./ticks";

export type DailyBar = { period: string; label: string; value: number | null /** grey for the comparison group */; muted?: boolean };
export type DailyBars = {
  ticks: { value: number; y: number }[];
  /** x and width in per cent of the plot, y and height in pixels */
  bars: { period: string; x: number; width: number; y: number; height: number; muted: boolean; title: string }[];
  labels: { x: number; text: string }[];
  /** height of the bound's line; null: no bound */
  boundY: number | null;
  summary: string;
};

/**
 * Bars from zero, one slot per period; a missing period leaves its slot empty. `every` labels each n-th slot, first included. `bound`: a
 * value to compare them with, inside the axis.
 */
export function prepareDailyBars(bars: DailyBar[], unit: string, height: number, every: number, bound: number | null = null): DailyBars {
  const known = bars.flatMap((bar) => (bar.value === null ? [] : [bar.value]));
  const drawn = bound === null ? known : [...known, bound];
  const ticks = drawn.length === 0 ? [0, 1] : niceTicks(Math.min(...drawn), Math.max(...drawn), { fromZero: true, intervals: 2 });
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const y = (v: number) => Math.round(((high - v) / (high - low)) * height * 10) / 10;
  const slot = 100 / Math.max(1, bars.length);
  return {
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    bars: bars.flatMap((bar, i) =>
      bar.value === null
        ? []
        : [
            {
              period: bar.period,
              x: (i + 0.25) * slot,
              width: slot / 2,
              y: Math.min(y(bar.value), y(0)),
              height: Math.abs(y(bar.value) - y(0)),
              muted: bar.muted === true,
              title: `${bar.label}: ${bar.value} ${unit}`.trim(),
            },
          ],
    ),
    labels: bars.flatMap((bar, i) => (i === 0 || (i + 1) % every === 0 ? [{ x: (i + 0.5) * slot, text: bar.label }] : [])),
    boundY: bound === null ? null : y(bound),
    summary: dailySummary(bars, known, unit),
  };
}

function dailySummary(bars: DailyBar[], known: number[], unit: string): string {
  if (known.length === 0) return `No values in ${bars.length} periods.`;
  const missing = bars.length - known.length;
  const range = `between ${Math.min(...known)} and ${Math.max(...known)} ${unit}`.trim();
  return `${known.length} ${known.length === 1 ? "value" : "values"} ${range}${missing > 0 ? `, ${missing} missing` : ""}.`;
}
