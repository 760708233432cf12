"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { Frequency } from "@/lib/charts/process-axis";
import { type ProcessAnnotation, type ProcessPoint, prepareProcessChart } from "@/lib/charts/process-chart";
import { ProcessLabels, ProcessLayers, ProcessMarks } from "./process-layers";
import { AnnotationList, ProcessLegend } from "./process-notes";
import { ProcessTable } from "./process-table";
import { PeriodTickMark } from "./process-tick";

type Props = {
  /** name of the measure, for the summary and the table */
  name: string;
  unit: string;
  decimals: number;
  frequency: Frequency;
  /** oldest first */
  points: ProcessPoint[];
  annotations?: ProcessAnnotation[];
  height?: number;
  /** the selected period: it has a ring until another point is selected */
  picked?: string | null;
  /** address of the page with a selected period, without the period itself: "/kpis/1?point="; Enter and a click go there */
  pointHref?: string;
};

const top = 24;
const xAxisHeight = 40;

/** A process behaviour chart: usual range, target, signals, annotations. Arrow keys move between points; the table has the same content. */
export function ProcessChart({ name, unit, decimals, frequency, points, annotations = [], height = 320, picked = null, pointHref }: Props) {
  const plotHeight = height - top - xAxisHeight;
  const chart = prepareProcessChart({ name, unit, decimals, frequency, points, annotations, plotHeight });
  const [active, setActive] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const hintId = useId();
  const router = useRouter();

  // a phone shows about half of it, starting with the newest end
  useEffect(() => {
    if (scroller.current) scroller.current.scrollLeft = scroller.current.scrollWidth;
  }, []);

  const last = points.length - 1;
  const asked = points.findIndex((p) => p.period === picked);
  const marked = active ?? (asked < 0 ? null : asked);
  const open = (index: number | null) => {
    const period = points[index ?? -1]?.period;
    if (pointHref !== undefined && period !== undefined) router.push(`${pointHref}${period}`, { scroll: false });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = {
      ArrowLeft: Math.max(0, (active ?? last + 1) - 1),
      ArrowRight: Math.min(last, (active ?? last - 1) + 1),
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === "Escape") setActive(null);
    if (event.key === "Enter") open(active);
    if (to === undefined) return;
    event.preventDefault();
    setActive(to);
    reveal(scroller.current, chart.space, (to + 0.5) / points.length);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - chart.space.left) / (box.width - chart.space.left - chart.space.right);
    setActive(share < 0 || share > 1 ? null : Math.min(last, Math.floor(share * points.length)));
  };

  if (points.length === 0) return <p className="text-table text-muted">No values yet.</p>;
  const xDomain: [number, number] = [-0.5, points.length - 0.5];
  const data = points.map((p, index) => ({
    index,
    solid: chart.solid[index] ?? null,
    unfinished: chart.provisional?.includes(index) ? p.value : null,
  }));
  return (
    <div className="min-w-0">
      <ProcessLegend chart={chart} />
      <div ref={scroller} className="-mx-4 overflow-x-auto px-4 md:mx-0 md:px-0">
        <div
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: role application takes the arrow keys
          tabIndex={0}
          aria-roledescription="chart"
          aria-label={chart.summary}
          aria-describedby={hintId}
          className="min-w-[640px] select-none focus-visible:-outline-offset-2"
          style={{ height }}
          onKeyDown={onKeyDown}
          onBlur={() => setActive(null)}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setActive(null)}
          onClick={() => open(active)}
        >
          <div aria-hidden="true">
            <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 800, height }}>
              <ComposedChart
                data={data}
                margin={{ top, right: chart.space.right, bottom: 0, left: 0 }}
                accessibilityLayer={false}
                tabIndex={-1}
              >
                <CartesianGrid vertical={false} stroke="var(--grid)" />
                <XAxis
                  dataKey="index"
                  type="number"
                  domain={xDomain}
                  ticks={chart.xTicks.map((t) => t.index)}
                  interval={0}
                  height={xAxisHeight}
                  stroke="var(--border)"
                  tick={(props: { x?: number | string; y?: number | string; index?: number }) => (
                    <PeriodTickMark x={Number(props.x)} y={Number(props.y)} tick={chart.xTicks[props.index ?? -1]} />
                  )}
                />
                <YAxis
                  type="number"
                  domain={chart.domain}
                  ticks={chart.yTicks.map((t) => t.value)}
                  interval={0}
                  width={chart.space.left}
                  axisLine={false}
                  tickLine={false}
                  tick={{ fill: "var(--fg-muted)", fontSize: 12 }}
                  tickFormatter={(_, i: number) => chart.yTicks[i]?.label ?? ""}
                />
                <ProcessLayers chart={chart} count={points.length} active={marked} unit={unit} />
                <Line
                  dataKey="solid"
                  type="linear"
                  stroke="var(--series-1)"
                  strokeWidth={1.5}
                  dot={false}
                  activeDot={false}
                  isAnimationActive={false}
                />
                <Line
                  dataKey="unfinished"
                  type="linear"
                  stroke="var(--series-1)"
                  strokeOpacity={0.6}
                  strokeWidth={1.5}
                  strokeDasharray="3 3"
                  dot={false}
                  activeDot={false}
                  isAnimationActive={false}
                />
                <ProcessMarks chart={chart} count={points.length} active={marked} />
                <ProcessLabels chart={chart} />
              </ComposedChart>
            </ResponsiveContainer>
          </div>
        </div>
      </div>
      <p id={hintId} className="sr-only">
        {`Left and right arrow keys go point by point, Home and End to the first and last.${pointHref === undefined ? "" : " Enter marks the point and shows its records."}`}
      </p>
      <p aria-live="polite" className="min-h-4 text-caption text-fg">
        {active === null ? "" : chart.sentences[active]}
      </p>
      <AnnotationList annotations={annotations} />
      <ProcessTable name={name} unit={unit} decimals={decimals} points={points} />
    </div>
  );
}

/** Scrolls to keep the point visible if the chart is wider than its box. */
function reveal(box: HTMLDivElement | null, space: { left: number; right: number }, share: number) {
  if (box === null || box.scrollWidth <= box.clientWidth) return;
  const x = space.left + share * (box.scrollWidth - space.left - space.right);
  box.scrollLeft = x - box.clientWidth / 2;
}
