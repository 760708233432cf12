"use client";

import { DefaultZIndexes, usePlotArea, ZIndexLayer } from "recharts";
import type { ProcessChart, Run } from "@/lib/charts/process-chart";

type Props = { chart: ProcessChart; count: number; active: number | null };

/** Pixel positions of slots and values. The axes use the same domain, so the arithmetic matches. */
function useScales({ domain: [low, high] }: Pick<ProcessChart, "domain">, count: number) {
  const plot = usePlotArea();
  if (plot === undefined) return null;
  const x = (index: number) => plot.x + ((index + 0.5) / count) * plot.width;
  const y = (value: number) => plot.y + ((high - value) / (high - low)) * plot.height;
  return { plot, x, y };
}

/** Longest unit that fits above the numbers of the axis, in letters. */
const SHORT_UNIT = 4;

/** The layer under the values: range, limits, mean, target, baseline, annotations, the selected point. */
export function ProcessLayers({ chart, count, active, unit }: Props & { unit: string }) {
  const scales = useScales(chart, count);
  if (scales === null) return null;
  const { plot, x, y } = scales;
  const bottom = plot.y + plot.height;
  return (
    <g>
      {chart.bands.map((b) => (
        <rect
          key={b.from}
          x={x(b.from)}
          width={x(b.to) - x(b.from)}
          y={y(b.upper)}
          height={y(b.lower) - y(b.upper)}
          className="fill-band"
        />
      ))}
      {chart.limits.map((run, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: where nothing varies, both limits are one line
        <RunLine key={`${run.from} ${at}`} run={run} x={x} y={y} dashed={run.held} />
      ))}
      {chart.means.map((run) => (
        <RunLine key={run.from} run={run} x={x} y={y} />
      ))}
      {chart.targets.map((runs) => (
        <path key={runs[0]?.y} d={stepPath(runs, x, y)} className="fill-none stroke-target" strokeWidth="1.5" />
      ))}
      {chart.baseline !== null && (
        <g>
          <line x1={x(chart.baseline.from)} x2={x(chart.baseline.to)} y1={bottom} y2={bottom} className="stroke-limit" strokeWidth="2" />
          <text
            x={x(chart.baseline.from) + 4}
            y={clearOf([...chart.limits, ...chart.means], y, bottom - 6)}
            paintOrder="stroke"
            strokeWidth="3"
            className="fill-muted stroke-bg text-caption"
          >
            {chart.baseline.label}
          </text>
        </g>
      )}
      {/* A short unit is above the numbers of the axis; a long one begins at the edge, where it is not cut off. */}
      <text
        x={unit.length > SHORT_UNIT ? 0 : plot.x - 8}
        y={plot.y - 10}
        textAnchor={unit.length > SHORT_UNIT ? "start" : "end"}
        className="fill-muted text-caption"
      >
        {unit}
      </text>
      {chart.flags.map(({ index, flag }) => (
        <g key={index}>
          <line x1={x(index)} x2={x(index)} y1={plot.y - 4} y2={bottom} className="stroke-border" strokeDasharray="2 3" />
          <rect
            x={x(index) - 4 - 4 * flag.length}
            y={plot.y - 20}
            width={8 + 8 * flag.length}
            height="16"
            rx="2"
            className="fill-bg stroke-fg"
          />
          <text x={x(index)} y={plot.y - 8} textAnchor="middle" className="fill-fg text-tick font-semibold">
            {flag}
          </text>
        </g>
      ))}
      {active !== null && <line x1={x(active)} x2={x(active)} y1={plot.y} y2={bottom} className="stroke-fg" />}
    </g>
  );
}

type Scale = (n: number) => number;

/** A vertical position for text that no line crosses: above the line if the line is within its 12 pixels. */
function clearOf(runs: readonly Run[], y: Scale, baseline: number): number {
  const crossing = runs.map((run) => y(run.y)).filter((at) => at > baseline - 12 && at < baseline + 4);
  return crossing.length === 0 ? baseline : Math.min(...crossing) - 5;
}

function RunLine({ run, x, y, dashed = false }: { run: Run; x: Scale; y: Scale; dashed?: boolean }) {
  return (
    <line
      x1={x(run.from)}
      x2={x(run.to)}
      y1={y(run.y)}
      y2={y(run.y)}
      className="stroke-limit"
      {...(dashed && { strokeDasharray: "4 3" })}
    />
  );
}

/** One line with a step where the target changed, and a gap where there was none. */
function stepPath(runs: Run[], x: Scale, y: Scale): string {
  return runs.map((run, i) => `${runs[i - 1]?.to === run.from ? "L" : "M"}${x(run.from)} ${y(run.y)}L${x(run.to)} ${y(run.y)}`).join("");
}

const fills = { better: "fill-good", worse: "fill-bad", neutral: "fill-fg" };
const strokes = { better: "stroke-good", worse: "stroke-bad", neutral: "stroke-fg" };

/** Values as dots, signals as diamonds, hollow if provisional; a ring around the selected point. */
export function ProcessMarks({ chart, count, active }: Props) {
  const scales = useScales(chart, count);
  if (scales === null) return null;
  const { x, y } = scales;
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
      {chart.marks.map(({ index, value, shape, tone, hollow }) => {
        const [cx, cy] = [x(index), y(value)];
        const ring = active === index && <circle cx={cx} cy={cy} r="9" className="fill-none stroke-fg" strokeWidth="1.5" />;
        const dotLook = hollow ? "fill-bg stroke-series-1" : "fill-series-1";
        const diamondLook = hollow ? `fill-bg ${strokes[tone]}` : fills[tone];
        return (
          <g key={index}>
            {ring}
            {shape === "dot" ? (
              <circle cx={cx} cy={cy} r={hollow ? 3.5 : 2.75} strokeWidth={hollow ? 1.5 : 0} className={dotLook} />
            ) : (
              <path d={`M${cx} ${cy - 5}l5 5-5 5-5-5z`} strokeWidth={hollow ? 1.5 : 0} className={diamondLook} />
            )}
          </g>
        );
      })}
    </ZIndexLayer>
  );
}

const labelLook = { latest: "fill-fg font-semibold", target: "fill-fg", limit: "fill-muted" };

/** Names of the lines at their right end, moved apart if they would touch. */
export function ProcessLabels({ chart }: { chart: ProcessChart }) {
  const plot = usePlotArea();
  if (plot === undefined) return null;
  return (
    <g>
      {chart.endLabels.map((label) => (
        <text key={label.text} x={plot.x + plot.width + 8} y={plot.y + label.y + 4} className={`text-caption ${labelLook[label.kind]}`}>
          {label.text}
        </text>
      ))}
    </g>
  );
}
