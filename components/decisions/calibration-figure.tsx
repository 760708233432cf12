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
  const { meanSure, interval, brier, held, scored: count } = calibration;
  const percent = (p: number) => Math.round(p * 100);
  const summary = `${held} of ${count} successful; ${percent(meanSure)} % confidence on average. 95 % interval of the success rate: ${percent(interval.low)} to ${percent(interval.high)} %.`;
  return (
    <figure className="pt-2">
      <figcaption className="text-table font-semibold">{calibrationHeadline(calibration)}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} 150`} className="mt-2 w-full max-w-sm" role="img" aria-label={summary}>
        <g className="fill-muted text-[10px]">
          <text x={0} y={14}>
            success
          </text>
          <text x={0} y={83}>
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
        {marks(scored).map(({ sure, right, count }) => (
          <g key={`${sure} ${right}`}>
            {right ? (
              <circle cx={at(sure)} cy={44 - HALF / 2} r={4.5} className="fill-series-1" />
            ) : (
              <rect
                x={at(sure) - 4}
                y={40 + HALF / 2}
                width={8}
                height={8}
                transform={`rotate(45 ${at(sure)} ${44 + HALF / 2})`}
                className="fill-bad"
              />
            )}
            {count > 1 && (
              <text x={at(sure)} y={right ? 25 : 73} textAnchor="middle" className="fill-fg text-[10px]">
                {count}
              </text>
            )}
          </g>
        ))}
        <rect x={share(interval.low)} y={116} width={share(interval.high) - share(interval.low)} height={6} className="fill-grid" />
        <line x1={share(0)} x2={share(1)} y1={119} y2={119} className="stroke-border" />
        <circle cx={share(held / count)} cy={119} r={4} className="fill-series-1" />
        <line x1={share(meanSure)} x2={share(meanSure)} y1={110} y2={128} className="stroke-fg" strokeWidth={2} />
        <g className="fill-fg text-[10px]">
          <text x={share(held / count)} y={108} textAnchor={anchor(held / count)}>
            success {percent(held / count)} %
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

/** One mark for what held and one for what did not, at each percentage, with how many where it is not one. */
function marks(scored: readonly Scored[]) {
  return scored.flatMap(({ sure, held, count }) =>
    [
      { sure, right: true, count: held },
      { sure, right: false, count: count - held },
    ].filter((mark) => mark.count > 0),
  );
}
