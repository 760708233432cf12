import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { can } from "@/lib/platform/authz/policy";
import { readable } from "@/lib/platform/authz/readable";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import type { Sql } from "@/lib/platform/db/sql";
import { notifyKpis } from "@/lib/platform/live/notify";
import { refreshSummaries } from "../recompute/recompute";
import type { PastedRow, RecordMeasurementsInput } from "../schema";
import { findKpis, KPI, type LockedKpi } from "./load";
import {
  type CurrentMeasurement,
  checkPeriod,
  checkValue,
  conflict,
  currentValues,
  isLocked,
  type MeasurementKey,
  type MeasurementRow,
  measurementKey,
  type NewVersion,
  publicPart,
  snapshot,
  writeVersions,
} from "./measurement-rules";

/** The result for one value of a block. `current`: the period's current value. */
export type PastedResult = MeasurementKey &
  (
    | { outcome: "saved" | "same"; current: CurrentMeasurement }
    | { outcome: "conflict" | "refused"; message: string; current: CurrentMeasurement | null }
  );

type Judged = { row: PastedRow; before: MeasurementRow | null } & (
  | { outcome: "new" | "same" }
  | { outcome: "conflict" | "refused"; message: string }
);

/** The KPIs that a block writes to: all of them or none. */
type Block = { id: string; departmentId: null; kpis: Map<string, LockedKpi> };
const BLOCK: Entity<Block, readonly string[]> = {
  word: KPI.word,
  load: async (sql, viewer, ids, lock) => {
    const kpis = new Map((await findKpis(sql, ids, readable(viewer, "k"), lock)).map((kpi) => [kpi.id, kpi]));
    return kpis.size < ids.length ? undefined : { id: "", departmentId: null, kpis };
  },
  subjectOf: () => ({ type: "kpi", id: "", name: "" }),
  may: (viewer, verb, { kpis }) => [...kpis.values()].every((kpi) => can(viewer, verb, kpi)),
};

/**
 * Records a block of values in one transaction. Each value is saved or returned with the reason why not (changed by somebody meanwhile,
 * closed, not ended, impossible); refused values do not stop the others from being saved. Throws NOT_FOUND or FORBIDDEN, saving nothing, if
 * one of the KPIs may not be written.
 */
export const recordMeasurements = defineCommand({
  verb: "measurement.record",
  audit: "measurement.record",
  entity: BLOCK,
  at: (input: RecordMeasurementsInput) => [...new Set(input.rows.map((row) => row.kpiId))],
  guard: "key",
  again: async ({ sql, row, input }) => (await judgedIn(sql, row, input, false)).map(({ judged }) => answerOf(judged, "saved")),
  run: async ({ sql, viewer, row, input }) => {
    const all = await judgedIn(sql, row, input, true);
    const fresh = all.filter(({ judged }) => judged.outcome === "new");
    const at = now();
    const saved = { state: "final", reason: null };
    const versions = fresh.map(
      ({ judged: { row: pasted, before }, version }): NewVersion => ({
        ...{ kpiId: pasted.kpiId, periodStart: pasted.periodStart, value: pasted.value, ...saved },
        ...{ replaces: before?.id ?? null, version, note: null },
      }),
    );
    const changed = [...new Set(versions.map((v) => v.kpiId))];
    if (versions.length > 0) {
      await writeVersions(sql, viewer.personId, at, versions);
      await refreshSummaries(sql, changed, at);
    }
    await notifyKpis(sql, changed);
    return {
      all: fresh.map(({ kpi, judged: { row: pasted, before } }) => ({
        ...{ action: before ? "measurement.correct" : "measurement.record", subject: KPI.subjectOf(kpi), departmentId: kpi.departmentId },
        before: before && snapshot(pasted.periodStart, before),
        after: snapshot(pasted.periodStart, { value: pasted.value, ...saved }),
      })),
      answer: all.map(({ judged, version }): PastedResult => {
        if (judged.outcome !== "new") return answerOf(judged, "same");
        const { kpiId, periodStart, value } = judged.row;
        return { kpiId, periodStart, outcome: "saved", current: { version, value, ...saved, by: viewer.name, at: at.toISOString() } };
      }),
    };
  },
});

/**
 * Each row of the block with the current value of its period; `version` is the number of the next version. `first`: the block has not been
 * sent before.
 */
async function judgedIn(sql: Sql, { kpis }: Block, { rows }: RecordMeasurementsInput, first: boolean) {
  const { calendar } = await getCompany(sql);
  const found = await currentValues(sql, rows);
  return rows.map((row) => {
    const before = found.current.get(measurementKey(row)) ?? null;
    const kpi = kpis.get(row.kpiId);
    if (kpi === undefined) throw new Error("a KPI of the block was not locked");
    const judged: Judged = { row, before, ...judge(kpi, row, before, calendar, first) };
    return { kpi, judged, version: (found.lastVersion.get(measurementKey(row)) ?? 0) + 1 };
  });
}

/** The result for a row that is not written; `same`: the result if the period already has the sent value. */
function answerOf({ row: { kpiId, periodStart }, before, ...judged }: Judged, same: "same" | "saved"): PastedResult {
  const current = before && publicPart(before);
  if (judged.outcome === "conflict" || judged.outcome === "refused")
    return { kpiId, periodStart, outcome: judged.outcome, message: judged.message, current };
  if (current === null) throw new Error("a value that is the same has a value");
  return { kpiId, periodStart, outcome: same, current };
}

function judge(
  kpi: LockedKpi,
  row: PastedRow,
  before: MeasurementRow | null,
  calendar: FiscalCalendar,
  first: boolean,
): { outcome: "new" | "same" } | { outcome: "conflict" | "refused"; message: string } {
  try {
    const period = checkPeriod(kpi, row.periodStart, calendar);
    const value = checkValue(kpi, row.value);
    if (before !== null && before.value === value && before.state === "final") return { outcome: "same" };
    if (!first || (before?.version ?? 0) !== row.seenVersion) throw conflict(period, before);
    if (isLocked(kpi, row.periodStart, before, calendar))
      return { outcome: "refused", message: `${period} is closed: correct it on its own, with a reason.` };
    return { outcome: "new" };
  } catch (error) {
    if (error instanceof AppError && error.code === "CONFLICT") return { outcome: "conflict", message: error.message };
    if (error instanceof AppError && error.code === "INVALID") return { outcome: "refused", message: error.message };
    throw error;
  }
}
