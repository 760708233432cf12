import "server-only";
import type { LongMapping, WideMapping } from "@/lib/imports/mapping";
import { copied, dropRejected, moveRejects, rejectDuplicates, rejection } from "@/lib/imports/run/stage";
import { Prisma } from "@/lib/platform/db/client";
import { onClient, type Sql } from "@/lib/platform/db/sql";
import { kpisByCode } from "../kpi-index";
import type { Context, Prepared } from "../target";
import { longReader, wideReader } from "./measurement-row";

const DECIMALS = 10;

/**
 * Measurements, one per row or with periods as columns. KPI codes and periods are looked up while reading; versions are compared,
 * superseded and inserted by set-based statements. A value from numerator and denominator is their ratio, times 100 where the unit is %.
 */
export async function prepareMeasurements({ client, layout, at, open }: Context, mapping: LongMapping | WideMapping): Promise<Prepared> {
  const sql = onClient(client);
  const kpis = await kpisByCode(sql);
  const read = mapping.layout === "long" ? longReader(mapping, layout, kpis, open) : wideReader(mapping, layout, kpis, open);
  let leftOut = 0;
  await client.query(`CREATE TEMP TABLE import_stage (line int NOT NULL, kpi_id uuid, period_start date, series series, value numeric, numerator numeric,
    denominator numeric, state measurement_state, note text, reason text, "column" text, reject jsonb) ON COMMIT DROP`);
  await client.query(`CREATE TEMP TABLE import_ready (line int NOT NULL, kpi_id uuid NOT NULL, period_start date NOT NULL, series series NOT NULL, value numeric,
    numerator numeric, denominator numeric, state measurement_state NOT NULL, note text, reason text, current_id bigint, version int NOT NULL, what text NOT NULL) ON COMMIT DROP`);

  return {
    copy: `COPY import_stage (line, kpi_id, period_start, series, value, numerator, denominator, state, note, reason, "column", reject) FROM STDIN`,
    encode(row) {
      const { rows, problems } = read(row);
      let text = "";
      for (const p of problems) text += `${row.line}${"\t\\N".repeat(10)}\t${copied(rejection(p.column, p.value, p.reason))}\n`;
      if (text !== "") return text;
      if (rows.length === 0) leftOut++;
      for (const m of rows) {
        text += `${row.line}\t${m.kpiId}\t${m.period}\t${m.series}\t${m.value ?? "\\N"}\t${m.numerator ?? "\\N"}\t${m.denominator ?? "\\N"}\t${m.state}\t`;
        text += `${copied(m.note)}\t${copied(m.reason)}\t${copied(m.column)}\t\\N\n`;
      }
      return text;
    },
    async plan() {
      await moveRejects(client);
      await client.query("ANALYZE import_stage (line, kpi_id, period_start)");
      await rejectDuplicates(client, ["kpi_id", "series", "period_start"], "period", open ? undefined : []);
      await sql.query(Prisma.sql`UPDATE import_stage s SET value = round(numerator / denominator * CASE WHEN k.unit = '%' THEN 100 ELSE 1 END, ${DECIMALS}::int)
        FROM kpi k WHERE k.id = s.kpi_id AND s.value IS NULL AND s.state <> 'missing'`);
      await rejectOutOfRange(sql, open);
      await dropRejected(client, "import_stage");
      // Versions count on from whatever the period ever had, also where an undone import left no current one.
      await sql.query(Prisma.sql`
        INSERT INTO import_ready
        SELECT s.line, s.kpi_id, s.period_start, s.series, s.value, s.numerator, s.denominator, s.state, s.note, s.reason, m.id, coalesce(m.version, h.version, 0) + 1,
          CASE WHEN m.id IS NULL THEN 'new' WHEN (m.value, m.numerator, m.denominator, m.state, m.reason, m.note)
            IS NOT DISTINCT FROM (s.value, s.numerator, s.denominator, s.state, s.reason, s.note) THEN 'same' ELSE 'changed' END
        FROM import_stage s
        LEFT JOIN measurement m ON m.kpi_id = s.kpi_id AND m.series = s.series AND m.period_start = s.period_start AND m.superseded_at IS NULL
        LEFT JOIN (SELECT kpi_id, series, period_start, max(version) AS version FROM measurement
            WHERE superseded_at IS NOT NULL AND kpi_id IN (SELECT DISTINCT kpi_id FROM import_stage) GROUP BY 1, 2, 3) h
          ON h.kpi_id = s.kpi_id AND h.series = s.series AND h.period_start = s.period_start`);
    },
    leftOut: () => leftOut,
    async write(importId) {
      const changed = await sql.query<{ n: number }>(Prisma.sql`SELECT count(*)::int AS n FROM import_ready WHERE what = 'changed'`);
      // A clock that was set back must not let a version end before it began.
      if ((changed[0]?.n ?? 0) > 0)
        await sql.query(
          Prisma.sql`UPDATE measurement m SET superseded_at = greatest(m.recorded_at, ${at}::timestamptz) FROM import_ready n WHERE n.what = 'changed' AND m.id = n.current_id`,
        );
      await sql.query(Prisma.sql`
        INSERT INTO measurement (kpi_id, series, period_start, value, numerator, denominator, state, reason, note, version, import_id, recorded_at)
        SELECT n.kpi_id, n.series, n.period_start, n.value, n.numerator, n.denominator, n.state, n.reason, n.note, n.version, ${importId}::bigint,
          coalesce(m.superseded_at, ${at}::timestamptz)
        FROM import_ready n LEFT JOIN measurement m ON n.what = 'changed' AND m.id = n.current_id WHERE n.what <> 'same'`);
      const touched = await sql.query<{ kpi_id: string }>(Prisma.sql`SELECT DISTINCT kpi_id FROM import_ready WHERE what <> 'same'`);
      return { kpiIds: touched.map((row) => row.kpi_id) };
    },
  };
}

/** A KPI that has a smallest or largest possible value refuses what is beyond it, as typing it in would. Its unit and bounds are told to its readers. */
const rejectOutOfRange = (sql: Sql, open: boolean) =>
  sql.query(Prisma.sql`INSERT INTO import_rejects
    SELECT s.line, s."column", CASE WHEN ${open} OR s.numerator IS NULL THEN s.value::text ELSE s.numerator || ' / ' || s.denominator END,
      CASE WHEN NOT ${open} THEN 'it is outside what this KPI can have' ELSE CASE WHEN s.value < k.minimum THEN 'it is below ' || trim_scale(k.minimum) ELSE 'it is above ' || trim_scale(k.maximum) END
      || ', the ' || CASE WHEN s.value < k.minimum THEN 'smallest' ELSE 'largest' END || ' value ' || k.code || ' can have' END
    FROM import_stage s JOIN kpi k ON k.id = s.kpi_id WHERE s.value < k.minimum OR s.value > k.maximum`);
