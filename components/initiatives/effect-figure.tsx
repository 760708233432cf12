import Link from "next/link";
import { Frame } from "@/components/charts/frame";
import type { EffectChart } from "@/lib/initiatives/effect/effect-chart";

type Props = { chart: EffectChart | null; kpiName: string; kpiHref: string; found: string };

/** One claimed effect: the KPI's values, its target, and the claimed range. Drawn on the server, scrolls on the phone. */
export function EffectFigure({ chart, kpiName, kpiHref, found }: Props) {
  const name = (
    <Link href={kpiHref} className="underline underline-offset-2">
      {kpiName}
    </Link>
  );
  if (chart === null) return <p className="border-b py-2 text-table">{name} has no value yet, so the claim cannot be tested.</p>;
  return (
    <div className="mt-3">
      <Frame
        title={chart.title}
        level="section"
        caption={[found, chart.axisText].filter(Boolean).join("; ")}
        foot={
          <>
            {chart.caption} {name}
          </>
        }
      >
        <div className="relative">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard (WCAG 2.1.1) */}
          <section className="overflow-x-auto max-md:[direction:rtl]" tabIndex={0} aria-label={`Chart of ${kpiName}`}>
            <Drawing chart={chart} />
          </section>
          <PhoneAxis chart={chart} />
        </div>
      </Frame>
    </div>
  );
}

/** Width of the drawing on the phone: wider than the screen, and scrolled to the right at first, with the axis out of sight. */
const SCROLLED = 640;

/** The numbers of the axis at the left edge, fixed while the drawing scrolls. */
function PhoneAxis({ chart }: { chart: EffectChart }) {
  const scale = SCROLLED / chart.width;
  return (
    <svg
      viewBox={`0 0 ${chart.plot.left} ${chart.height}`}
      width={chart.plot.left * scale}
      height={chart.height * scale}
      aria-hidden="true"
      className="pointer-events-none absolute top-0 left-0 bg-bg min-[680px]:hidden"
    >
      <AxisNumbers chart={chart} />
    </svg>
  );
}

function AxisNumbers({ chart }: { chart: EffectChart }) {
  return chart.yTicks.map(({ y, label }) => (
    <text key={label} x={chart.plot.left - 6} y={y + 4} textAnchor="end" className="fill-muted text-caption">
      {label}
    </text>
  ));
}

function Drawing({ chart }: { chart: EffectChart }) {
  const { plot } = chart;
  return (
    <svg
      viewBox={`0 0 ${chart.width} ${chart.height}`}
      role="img"
      aria-label={chart.summary}
      className="block w-full min-w-[640px] [direction:ltr]"
    >
      {chart.yTicks.map(({ y, label }) => (
        <line key={label} x1={plot.left} x2={plot.right} y1={y} y2={y} className="stroke-grid" />
      ))}
      <AxisNumbers chart={chart} />
      {chart.range !== "" && <path d={chart.range} className="fill-grid" />}
      {chart.mean !== null && <line x1={chart.mean.x1} x2={chart.mean.x2} y1={chart.mean.y} y2={chart.mean.y} className="stroke-limit" />}
      {chart.likely !== null && (
        <line
          x1={chart.likely.x1}
          x2={chart.likely.x2}
          y1={chart.likely.y}
          y2={chart.likely.y}
          className="stroke-series-1"
          strokeDasharray="3 3"
          strokeWidth="1.5"
        />
      )}
      <path d={chart.target} className="fill-none stroke-target" strokeWidth="1.5" />
      <line x1={chart.fromX} x2={chart.fromX} y1={plot.top} y2={plot.bottom} className="stroke-border" strokeDasharray="2 3" />
      <text
        x={chart.fromX + (chart.fromAnchor === "start" ? 4 : -4)}
        y={plot.bottom - 6}
        textAnchor={chart.fromAnchor}
        className="fill-muted text-caption"
      >
        {chart.fromText}
      </text>
      <path d={chart.line} className="fill-none stroke-series-1" strokeWidth="1.5" strokeLinejoin="round" />
      <path d={chart.provisionalLine} className="fill-none stroke-series-1 opacity-60" strokeWidth="1.5" strokeDasharray="3 3" />
      {chart.dots.map(({ x, y, hollow }) => (
        <circle
          key={x}
          cx={x}
          cy={y}
          r="3"
          className={hollow ? "fill-bg stroke-series-1" : "fill-series-1"}
          strokeWidth={hollow ? 1.5 : 0}
        />
      ))}
      {chart.labels.map(({ y, text, strong }) => (
        <text key={text} x={plot.right + 8} y={y + 4} className={`text-caption ${strong ? "fill-fg font-semibold" : "fill-muted"}`}>
          {text}
        </text>
      ))}
      <line x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} className="stroke-border" />
      {chart.xTicks.map(({ x, label }) => (
        <text key={x} x={x} y={plot.bottom + 18} textAnchor="middle" className="fill-muted text-caption">
          {label}
        </text>
      ))}
    </svg>
  );
}
