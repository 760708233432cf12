import { Spark } from "@/components/charts/spark";
import type { SignalSpark } from "@/lib/signals/row";

type Props = { spark: SignalSpark; width: number; height: number; fluid?: boolean };

/** The latest periods of a signal's KPI, with unit and span at the left below and the latest value at the right. */
export function SignalChart({ spark, ...size }: Props) {
  return (
    <>
      <Spark {...spark} {...size} />
      <p className="mt-1 flex justify-between gap-3 text-tick text-muted">
        {spark.caption}
        <strong className="text-caption text-fg">{spark.latestText}</strong>
      </p>
    </>
  );
}
