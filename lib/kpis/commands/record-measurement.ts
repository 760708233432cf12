import "server-only";
import { appendAudit } from "@/lib/audit/write";
import type { Viewer } from "@/lib/auth/viewer";
import { periodLabel } from "@/lib/calendar/period-labels";
import { nextPeriod, periodOf } from "@/lib/calendar/periods";
import { now, today } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import { writing } from "@/lib/db/scope";
import { onTx, type Sql } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
import { refreshSummaries } from "../recompute";
import type { RecordMeasurementInput } from "../schema";
import { type LockedKpi, lockKpi } from "./load";

/** A current value as the person at the screen needs it to compare with what they typed. Decimals as plain strings. */
export type CurrentMeasurement = {
  version: number;
  value: string | null;
  state: string;
  reason: string | null;
  by: string | null;
  at: string;
};

type Row = CurrentMeasurement & { id: string };

/**
 * Records one period's value, or that there is none and why. A value that is already there is kept as an earlier version. Throws
 * CONFLICT with the current value when somebody else saved since the writer looked, INVALID for a period that has not ended, a
 * computed KPI, a value outside what can occur, or a correction without a reason.
 */
export async function recordMeasurement(viewer: Viewer, input: RecordMeasurementInput): Promise<CurrentMeasurement> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const kpi = await lockKpi(sql, viewer, "measurement.record", input.kpiId);
    const period = checkPeriod(kpi, input.periodStart);
    const value = input.state === "final" ? checkValue(kpi, input.value) : null;
    const before = await currentOf(sql, kpi.id, input.periodStart);
    if ((before?.version ?? 0) !== input.seenVersion) {
      const who = before?.by ?? "Somebody else";
      throw new AppError("CONFLICT", `${who} saved ${before?.value ?? "“not available”"} for ${period} in the meantime.`, {
        current: before && publicPart(before),
      });
    }
    const same =
      before && before.value === value && before.state === input.state && (input.state !== "missing" || before.reason === input.reason);
    if (same) return publicPart(before);
    if (before && before.value !== null && isLocked(kpi, input.periodStart) && input.reason === "")
      throw new AppError("INVALID", `${period} is closed. Say why it is corrected.`, { field: "reason" });

    const at = now();
    await sql.query(
      Prisma.sql`UPDATE measurement SET superseded_at = greatest(recorded_at, ${at}::timestamptz) WHERE id = ${before?.id ?? null}::bigint`,
    );
    await tx.measurement.create({
      data: {
        kpiId: kpi.id,
        periodStart: new Date(input.periodStart),
        value,
        state: input.state,
        reason: input.reason || null,
        note: input.note || null,
        version: (before?.version ?? 0) + 1,
        recordedById: viewer.personId,
        recordedAt: at,
      },
      select: { id: true },
    });
    await refreshSummaries(sql, [kpi.id], at);
    const snapshot = (m: { value: string | null; state: string; reason: string | null }) => ({
      period: input.periodStart,
      value: m.value,
      state: m.state,
      reason: m.reason || null,
    });
    await appendAudit(sql, viewer, {
      action: before ? "measurement.correct" : "measurement.record",
      subject: { type: "kpi", id: kpi.id, name: kpi.name },
      departmentId: kpi.departmentId,
      before: before && snapshot(before),
      after: snapshot({ value, state: input.state, reason: input.reason }),
    });
    return {
      version: (before?.version ?? 0) + 1,
      value,
      state: input.state,
      reason: input.reason || null,
      by: viewer.name,
      at: at.toISOString(),
    };
  });
}

function checkPeriod(kpi: LockedKpi, periodStart: string): string {
  if (kpi.source === "records" || kpi.source === "formula")
    throw new AppError("INVALID", "This KPI is computed; its values are not typed.");
  const period = periodOf(periodStart, kpi.frequency);
  if (period.start !== periodStart) throw new AppError("INVALID", "This is not the first day of a period.", { field: "periodStart" });
  const label = periodLabel(periodStart, kpi.frequency);
  if (period.end >= today()) throw new AppError("INVALID", `${label} has not ended yet.`, { field: "value" });
  return label;
}

function checkValue(kpi: LockedKpi, value: string): string {
  const number = Number(value);
  if (kpi.minimum !== null && number < Number(kpi.minimum))
    throw new AppError("INVALID", `This cannot be below ${kpi.minimum} ${kpi.unit}.`, { field: "value" });
  if (kpi.maximum !== null && number > Number(kpi.maximum))
    throw new AppError("INVALID", `This cannot be above ${kpi.maximum} ${kpi.unit}.`, { field: "value" });
  return value;
}

/** Only the last ended period is open; what lies before it is corrected, with a reason. */
const isLocked = (kpi: LockedKpi, periodStart: string) => nextPeriod(periodStart, kpi.frequency).end < today();

async function currentOf(sql: Sql, kpiId: string, periodStart: string): Promise<Row | null> {
  const [row] = await sql.query<Row>(Prisma.sql`
    SELECT m.id::text, m.version, trim_scale(m.value)::text AS value, m.state::text, m.reason, p.name AS by, to_json(m.recorded_at)#>>'{}' AS at
    FROM measurement m LEFT JOIN person p ON p.id = m.recorded_by_id
    WHERE m.kpi_id = ${kpiId}::uuid AND m.series = 'actual' AND m.period_start = ${periodStart}::date AND m.superseded_at IS NULL`);
  return row ?? null;
}

const publicPart = ({ id: _, ...rest }: Row): CurrentMeasurement => rest;
