import { clsx } from "clsx";
import { type DailyBar, prepareDailyBars } from "@/lib/charts/bars";
import { formatNumber } from "@/lib/format";

type Props = {
  /** oldest first, one per slot of the period; null is an empty slot */
  bars: DailyBar[];
  unit: string;
  /** two lines at the right, e.g. { title: "Due on even dates", text: "100 % on time" } */
  groups?: { title: string; text: string; muted?: boolean }[];
  /** label every n-th slot */
  every?: number;
  height?: number;
  /** a value to compare them with, as a dashed line */
  bound?: number | null;
};

const foot = 20;

/** The days inside a period: bars from zero. Widths are shares of the box, so text is never scaled. */
export function DailyBars({ bars, unit, groups = [], every = 5, height = 64, bound = null }: Props) {
  const chart = prepareDailyBars(bars, unit, height, every, bound);
  return (
    <div className="flex flex-wrap gap-2 md:flex-nowrap">
      <div className="flex min-w-0 flex-1 gap-2 pt-2">
        <svg width="28" height={height + foot} aria-hidden="true" className="flex-none overflow-visible">
          {chart.ticks.map((tick) => (
            <text key={tick.value} x="28" y={tick.y + 4} textAnchor="end" className="fill-muted text-caption">
              {formatNumber(tick.value)}
            </text>
          ))}
        </svg>
        <svg width="100%" height={height + foot} role="img" aria-label={chart.summary} className="min-w-0 overflow-visible">
          {chart.ticks.map((tick) => (
            <line key={tick.value} x2="100%" y1={tick.y} y2={tick.y} className={tick.value === 0 ? "stroke-border" : "stroke-grid"} />
          ))}
          {chart.bars.map((bar) => (
            <rect
              key={bar.period}
              x={`${bar.x}%`}
              width={`${bar.width}%`}
              y={bar.y}
              height={bar.height}
              className={clsx(bar.muted ? "fill-idle" : "fill-series-1")}
            >
              <title>{bar.title}</title>
            </rect>
          ))}
          {chart.boundY !== null && (
            <line x2="100%" y1={chart.boundY} y2={chart.boundY} className="stroke-target" strokeWidth="1.5" strokeDasharray="4 3" />
          )}
          {chart.labels.map((label) => (
            <text key={label.x} x={`${label.x}%`} y={height + 16} textAnchor="middle" className="fill-muted text-caption">
              {label.text}
            </text>
          ))}
        </svg>
      </div>
      {groups.length > 0 && (
        <ul className="flex w-full flex-none gap-4 pt-2 text-caption md:block md:w-36">
          {groups.map((group) => (
            <li key={group.title} className="mb-1 text-muted">
              <span className="text-fg">
                <span aria-hidden="true" className={clsx("mr-1 inline-block size-2", group.muted === true ? "bg-idle" : "bg-series-1")} />
                {group.title}
              </span>
              <br />
              {group.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
