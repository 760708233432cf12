import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { now } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { type AuditEntry, appendAudits } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { notifyKpis } from "@/lib/platform/live/notify";
import { refreshSummaries } from "../recompute/recompute";
import type { PastedRow, RecordMeasurementsInput } from "../schema";
import { type LockedKpi, lockKpi } from "./load";
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

/** What became of one value of a block. `current`: what the period says now. */
export type PastedResult = MeasurementKey &
  (
    | { outcome: "saved" | "same"; current: CurrentMeasurement }
    | { outcome: "conflict" | "refused"; message: string; current: CurrentMeasurement | null }
  );

type Judged = { row: PastedRow; before: MeasurementRow | null } & (
  | { outcome: "new" | "same" }
  | { outcome: "conflict" | "refused"; message: string }
);

/**
 * Records a block of values in one transaction: each is saved, or answered with the reason why not (changed by somebody meanwhile,
 * closed, not ended, outside what can occur), and those refused keep nothing of the others from being saved. Sent twice with the same
 * once-key it is recorded once. Throws NOT_FOUND or FORBIDDEN, saving nothing, when one of the KPIs may not be written.
 */
export async function recordMeasurements(viewer: Viewer, input: RecordMeasurementsInput): Promise<PastedResult[]> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    let first = false;
    await once(tx, viewer, "measurement.paste", input, async () => {
      first = true;
    });
    const kpis = new Map<string, LockedKpi>();
    // In one order whoever locks: two blocks over the same measures wait for each other, and do not deadlock.
    for (const id of [...new Set(input.rows.map((row) => row.kpiId))].sort())
      kpis.set(id, await lockKpi(sql, viewer, "measurement.record", id));
    const { calendar } = await getCompany(sql);
    const found = await currentValues(sql, input.rows);
    const judged = input.rows.map((row): Judged => {
      const before = found.current.get(measurementKey(row)) ?? null;
      const kpi = kpis.get(row.kpiId);
      if (kpi === undefined) throw new Error("a KPI of the block was not locked");
      return { row, before, ...judge(kpi, row, before, calendar, first) };
    });
    const fresh = judged.filter((j) => j.outcome === "new");
    const at = now();
    const versions = fresh.map(
      ({ row, before }): NewVersion => ({
        kpiId: row.kpiId,
        periodStart: row.periodStart,
        replaces: before?.id ?? null,
        version: (found.lastVersion.get(measurementKey(row)) ?? 0) + 1,
        value: row.value,
        state: "final",
        reason: null,
        note: null,
      }),
    );
    const changed = [...new Set(versions.map((v) => v.kpiId))];
    if (versions.length > 0) {
      await writeVersions(sql, viewer.personId, at, versions);
      await refreshSummaries(sql, changed, at);
    }
    await notifyKpis(sql, changed);
    await appendAudits(
      sql,
      viewer,
      fresh.flatMap(({ row, before }): AuditEntry[] => {
        const kpi = kpis.get(row.kpiId);
        if (kpi === undefined) return [];
        return [
          {
            action: before ? "measurement.correct" : "measurement.record",
            subject: { type: "kpi", id: kpi.id, name: kpi.name },
            departmentId: kpi.departmentId,
            before: before && snapshot(row.periodStart, before),
            after: snapshot(row.periodStart, { value: row.value, state: "final", reason: null }),
          },
        ];
      }),
    );
    const written = new Map(versions.map((v) => [measurementKey(v), v]));
    return judged.map((j): PastedResult => {
      const { kpiId, periodStart } = j.row;
      const version = written.get(measurementKey(j.row));
      if (version !== undefined) {
        const current = {
          version: version.version,
          value: version.value,
          state: version.state,
          reason: null,
          by: viewer.name,
          at: at.toISOString(),
        };
        return { kpiId, periodStart, outcome: "saved", current };
      }
      const current = j.before && publicPart(j.before);
      if (j.outcome === "conflict" || j.outcome === "refused")
        return { kpiId, periodStart, outcome: j.outcome, message: j.message, current };
      if (current === null) throw new Error("a value that is the same has a value");
      return { kpiId, periodStart, outcome: first ? "same" : "saved", current };
    });
  });
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
