import "server-only";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { nextPeriod, periodOf } from "@/lib/calendar/periods";
import { today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { LockedKpi } from "./load";

/** The current value, for comparing it with the typed one on screen. Decimals as plain strings. */
export type CurrentMeasurement = {
  version: number;
  value: string | null;
  state: string;
  reason: string | null;
  by: string | null;
  at: string;
};
export type MeasurementRow = CurrentMeasurement & { id: string; byId: string | null };
export type MeasurementKey = { kpiId: string; periodStart: string };

export const publicPart = ({ version, value, state, reason, by, at }: MeasurementRow): CurrentMeasurement => ({
  version,
  value,
  state,
  reason,
  by,
  at,
});

/** A value as stored in the audit log. */
export const snapshot = (period: string, m: { value: string | null; state: string; reason: string | null }) => ({
  period,
  value: m.value,
  state: m.state,
  reason: m.reason || null,
});

/** The name of the period. Throws INVALID for a computed KPI, a date that does not start a period, and a period that has not ended. */
export function checkPeriod(kpi: LockedKpi, periodStart: string, calendar: FiscalCalendar): string {
  if (kpi.source === "records" || kpi.source === "formula")
    throw new AppError("INVALID", "This KPI is computed; its values cannot be entered.");
  const period = periodOf(periodStart, kpi.frequency, calendar);
  if (period.start !== periodStart) throw new AppError("INVALID", "This is not the first day of a period.", { field: "periodStart" });
  const label = periodLabel(periodStart, kpi.frequency, calendar);
  if (period.end >= today()) throw new AppError("INVALID", `${label} has not ended yet.`, { field: "value" });
  return label;
}

/** Throws INVALID for an impossible value. */
export function checkValue(kpi: LockedKpi, value: string): string {
  const number = Number(value);
  if (kpi.minimum !== null && number < Number(kpi.minimum))
    throw new AppError("INVALID", `This cannot be below ${kpi.minimum} ${kpi.unit}.`, { field: "value" });
  if (kpi.maximum !== null && number > Number(kpi.maximum))
    throw new AppError("INVALID", `This cannot be above ${kpi.maximum} ${kpi.unit}.`, { field: "value" });
  return value;
}

/**
 * Whether a change needs a reason: true for a final value of a period before the last ended one. Provisional values are expected to change.
 */
export const isLocked = (kpi: LockedKpi, periodStart: string, before: CurrentMeasurement | null, calendar: FiscalCalendar): boolean =>
  before !== null &&
  before.value !== null &&
  before.state !== "provisional" &&
  nextPeriod(periodStart, kpi.frequency, calendar).end < today();

/** The current values of these periods, and the highest version each has ever had, by "kpiId periodStart". */
export async function currentValues(
  sql: Sql,
  keys: readonly MeasurementKey[],
): Promise<{ current: Map<string, MeasurementRow>; lastVersion: Map<string, number> }> {
  type Row = MeasurementRow & MeasurementKey & { isCurrent: boolean };
  const rows = await sql.query<Row>(Prisma.sql`
    SELECT m.id::text, m.kpi_id::text AS "kpiId", m.period_start::text AS "periodStart", m.version, trim_scale(m.value)::text AS value,
      m.state::text, m.reason, p.name AS by, m.recorded_by_id::text AS "byId", to_json(m.recorded_at)#>>'{}' AS at, m.superseded_at IS NULL AS "isCurrent"
    FROM unnest(${keys.map((k) => k.kpiId)}::uuid[], ${keys.map((k) => k.periodStart)}::date[]) AS wanted (kpi_id, period_start)
    -- In two halves, each of which has its own partial index: together they would be looked for in the whole table.
    JOIN LATERAL (
      SELECT * FROM measurement c WHERE c.kpi_id = wanted.kpi_id AND c.period_start = wanted.period_start AND c.series = 'actual' AND c.superseded_at IS NULL
      UNION ALL
      SELECT * FROM measurement h WHERE h.kpi_id = wanted.kpi_id AND h.period_start = wanted.period_start AND h.series = 'actual' AND h.superseded_at IS NOT NULL
    ) m ON true
    LEFT JOIN person p ON p.id = m.recorded_by_id`);
  const current = new Map<string, MeasurementRow>();
  const lastVersion = new Map<string, number>();
  for (const row of rows) {
    const key = measurementKey(row);
    lastVersion.set(key, Math.max(lastVersion.get(key) ?? 0, row.version));
    if (row.isCurrent) current.set(key, row);
  }
  return { current, lastVersion };
}

export const measurementKey = ({ kpiId, periodStart }: MeasurementKey): string => `${kpiId} ${periodStart}`;

export type NewVersion = MeasurementKey & {
  /** The version it replaces. */
  replaces: string | null;
  version: number;
  value: string | null;
  state: string;
  reason: string | null;
  note: string | null;
};

/** Supersedes the replaced versions and adds the new ones, in two statements whatever their number. */
export async function writeVersions(sql: Sql, personId: string, at: Date, versions: readonly NewVersion[]): Promise<void> {
  await supersede(
    sql,
    versions.flatMap((v) => (v.replaces === null ? [] : [v.replaces])),
    at,
  );
  await sql.query(Prisma.sql`
    INSERT INTO measurement (kpi_id, period_start, value, state, reason, note, version, recorded_by_id, recorded_at)
    SELECT v."kpiId", v."periodStart", v.value, v.state::measurement_state, v.reason, v.note, v.version, ${personId}::uuid, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb)
      AS v ("kpiId" uuid, "periodStart" date, value numeric, state text, reason text, note text, version int)`);
}

export async function supersede(sql: Sql, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await sql.query(
    Prisma.sql`UPDATE measurement SET superseded_at = greatest(recorded_at, ${at}::timestamptz) WHERE id = ANY (${[...ids]}::bigint[])`,
  );
}

/** The answer to a writer who has not seen somebody else's later save: who saved what. */
export function conflict(period: string, before: MeasurementRow | null): AppError {
  const who = before?.by ?? "Somebody else";
  return new AppError("CONFLICT", `${who} saved ${before?.value ?? "“not available”"} for ${period} in the meantime.`, {
    current: before && publicPart(before),
  });
}

/**
 * The current value of one period, with its name and the calendar; `version` is the number of the next version. Throws as `checkPeriod`.
 */
export async function periodOfKpi(sql: Sql, kpi: LockedKpi, key: MeasurementKey) {
  const { calendar } = await getCompany(sql);
  const period = checkPeriod(kpi, key.periodStart, calendar);
  const { current, lastVersion } = await currentValues(sql, [key]);
  const at = measurementKey(key);
  return { calendar, period, before: current.get(at) ?? null, version: (lastVersion.get(at) ?? 0) + 1 };
}
