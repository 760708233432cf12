import "server-only";
import type { PoolClient } from "pg";
import { addDays, type IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { type Frequency, lastClosedPeriod, previousPeriod } from "@/lib/calendar/periods";
import { dayOf } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import { onClient, type Sql } from "@/lib/platform/db/sql";
import type { Aggregation } from "../compute/aggregate";
import { materialiseFacts, periodsOf } from "../compute/compute";
import { seriesSql } from "../compute/compute-series-sql";
import { fieldsOf } from "../compute/compute-sql";
import { Measure } from "../compute/measure";
import { dueOf } from "../summary/status";
import { computeFormulas, linkFormulas } from "./recompute-formulas";
import { departmentTree, newVersions } from "./recompute-store";
import { writeSummaries } from "./recompute-summaries";

/** What changed: KPIs with new values, definitions, targets or annotations; kinds with new records; or everything. */
export type Touched = { kpiIds?: readonly string[]; recordKindIds?: readonly number[]; all?: boolean };

export type KpiToCompute = {
  id: string;
  code: string;
  departmentId: string;
  source: "manual" | "imported" | "records" | "formula";
  frequency: Frequency;
  aggregation: Aggregation;
  dueDays: number;
  dueWorkingDays: boolean;
  /** No period before the one containing this day is computed from records. */
  startsOn: IsoDate | null;
  recordKindId: number | null;
  measure: unknown;
  formula: string | null;
};

const COLUMNS = Prisma.sql`k.id::text, k.code, k.department_id::text AS "departmentId", k.source::text, k.frequency::text, k.aggregation::text,
  k.due_days AS "dueDays", k.due_working_days AS "dueWorkingDays", k.starts_on::text AS "startsOn", k.record_kind_id AS "recordKindId", k.measure, k.formula`;

/**
 * Updates everything that depends on the change, in the caller's transaction: KPIs computed from records (new versions only where something
 * differs; a period no longer computed is superseded), then every formula downstream, inputs first, then summaries and signals. `at`: now;
 * `importId`: stored with the new versions. Runs as the installation, whoever the caller is, because figures of other departments may
 * depend on the change too. Returns how many versions and summaries it wrote. Throws INVALID, naming the KPI, for a definition that cannot
 * be computed.
 */
export function recompute(
  client: PoolClient,
  what: Touched,
  at: Date,
  importId: bigint | null = null,
): Promise<{ measurements: number; summaries: number }> {
  return recomputeOn(onClient(client), what, at, importId);
}

/** `recompute` in any kind of transaction. */
export function recomputeOn(
  sql: Sql,
  what: Touched,
  at: Date,
  importId: bigint | null = null,
): Promise<{ measurements: number; summaries: number }> {
  return asInstallation(sql, async () => {
    const touched = await sql.query<KpiToCompute>(
      Prisma.sql`SELECT ${COLUMNS} FROM kpi k WHERE ${matching(what)} ORDER BY k.id FOR NO KEY UPDATE`,
    );
    const { calendar } = await getCompany(sql);
    const day = dayOf(at);
    await linkFormulas(
      sql,
      touched.filter((kpi) => kpi.source === "formula"),
    );
    const measured = await recomputeFromRecords(
      sql,
      touched.filter((kpi) => kpi.source === "records"),
      { day, at, importId, calendar },
    );
    const { ids, measurements } = await recomputeDownstream(sql, touched, { day, at, importId, calendar });
    const summaries = await writeSummaries(sql, ids, at, calendar);
    return { measurements: measured + measurements, summaries };
  });
}

/**
 * After single entries, a target or an annotation: updates the formulas downstream of these KPIs, then the summaries and signals of all of
 * them. In the caller's transaction, as the installation. `known`: the company's calendar, if the caller has read it. Returns how many
 * summaries it wrote.
 */
export function refreshSummaries(sql: Sql, kpiIds: readonly string[], at: Date, known?: FiscalCalendar): Promise<number> {
  return asInstallation(
    sql,
    async () => {
      const calendar = known ?? (await getCompany(sql)).calendar;
      const changed = kpiIds.map((id) => ({ id }));
      const { ids } = await recomputeDownstream(sql, changed, { day: dayOf(at), at, importId: null, calendar });
      return writeSummaries(sql, ids, at, calendar);
    },
    "kept",
  );
}

function matching({ kpiIds = [], recordKindIds = [], all = false }: Touched): Prisma.Sql {
  if (all) return Prisma.sql`true`;
  return Prisma.sql`(k.id = ANY (${[...kpiIds]}::uuid[]) OR (k.source = 'records' AND k.record_kind_id = ANY (${[...recordKindIds]}::int[])))`;
}

/** A series without periods. */
const NOTHING = Prisma.sql`SELECT NULL::date AS period_start, NULL::numeric AS numerator, NULL::numeric AS denominator, NULL::numeric AS value WHERE false`;

type Moment = { day: IsoDate; at: Date; importId: bigint | null; calendar: FiscalCalendar };

/** Reads what all KPIs of a kind's records share once, then runs one statement per KPI. */
async function recomputeFromRecords(sql: Sql, kpis: readonly KpiToCompute[], moment: Moment): Promise<number> {
  if (kpis.length === 0) return 0;
  const departments = await departmentTree(sql);
  let written = 0;
  for (const [kindId, own] of Map.groupBy(kpis, (kpi) => kpi.recordKindId ?? 0)) {
    const measured = own.map((kpi) => ({ kpi, measure: measureOf(kpi) }));
    const facts = await materialiseFacts(
      sql,
      kindId,
      measured.flatMap(({ measure }) => fieldsOf(measure)),
    );
    for (const { kpi, measure } of measured) {
      const inside = facts.byDepartment ? departments.below(kpi.departmentId) : null;
      const to = lastClosedPeriod(moment.day, kpi.frequency, moment.calendar).end;
      try {
        const periods = await periodsOf(sql, facts, measure, kpi.frequency, {
          to,
          calendar: moment.calendar,
          ...(kpi.startsOn !== null && { from: kpi.startsOn }),
          ...(inside && { departmentIds: inside }),
        });
        const series = periods.length === 0 ? NOTHING : seriesSql(facts.with(fieldsOf(measure)), facts.fields, measure, periods, inside);
        written += await newVersions(
          sql,
          [kpi.id],
          moment.at,
          moment.importId,
          Prisma.sql`SELECT ${kpi.id}::uuid AS kpi_id, s.*, (CASE WHEN period_start >= ${provisionalFrom(kpi, moment)}::date THEN 'provisional' ELSE 'final' END)::measurement_state AS state
            FROM (${series}) AS s`,
        );
      } catch (error) {
        throw error instanceof AppError ? new AppError(error.code, `${kpi.code}: ${error.message}`, { field: "measure" }) : error;
      }
    }
  }
  return written;
}

function measureOf(kpi: KpiToCompute): Measure {
  const parsed = Measure.safeParse(kpi.measure);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError("INVALID", `${kpi.code}: its measure cannot be read (${issue?.path.join(".") || "the whole"}: ${issue?.message}).`, {
    field: "measure",
  });
}

/**
 * Start of the first provisional period. A period stays provisional until its due date has passed, because records keep arriving until
 * then.
 */
function provisionalFrom(kpi: KpiToCompute, { day, calendar }: Moment): IsoDate {
  let period = lastClosedPeriod(day, kpi.frequency, calendar);
  let from = addDays(period.end, 1);
  while (dueOf(kpi, period.end) >= day) {
    from = period.start;
    period = previousPeriod(period.start, kpi.frequency, calendar);
  }
  return from;
}

/** Recomputes the formulas downstream of `touched` (and those in it). `ids`: all KPIs whose summary has to be updated. */
async function recomputeDownstream(
  sql: Sql,
  touched: readonly { id: string }[],
  moment: Moment,
): Promise<{ ids: string[]; measurements: number }> {
  const start = touched.map((kpi) => kpi.id);
  // Locked in one order: otherwise two entries that feed one formula would each compute it without the other.
  const formulas = await sql.query<KpiToCompute>(Prisma.sql`
    WITH RECURSIVE down (id) AS (SELECT * FROM unnest(${start}::uuid[]) UNION SELECT f.output_id FROM formula_input f JOIN down ON down.id = f.input_id)
    SELECT ${COLUMNS} FROM kpi k WHERE k.id IN (SELECT id FROM down) AND k.source = 'formula' ORDER BY k.id FOR NO KEY UPDATE`);
  if (formulas.length === 0) return { ids: start, measurements: 0 };
  const points = await computeFormulas(sql, formulas, moment.calendar);
  const limits = new Map(
    formulas.map((kpi) => [
      kpi.id,
      { last: lastClosedPeriod(moment.day, kpi.frequency, moment.calendar).start, provisional: provisionalFrom(kpi, moment) },
    ]),
  );
  const rows = points.flatMap((point) => {
    const limit = limits.get(point.kpiId);
    return limit === undefined || point.period > limit.last
      ? []
      : [{ ...point, state: point.period >= limit.provisional ? "provisional" : "final" }];
  });
  const measurements = await newVersions(
    sql,
    formulas.map((kpi) => kpi.id),
    moment.at,
    moment.importId,
    Prisma.sql`SELECT kpi_id, period_start, numerator::numeric(30, 10), denominator::numeric(30, 10), value::numeric(30, 10), state::measurement_state
      FROM unnest(${rows.map((r) => r.kpiId)}::uuid[], ${rows.map((r) => r.period)}::date[], ${rows.map((r) => r.numerator)}::numeric[],
        ${rows.map((r) => r.denominator)}::numeric[], ${rows.map((r) => r.value)}::numeric[], ${rows.map((r) => r.state)}::text[])
        AS u (kpi_id, period_start, numerator, denominator, value, state)`,
  );
  return { ids: [...new Set([...start, ...formulas.map((kpi) => kpi.id)])], measurements };
}
