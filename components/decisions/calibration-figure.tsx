import type { Calibration, Scored } from "@/lib/decisions/calibration";
import { calibrationHeadline } from "@/lib/decisions/view";

const WIDTH = 300;
const HALF = 24;
const at = (percent: number) => 10 + ((percent - 50) / 50) * (WIDTH - 20);
const share = (p: number) => 10 + p * (WIDTH - 20);
/** Keeps a label inside the figure. */
const anchor = (p: number) => (p > 0.85 ? "end" : p < 0.15 ? "start" : "middle");

/** How sure people were (along the line) and whether it held (above it) or not (below); and under it the share that held with its 95 % interval. */
export function CalibrationFigure({ calibration, scored }: { calibration: Calibration; scored: readonly Scored[] }) {
  const { meanSure, interval, brier, held } = calibration;
  const percent = (p: number) => Math.round(p * 100);
  const summary = `${held} of ${scored.length} successful; ${percent(meanSure)} % confidence on average. 95 % interval of the success rate: ${percent(interval.low)} to ${percent(interval.high)} %.`;
  return (
    <figure className="pt-2">
      <figcaption className="text-table font-semibold">{calibrationHeadline(calibration)}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} 150`} className="mt-2 w-full max-w-sm" role="img" aria-label={summary}>
        <g className="fill-muted text-[10px]">
          <text x={0} y={16}>
            success
          </text>
          <text x={0} y={78}>
            worse
          </text>
          {[50, 60, 70, 80, 90, 100].map((tick) => (
            <text key={tick} x={at(tick)} y={94} textAnchor={tick === 100 ? "end" : "middle"}>
              {tick}
              {tick === 100 ? " %" : ""}
            </text>
          ))}
        </g>
        <line x1={at(50)} x2={at(100)} y1={44} y2={44} className="stroke-border" />
        <line x1={at(meanSure * 100)} x2={at(meanSure * 100)} y1={20} y2={68} className="stroke-muted" strokeDasharray="2 2" />
        {placed(scored).map(({ sure, held: right, offset, key }) =>
          right ? (
            <circle key={key} cx={at(sure)} cy={44 - HALF / 2 - offset} r={4.5} className="fill-series-1" />
          ) : (
            <rect
              key={key}
              x={at(sure) - 4}
              y={40 + HALF / 2 + offset}
              width={8}
              height={8}
              transform={`rotate(45 ${at(sure)} ${44 + HALF / 2 + offset})`}
              className="fill-bad"
            />
          ),
        )}
        <rect x={share(interval.low)} y={116} width={share(interval.high) - share(interval.low)} height={6} className="fill-grid" />
        <line x1={share(0)} x2={share(1)} y1={119} y2={119} className="stroke-border" />
        <circle cx={share(held / scored.length)} cy={119} r={4} className="fill-series-1" />
        <line x1={share(meanSure)} x2={share(meanSure)} y1={110} y2={128} className="stroke-fg" strokeWidth={2} />
        <g className="fill-fg text-[10px]">
          <text x={share(held / scored.length)} y={108} textAnchor={anchor(held / scored.length)}>
            success {percent(held / scored.length)} %
          </text>
          <text x={share(meanSure)} y={142} textAnchor={anchor(meanSure)}>
            confidence {percent(meanSure)} %
          </text>
        </g>
      </svg>
      <p className="text-caption text-muted">
        Grey bar: 95 % interval of the success rate, {percent(interval.low)} to {percent(interval.high)} %. Score {brier.toFixed(2)}; a coin
        toss scores 0.25, lower is better. People are not ranked.
      </p>
    </figure>
  );
}

/** Several of one percentage stand over each other. */
function placed(scored: readonly Scored[]) {
  const seen = new Map<string, number>();
  return scored.map(({ sure, held }, n) => {
    const place = `${sure} ${held}`;
    const before = seen.get(place) ?? 0;
    seen.set(place, before + 1);
    return { sure, held, offset: Math.min(before, 2) * 7, key: `${n} ${place}` };
  });
}
