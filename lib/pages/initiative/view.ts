import type { IsoDate } from "@/lib/calendar/dates";
import { type EffectChart, prepareEffectChart } from "@/lib/initiatives/effect/effect-chart";
import type { EffectClaim, EffectPoint, EffectResult } from "@/lib/initiatives/effect/effect-test";
import type { Health, HealthInput } from "@/lib/initiatives/health/health";
import { type VerdictEffect, verdictOf } from "@/lib/initiatives/verdict";

type Effect = EffectClaim & {
  id: string;
  kpiId: string;
  points: readonly EffectPoint[];
  targets: readonly { fromOn: IsoDate; bound: number }[];
  reached: "above" | "below";
  minimum: number | null;
  maximum: number | null;
  tested: EffectResult;
};

/** The valid bound on a day; null before the first. */
const boundOn = (targets: Effect["targets"], day: IsoDate): number | null => targets.findLast((t) => t.fromOn <= day)?.bound ?? null;

/** The sentence at the top of an initiative's page. */
export function sentenceOf(row: Omit<HealthInput, "effects"> & { effects: readonly Effect[]; health: Health }, today: IsoDate): string {
  const effects = row.effects.map((e): VerdictEffect => {
    const bound = boundOn(e.targets, today);
    const { fromOn, kpiName, unit, likely } = e;
    return {
      result: e.tested.result,
      earlierMean: e.tested.earlierMean,
      fromOn,
      kpiName,
      unit,
      likely,
      target: bound === null ? null : { bound, reached: e.reached },
    };
  });
  return verdictOf({ ...row, effects: row.effects.map((e) => e.tested) }, row.health, effects, today);
}

/** Each claimed effect with its picture; the chart is null if the KPI has no value. */
export function figuresOf(
  row: { dueOn: IsoDate; effects: readonly Effect[] },
  today: IsoDate,
): { id: string; kpiName: string; kpiHref: string; found: string; chart: EffectChart | null }[] {
  return row.effects.map((e) => ({
    id: e.id,
    kpiName: e.kpiName,
    kpiHref: `/kpis/${e.kpiId}`,
    found: e.tested.text,
    chart: prepareEffectChart({ ...e, earlierMean: e.tested.earlierMean, today, dueOn: row.dueOn }),
  }));
}
