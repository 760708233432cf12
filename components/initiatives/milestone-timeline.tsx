import type { Timeline, TimelineRow } from "@/lib/initiatives/timeline";

const diamond = (x: number, y: number) => `M${x} ${y - 6}l6 6-6 6-6-6z`;

/** Milestones over time, drawn on the server: baseline, forecast, done, today. On the phone a list replaces it. */
export function MilestoneTimeline({ timeline }: { timeline: Timeline }) {
  const { width, height, ticks, rows, todayX, todayAnchor, summary } = timeline;
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary} className="mt-1 block w-full max-md:hidden">
        {ticks.map(({ x, label }) => (
          <g key={x}>
            <line x1={x} x2={x} y1={20} y2={height} className="stroke-grid" />
            <text x={x + 4} y={14} className="fill-muted text-caption">
              {label}
            </text>
          </g>
        ))}
        <line x1={todayX} x2={todayX} y1={20} y2={height} className="stroke-fg" />
        <text
          x={todayX + (todayAnchor === "start" ? 4 : -4)}
          y={height - 2}
          textAnchor={todayAnchor}
          className="fill-fg text-caption font-semibold"
        >
          today
        </text>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </svg>
      <ul className="md:hidden" aria-label={summary}>
        {rows.map((row) => (
          <li key={row.id} className="flex items-baseline justify-between gap-3 border-b py-2 text-table *:min-w-0">
            <span>
              {row.title}
              <span className="block text-caption text-muted">{row.ownerName}</span>
            </span>
            <span className="text-right">{row.text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Row({ row }: { row: TimelineRow }) {
  return (
    <g>
      <text x={0} y={row.y} className="fill-fg text-table">
        {short(row.title)}
      </text>
      <text x={0} y={row.y + 15} className="fill-muted text-caption">
        {short(row.ownerName)}
      </text>
      {row.baselineX !== null && (
        <>
          <line x1={row.baselineX} x2={row.x} y1={row.y} y2={row.y} className="stroke-border" />
          <path d={diamond(row.baselineX, row.y)} className="fill-bg stroke-border" strokeWidth="1.25" />
        </>
      )}
      <path d={diamond(row.x, row.y)} className={row.done ? "fill-fg stroke-fg" : "fill-bg stroke-fg"} strokeWidth="1.5" />
      <text x={row.textX} y={row.y + 4} textAnchor={row.anchor} className="fill-fg text-caption">
        {row.text}
      </text>
    </g>
  );
}

/** Shortened to fit left of the time axis; the list below has the whole title. */
const short = (text: string) => (text.length > 36 ? `${text.slice(0, 35)}…` : text);
