import { clsx } from "clsx";
import type { Spark, SparkMark } from "@/lib/charts/spark";

/** A prepared spark line: its drawing, its sentence for screen readers, and its box. */
export type SparkLayout = { spark: Spark; sentence: string; width: number; height: number };

const tones = { better: "good", worse: "bad", neutral: "series-1" } as const;
const fills = { good: "fill-good", bad: "fill-bad", "series-1": "fill-series-1" };
const strokes = { good: "stroke-good", bad: "stroke-bad", "series-1": "stroke-series-1" };

/** Draws a prepared spark line. It computes nothing, so a client component receives the paths and not the values. */
export function SparkDrawing({ spark, sentence, width, height, fluid = false }: SparkLayout & { fluid?: boolean }) {
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={sentence}
      className={clsx("block overflow-visible", fluid && "h-auto w-full md:h-[revert-layer] md:w-[revert-layer]")}
    >
      {spark.band !== "" && <path d={spark.band} className="fill-band" />}
      {spark.meanY !== null && <line x2={width} y1={spark.meanY} y2={spark.meanY} className="stroke-limit opacity-55" />}
      {spark.targetYs.map((y) => (
        <line key={y} x2={width} y1={y} y2={y} className="stroke-target" strokeDasharray="1 2" />
      ))}
      <path d={spark.line} className="fill-none stroke-series-1" strokeWidth="1.5" strokeLinejoin="round" />
      {spark.provisionalLine !== "" && (
        <path d={spark.provisionalLine} className="fill-none stroke-series-1 opacity-60" strokeWidth="1.5" strokeDasharray="3 3" />
      )}
      {spark.loose.map((dot) => (
        <circle key={dot.x} cx={dot.x} cy={dot.y} r="1.25" className="fill-series-1" />
      ))}
      {spark.marks.map((mark) => (
        <Mark key={mark.x} mark={mark} />
      ))}
    </svg>
  );
}

function Mark({ mark: { x, y, shape, tone, hollow } }: { mark: SparkMark }) {
  const colour = tones[tone];
  const look = hollow ? `fill-bg stroke-[1.5] ${strokes[colour]}` : fills[colour];
  return shape === "dot" ? (
    <circle cx={x} cy={y} r="2.5" className={look} />
  ) : (
    <path d={`M${x} ${Number((y - 3.6).toFixed(1))}l3.6 3.6-3.6 3.6-3.6-3.6z`} className={look} />
  );
}
