import { prepareSpark, sparkSentence } from "@/lib/charts/spark";
import type { SparkPoint, TargetBounds } from "@/lib/charts/view";
import { SparkDrawing, type SparkLayout } from "./spark-drawing";

type Drawn = {
  /** name and unit are read aloud, not drawn */
  name: string;
  unit: string;
  points: SparkPoint[];
  mean: number | null;
  lower: number | null;
  upper: number | null;
  target?: TargetBounds | null;
  width?: number;
  height?: number;
};

/** Prepares a spark line for its box, on the server. */
export function layOutSpark({ name, unit, points, mean, lower, upper, target = null, width = 216, height = 28 }: Drawn): SparkLayout {
  return {
    spark: prepareSpark({ points, mean, lower, upper, target, width, height }),
    sentence: sparkSentence(name, unit, points),
    width,
    height,
  };
}

type Props = Drawn & {
  /** on the phone it grows to the width of its box, keeping its proportions */
  fluid?: boolean;
};

/** A spark line: usual range, mean, dotted target, gaps, diamonds where a signal opens, the latest point. No script. */
export function Spark({ fluid = false, ...drawn }: Props) {
  return <SparkDrawing {...layOutSpark(drawn)} fluid={fluid} />;
}
