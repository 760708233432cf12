import type { KpiRow } from "@/lib/charts/view";
import { formatValue, formatValueText } from "@/lib/format";

/** Over all KPIs, listed or not. `reported`: have a value and are not late; `stale`: late, whatever their status. */
export type VerdictCounts = {
  total: number;
  reported: number;
  offTrack: number;
  watch: number;
  onTrack: number;
  stale: number;
  noData: number;
};

export const VERDICT_WORDS = 30;

/**
 * Replaces the verdict for somebody without a role that reads figures: "nothing is measured" would claim something about figures they may
 * not see.
 */
export const NO_FIGURES = "None of your roles can read figures. An administrator gives roles under People and access.";

/**
 * The one or two sentences at the top of an area, a department or the company, by rule: what happened to the KPI that needs attention most,
 * how many are like it, what cannot be judged. At most 30 words; every claim is a count, a value or a signal. `rows`: the KPIs by need,
 * possibly only the first of them. If less than half reported: no verdict, only what is missing. If no KPI is worsening or missing its
 * target: a good day, stated as such.
 */
export function verdictOf(name: string, rows: readonly KpiRow[], counts: VerdictCounts): string {
  if (counts.total === 0) return `Nothing is measured here yet: no KPI of ${name} is defined.`;
  if (counts.reported * 2 < counts.total) return notEnough(rows, counts);
  const judged = rows.filter((row) => row.staleDays === null && row.status !== "no-data");
  const worsening = judged.filter((row) => row.variation === "worsening");
  const worst = judged.find((row) => row.status === "off-track") ?? worsening[0];
  if (worst === undefined && counts.offTrack === 0) return join([quiet(rows, counts), unjudged(counts)]);
  const what = worst && happened(worst);
  const pattern = patternOf(worsening.length, rows.length >= counts.total, counts);
  const missing = unjudged(counts);
  // The name of a KPI can be too long: then only the counts are shown.
  const fitting = [[what, pattern, missing], [what, pattern], [what], [pattern, missing]].find(
    (parts) => wordsOf(join(parts)) <= VERDICT_WORDS && parts[0] !== undefined,
  );
  return join(fitting ?? [pattern]);
}

const join = (parts: readonly (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== "").join(" ");
export const wordsOf = (sentence: string): number => sentence.split(/\s+/).filter((word) => word !== "").length;
const measures = (count: number) => (count === 1 ? "1 measure" : `${count} measures`);

function notEnough(rows: readonly KpiRow[], { total, reported, stale, noData }: VerdictCounts): string {
  const oldest = Math.max(0, ...rows.map((row) => row.staleDays ?? 0));
  const late =
    stale === 0
      ? ""
      : `${stale} ${stale === 1 ? "is" : "are"} late${oldest > 0 ? `, the oldest ${oldest} ${oldest === 1 ? "day" : "days"}` : ""}`;
  const without = noData === 0 ? "" : `${noData} ${noData === 1 ? "has" : "have"} no value`;
  const why = [late, without].filter((part) => part !== "").join("; ");
  return `Not enough to say: ${reported} of ${measures(total)} ${reported === 1 ? "is" : "are"} reported${why === "" ? "" : `; ${why}`}.`;
}

/** "on 1 June", "in the week of 26 May", "in May". */
const IN: Record<string, string> = { day: "on", week: "in the" };

/** What happened to one KPI, compared with its usual range if it has a signal, otherwise with its target. */
function happened(row: KpiRow): string {
  const unit = row.fullUnit ?? row.unit;
  const value = `${formatValueText(row.latest, unit)} ${IN[row.frequency] ?? "in"} ${row.latestPeriodLabel}`;
  if (row.variation === "worsening" && row.latest !== null && row.lower !== null && row.upper !== null) {
    const range = `${formatValue(row.lower, unit).text} to ${formatValue(row.upper, unit).text}`;
    if (row.latest < row.lower) return `${row.name} is ${value}, below its usual ${range}.`;
    if (row.latest > row.upper) return `${row.name} is ${value}, above its usual ${range}.`;
    return `${row.name} is worsening: ${value}, usual range ${range}.`;
  }
  return `${row.name} misses its target: ${value} against ${row.targetText}.`;
}

/** @param all whether `rows` is complete: only then does "none" mean none. */
function patternOf(worsening: number, all: boolean, { total, offTrack }: VerdictCounts): string {
  const off = `${offTrack} of ${measures(total)} ${offTrack === 1 ? "is" : "are"} off track`;
  if (offTrack === 0) return `${worsening} of ${measures(total)} ${worsening === 1 ? "is" : "are"} worsening, none off track.`;
  return worsening > 0 ? `${off}, ${worsening} worsening.` : `${off}${all ? ", none worsening" : ""}.`;
}

const unjudged = ({ stale, noData }: VerdictCounts): string => (stale + noData === 0 ? "" : `${stale + noData} cannot be judged.`);

function quiet(rows: readonly KpiRow[], { total, watch, onTrack, stale }: VerdictCounts): string {
  if (watch > 0)
    return `${watch} of ${measures(total)} ${watch === 1 ? "is" : "are"} on watch, none off track${rows.length < total ? "" : ", none worsening"}.`;
  const reach = onTrack === 0 ? "" : `${onTrack} ${onTrack === 1 ? "reaches" : "reach"} ${onTrack === 1 ? "its" : "their"} target`;
  const ranged = rows.filter((row) => row.staleDays === null && row.variation !== "not-judged" && row.status !== "no-data");
  const inside = ranged.filter((row) => row.variation === "common-cause").length;
  // If there are many, only the first rows are here: a count of them would not be the count of all.
  if (rows.length < total || ranged.length === 0)
    return `${stale > 0 ? "N" : "No action needed: n"}o measure is off track${reach === "" ? "" : `, and ${reach}`}.`;
  const said = `${inside} of ${measures(ranged.length)} with limits ${inside === 1 ? "is" : "are"} inside the usual range`;
  return `${stale > 0 ? said.charAt(0).toUpperCase() + said.slice(1) : `No action needed: ${said}`}${reach === "" ? "" : ` and ${reach}`}.`;
}
