import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { refreshSummaries } from "../recompute/recompute";
import type { RecordMeasurementInput } from "../schema";
import { KPI, type LockedKpi } from "./load";
import { checkValue, conflict, isLocked, periodOfKpi, publicPart, snapshot, writeVersions } from "./measurement-rules";

/** The value to store: null if there is none. Throws INVALID for an impossible value. */
const sentValue = (kpi: LockedKpi, input: RecordMeasurementInput) => (input.state === "final" ? checkValue(kpi, input.value) : null);

/**
 * Records one period's value, or that there is none and why. An existing value is kept as an earlier version. Throws CONFLICT with the
 * current value if somebody else saved since the writer looked, INVALID for a period that has not ended, a computed KPI, an impossible
 * value, or a correction without a reason.
 */
export const recordMeasurement = defineCommand({
  verb: "measurement.record",
  audit: "measurement.record",
  entity: KPI,
  at: (input: RecordMeasurementInput) => input.kpiId,
  guard: "key",
  plans: "kept",
  // Sent again because the answer was lost: the recorded value is still current, unless somebody has changed it since.
  again: async ({ sql, row: kpi, input }) => {
    const { period, before } = await periodOfKpi(sql, kpi, input);
    const value = sentValue(kpi, input);
    if (before === null || before.value !== value || before.state !== input.state) throw conflict(period, before);
    return publicPart(before);
  },
  run: async ({ sql, viewer, row: kpi, input }) => {
    const { period, before, version, calendar } = await periodOfKpi(sql, kpi, input);
    const value = sentValue(kpi, input);
    // If somebody saved the same value meanwhile, there is no conflict.
    const same =
      before && before.value === value && before.state === input.state && (input.state !== "missing" || before.reason === input.reason);
    if (same) return { silent: true, answer: publicPart(before) };
    if ((before?.version ?? 0) !== input.seenVersion) throw conflict(period, before);
    if (isLocked(kpi, input.periodStart, before, calendar) && input.reason === "")
      throw new AppError("INVALID", `${period} is closed. Give a reason for the correction.`, { field: "reason" });

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
