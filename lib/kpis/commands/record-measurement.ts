import "server-only";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Tx } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { refreshSummaries } from "../recompute/recompute";
import type { RecordMeasurementInput } from "../schema";
import { lockKpi } from "./load";
import {
  type CurrentMeasurement,
  checkPeriod,
  checkValue,
  conflict,
  currentValues,
  isLocked,
  measurementKey,
  publicPart,
  snapshot,
  writeVersions,
} from "./measurement-rules";

/**
 * Records one period's value, or that there is none and why. A value that is already there is kept as an earlier version. Sent twice
 * with the same once-key it is recorded once. Throws CONFLICT with the current value when somebody else saved since the writer looked,
 * INVALID for a period that has not ended, a computed KPI, a value outside what can occur, or a correction without a reason.
 */
export async function recordMeasurement(viewer: Viewer, input: RecordMeasurementInput): Promise<CurrentMeasurement> {
  return writing(viewer, (tx) => record(tx, viewer, input), "ReadCommitted", "kept");
}

async function record(tx: Tx, viewer: Viewer, input: RecordMeasurementInput): Promise<CurrentMeasurement> {
  const sql = onTx(tx);
  const kpi = await lockKpi(sql, viewer, "measurement.record", input.kpiId);
  const { calendar } = await getCompany(sql);
  const period = checkPeriod(kpi, input.periodStart, calendar);
  const value = input.state === "final" ? checkValue(kpi, input.value) : null;
  const found = await currentValues(sql, [input]);
  const before = found.current.get(measurementKey(input)) ?? null;
  const { onceKey } = input;
  if (onceKey !== undefined) {
    let first = false;
    await once(tx, viewer, "measurement.record", { ...input, onceKey }, async () => {
      first = true;
    });
    // Sent again after an answer that was lost: what it recorded stands, unless somebody has changed it since.
    if (!first && before !== null && before.value === value && before.state === input.state) return publicPart(before);
    if (!first) throw conflict(period, before);
  }
  // Somebody who saved the same meanwhile is nobody to disagree with.
  const same =
    before && before.value === value && before.state === input.state && (input.state !== "missing" || before.reason === input.reason);
  if (same) return publicPart(before);
  if ((before?.version ?? 0) !== input.seenVersion) throw conflict(period, before);
  if (isLocked(kpi, input.periodStart, before, calendar) && input.reason === "")
    throw new AppError("INVALID", `${period} is closed. Say why it is corrected.`, { field: "reason" });

  const at = now();
  const saved = { value, state: input.state, reason: input.reason || null };
  const version = (found.lastVersion.get(measurementKey(input)) ?? 0) + 1;
  const { kpiId, periodStart } = input;
  const replaces = before?.id ?? null;
  await writeVersions(sql, viewer.personId, at, [{ kpiId, periodStart, replaces, version, ...saved, note: input.note || null }]);
  await refreshSummaries(sql, [kpi.id], at, calendar);
  await appendAudit(sql, viewer, {
    action: before ? "measurement.correct" : "measurement.record",
    subject: { type: "kpi", id: kpi.id, name: kpi.name },
    departmentId: kpi.departmentId,
    before: before && snapshot(periodStart, before),
    after: snapshot(periodStart, saved),
  });
  return { version, ...saved, by: viewer.name, at: at.toISOString() };
}
