import "server-only";
import { type Frequency, periodOf } from "@/lib/calendar/periods";
import { businessZone } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type Cell, type Table, type TableFilter, whole } from "@/lib/platform/entities/table";
import { Measure } from "../compute/measure";
import { drillDownRecords, type RecordMark } from "../drill-down";
import { asOfMoment } from "../queries/as-of";

type KpiHead = {
  id: string;
  code: string;
  name: string;
  unit: string;
  frequency: Frequency;
  departmentId: string;
  companyWide: boolean;
  recordKindId: number | null;
  measure: unknown;
  latestPeriod: string | null;
};

/** The KPI, if the viewer may read it. */
async function headOf(sql: Sql, viewer: Viewer, id: string | undefined): Promise<KpiHead | null> {
  if (id === undefined) return null;
  const [kpi] = await sql.query<KpiHead>(Prisma.sql`
    SELECT k.id::text, k.code, k.name, k.unit, k.frequency::text, k.department_id::text AS "departmentId", k.company_wide AS "companyWide",
      k.record_kind_id AS "recordKindId", k.measure, s.latest_period::text AS "latestPeriod"
    FROM kpi k LEFT JOIN kpi_summary s ON s.kpi_id = k.id WHERE k.id = ${id}::uuid AND k.archived_at IS NULL`);
  return kpi && can(viewer, "kpi.read", kpi) ? kpi : null;
}

const VALUE_COLUMNS = [
  "Row",
  "Date",
  "Value",
  "Unit",
  "Numerator",
  "Denominator",
  "At least",
  "At most",
  "State",
  "Version",
  "Recorded at",
  "By",
  "Replaced at",
  "Text",
];

/**
 * Everything recorded about one KPI: each version of each value, targets, annotations and comments, one row each; "Row" gives the type. As
 * known on a day: what was written by then. Null if the viewer may not read it.
 */
export function valuesTable(viewer: Viewer, input: TableFilter): Promise<Table | null> {
  return reading(viewer, async (tx) => {
    const kpi = await headOf(onTx(tx), viewer, input.kpi);
    return (
      kpi && {
        name: ["Values", kpi.code, kpi.name],
        subject: { type: "kpi", id: kpi.id, name: `${kpi.code} ${kpi.name}` },
        departmentId: kpi.departmentId,
        by: ["kpi", "asOf"],
        columns: VALUE_COLUMNS,
        read: whole(() => reading(viewer, (inner) => writtenOf(onTx(inner), kpi, input.asOf ?? null))),
      }
    );
  });
}

async function writtenOf(sql: Sql, kpi: KpiHead, asked: string | null): Promise<Cell[][]> {
  const at = asOfMoment(asked)?.at ?? "infinity";
  type Row = { cells: Cell[] };
  const instant = (column: Prisma.Sql) => Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  const replaced = Prisma.sql`CASE WHEN superseded_at <= ${at}::timestamptz THEN ${instant(Prisma.sql`superseded_at`)} END`;
  const rows = await sql.query<Row>(Prisma.sql`
    SELECT json_build_array(line, on_date, value, unit, numerator, denominator, floor, ceiling, state, version, recorded, by, replaced, text) AS cells FROM (
      SELECT 1 AS nth, 'value' AS line, m.period_start AS on_date, trim_scale(m.value)::text AS value, ${kpi.unit}::text AS unit, trim_scale(m.numerator)::text AS numerator,
        trim_scale(m.denominator)::text AS denominator, NULL::text AS floor, NULL::text AS ceiling, m.state::text AS state, m.version, ${instant(Prisma.sql`recorded_at`)} AS recorded,
        coalesce(p.name, i.file_name) AS by, ${replaced} AS replaced, concat_ws(' ', m.reason, m.note) AS text
      FROM measurement m LEFT JOIN person p ON p.id = m.recorded_by_id LEFT JOIN import i ON i.id = m.import_id
      WHERE m.kpi_id = ${kpi.id}::uuid AND m.series = 'actual' AND m.recorded_at <= ${at}::timestamptz
      UNION ALL SELECT 2, 'target', t.from_on, NULL, ${kpi.unit}::text, NULL, NULL, trim_scale(t.floor)::text, trim_scale(t.ceiling)::text, NULL, NULL, ${instant(Prisma.sql`recorded_at`)}, p.name, ${replaced}, t.reason
      FROM target t LEFT JOIN person p ON p.id = t.set_by_id WHERE t.kpi_id = ${kpi.id}::uuid AND t.recorded_at <= ${at}::timestamptz
      UNION ALL SELECT 3, 'annotation', a.on_date, NULL, NULL, NULL, NULL, NULL, NULL, a.kind::text, NULL, ${instant(Prisma.sql`a.created_at`)}, p.name, NULL, a.text
      FROM annotation a LEFT JOIN person p ON p.id = a.created_by_id
      WHERE (a.kpi_id = ${kpi.id}::uuid OR (a.kpi_id IS NULL AND a.department_id = ${kpi.departmentId}::uuid)) AND a.created_at <= ${at}::timestamptz
      UNION ALL SELECT 4, 'comment', (c.at AT TIME ZONE ${businessZone()})::date, NULL, NULL, NULL, NULL, NULL, NULL, CASE WHEN c.resolved_at <= ${at}::timestamptz THEN 'resolved' ELSE 'open' END, NULL,
        ${instant(Prisma.sql`c.at`)}, p.name, NULL, c.body
      FROM comment c JOIN person p ON p.id = c.author_id WHERE c.subject_type = 'kpi' AND c.subject_id = ${kpi.id}::uuid AND c.at <= ${at}::timestamptz) AS written
    ORDER BY nth, on_date, version, recorded`);
  return rows.map(({ cells }) => cells);
}

/** Each part sorts all records of the period, so that few parts are quicker. */
const RECORDS = 10_000;

/**
 * The records behind one period of a KPI, the latest period by default. Null for a KPI without records, and for one the viewer may not
 * read.
 */
export function recordsTable(viewer: Viewer, input: TableFilter): Promise<Table | null> {
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const kpi = await headOf(sql, viewer, input.kpi);
    const measure = Measure.safeParse(kpi?.measure);
    const start = input.period ?? kpi?.latestPeriod ?? null;
    if (!kpi || kpi.recordKindId === null || !measure.success || start === null) return null;
    const { calendar } = await getCompany(sql);
    const period = periodOf(start, kpi.frequency, calendar);
    const from = { recordKindId: kpi.recordKindId, measure: measure.data, departmentId: kpi.departmentId };
    const { columns } = await drillDownRecords(sql, from, period, 0);
    return {
      name: ["Records", kpi.code, period.start],
      subject: { type: "kpi", id: kpi.id, name: `${kpi.code} ${kpi.name}` },
      departmentId: kpi.departmentId,
      by: ["kpi", "period"],
      columns: ["Key", ...columns.map(({ label, unit }) => (unit === null ? label : `${label}, ${unit}`))],
      read: (after) =>
        reading(viewer, async (inner) => {
          const mark: RecordMark | null = after === null ? null : JSON.parse(after);
          const { records } = await drillDownRecords(onTx(inner), from, period, RECORDS, mark);
          const last = records.length < RECORDS ? undefined : records.at(-1);
          return {
            rows: records.map(({ key, cells }) => [key, ...cells]),
            next: last === undefined ? null : JSON.stringify({ rank: last.rank, key: last.key }),
          };
        }),
    };
  });
}
