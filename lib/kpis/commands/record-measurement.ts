import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Sql } from "@/lib/platform/db/sql";
import { refreshSummaries } from "../recompute/recompute";
import type { RecordMeasurementInput } from "../schema";
import { KPI, type LockedKpi } from "./load";
import {
  checkPeriod,
  checkValue,
  conflict,
  currentValues,
  isLocked,
  type MeasurementRow,
  measurementKey,
  publicPart,
  snapshot,
  writeVersions,
} from "./measurement-rules";

type Found = { period: string; value: string | null; before: MeasurementRow | null; version: number; calendar: FiscalCalendar };

/** What is sent beside what the period says now; `version` is that of the next. Throws INVALID for what cannot be recorded. */
async function found(sql: Sql, kpi: LockedKpi, input: RecordMeasurementInput): Promise<Found> {
  const { calendar } = await getCompany(sql);
  const period = checkPeriod(kpi, input.periodStart, calendar);
  const value = input.state === "final" ? checkValue(kpi, input.value) : null;
  const { current, lastVersion } = await currentValues(sql, [input]);
  const key = measurementKey(input);
  return { period, value, before: current.get(key) ?? null, version: (lastVersion.get(key) ?? 0) + 1, calendar };
}

/**
 * Records one period's value, or that there is none and why. A value that is already there is kept as an earlier version. Throws CONFLICT with
 * the current value when somebody else saved since the writer looked, INVALID for a period that has not ended, a computed KPI, a value outside
 * what can occur, or a correction without a reason.
 */
export const recordMeasurement = defineCommand({
  verb: "measurement.record",
  audit: "measurement.record",
  entity: KPI,
  at: (input: RecordMeasurementInput) => input.kpiId,
  guard: "once",
  plans: "kept",
  // Sent again after an answer that was lost: what it recorded stands, unless somebody has changed it since.
  again: async ({ sql, row: kpi, input }) => {
    const { period, value, before } = await found(sql, kpi, input);
    if (before === null || before.value !== value || before.state !== input.state) throw conflict(period, before);
    return publicPart(before);
  },
  run: async ({ sql, viewer, row: kpi, input }) => {
    const { period, value, before, version, calendar } = await found(sql, kpi, input);
    // Somebody who saved the same meanwhile is nobody to disagree with.
    const same =
      before && before.value === value && before.state === input.state && (input.state !== "missing" || before.reason === input.reason);
    if (same) return { silent: true, answer: publicPart(before) };
    if ((before?.version ?? 0) !== input.seenVersion) throw conflict(period, before);
    if (isLocked(kpi, input.periodStart, before, calendar) && input.reason === "")
      throw new AppError("INVALID", `${period} is closed. Say why it is corrected.`, { field: "reason" });

    const at = now();
    const saved = { value, state: input.state, reason: input.reason || null };
    const { kpiId, periodStart } = input;
    const replaces = before?.id ?? null;
    await writeVersions(sql, viewer.personId, at, [{ kpiId, periodStart, replaces, version, ...saved, note: input.note || null }]);
    await refreshSummaries(sql, [kpi.id], at, calendar);
    return {
      action: before ? "measurement.correct" : "measurement.record",
      before: before && snapshot(periodStart, before),
      after: snapshot(periodStart, saved),
      answer: { version, ...saved, by: viewer.name, at: at.toISOString() },
    };
  },
});
