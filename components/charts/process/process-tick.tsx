import type { PeriodTick } from "@/lib/charts/process-axis";

/** Month or day under the axis, the year on a second line where it starts. */
export function PeriodTickMark({ x, y, tick }: { x: number; y: number; tick: PeriodTick | undefined }) {
  if (tick === undefined) return null;
  return (
    <g>
      <text x={x} y={y + 10} textAnchor="middle" className="fill-muted text-caption">
        {tick.label}
      </text>
      {tick.year !== null && (
        <text x={x} y={y + 25} textAnchor="middle" className="fill-fg text-caption">
          {tick.year}
        </text>
      )}
    </g>
  );
}
