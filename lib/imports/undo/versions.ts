import "server-only";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { Undone } from "./entities";

const replaced = (count: number, what: string) =>
  new AppError(
    "CONFLICT",
    `${count} of its ${what} ${count === 1 ? "was" : "were"} replaced since by a later import or a correction. Undo or correct that first; nothing was changed.`,
  );

/** Its records go, those it replaced are current again. */
export async function undoRecords(sql: Sql, importId: string): Promise<Undone> {
  const later = await sql.query<{ n: number }>(
    Prisma.sql`SELECT count(*)::int AS n FROM record WHERE import_id = ${importId}::bigint AND superseded_by_id <> ${importId}::bigint`,
  );
  if (later[0]?.n) throw replaced(later[0].n, "records");
  const removed = await sql.query<{ n: number }>(Prisma.sql`WITH gone AS (
      UPDATE record SET superseded_by_id = ${importId}::bigint WHERE import_id = ${importId}::bigint AND superseded_by_id IS NULL RETURNING record_kind_id
    ) SELECT count(*)::int AS n FROM gone`);
  const restored = await sql.query<{ n: number }>(Prisma.sql`WITH back AS (
      UPDATE record SET superseded_by_id = NULL WHERE superseded_by_id = ${importId}::bigint AND import_id <> ${importId}::bigint RETURNING 1
    ) SELECT count(*)::int AS n FROM back`);
  const kinds = await sql.query<{ id: number }>(
    Prisma.sql`SELECT DISTINCT record_kind_id AS id FROM record WHERE import_id = ${importId}::bigint`,
  );
  return { removed: removed[0]?.n ?? 0, restored: restored[0]?.n ?? 0, touched: { recordKindIds: kinds.map((kind) => kind.id) } };
}

type Outcome = { removed: number; restored: number; kpis: string[] };

/** Its values are superseded; the version each had replaced comes back as a new one, so that "as known on" stays true for every day. */
export async function undoMeasurements(sql: Sql, importId: string, at: Date): Promise<Undone> {
  const id = Prisma.sql`${importId}::bigint`;
  // What recomputing had derived from the import carries its number too; it follows from the values and is recomputed. One pass: joined with
  // itself, an import of which nobody has counted the rows yet would be compared row by row.
  const parts = Prisma.sql`slot AS MATERIALIZED (
      SELECT m.kpi_id, m.series, m.period_start, min(m.version) AS first, min(m.recorded_at) AS began,
        max(m.id) FILTER (WHERE m.superseded_at IS NULL) AS id, max(m.version) FILTER (WHERE m.superseded_at IS NULL) AS version,
        greatest(max(m.recorded_at) FILTER (WHERE m.superseded_at IS NULL), ${at}::timestamptz(3)) AS ends
      FROM measurement m JOIN kpi k ON k.id = m.kpi_id
      WHERE m.import_id = ${id} AND (m.series <> 'actual' OR k.source NOT IN ('records', 'formula')) GROUP BY 1, 2, 3)`;
  await refuseReplaced(sql, parts, "values");
  // The version it replaced is the one that ended at the instant its first version began; what an undone import had brought does not come back.
  // Every part sees what was current before; that the ones it brought end first is made sure by asking for their count.
  const [done] = await sql.query<Outcome>(Prisma.sql`
    WITH ${parts},
    earlier AS MATERIALIZED (
      SELECT DISTINCT ON (c.id) p.id, c.version + 1 AS version, c.ends FROM slot c JOIN measurement p USING (kpi_id, series, period_start)
      WHERE p.superseded_at = c.began AND p.version < c.first AND NOT EXISTS (SELECT FROM import i WHERE i.id = p.import_id AND i.state = 'undone')
      ORDER BY c.id, p.version DESC),
    gone AS (UPDATE measurement m SET superseded_at = c.ends FROM slot c WHERE m.id = c.id RETURNING 1),
    back AS (
      INSERT INTO measurement (kpi_id, series, period_start, value, numerator, denominator, state, reason, note, version, recorded_by_id, import_id, recorded_at)
      SELECT p.kpi_id, p.series, p.period_start, p.value, p.numerator, p.denominator, p.state, p.reason, p.note, b.version, p.recorded_by_id, p.import_id, b.ends
      FROM earlier b JOIN measurement p ON p.id = b.id WHERE (SELECT count(*) FROM gone) >= 0 RETURNING 1)
    SELECT (SELECT count(*) FROM gone)::int AS removed, (SELECT count(*) FROM back)::int AS restored,
      array(SELECT DISTINCT kpi_id::text FROM slot) AS kpis`);
  return undone(done);
}

/** The same for targets, which count no versions: the one replaced ended at the instant the import's began. */
export async function undoTargets(sql: Sql, importId: string, at: Date): Promise<Undone> {
  const id = Prisma.sql`${importId}::bigint`;
  const parts = Prisma.sql`slot AS MATERIALIZED (
      SELECT kpi_id, from_on, min(id) AS first, max(id) FILTER (WHERE superseded_at IS NULL) AS id,
        greatest(max(recorded_at) FILTER (WHERE superseded_at IS NULL), ${at}::timestamptz(3)) AS ends
      FROM target WHERE import_id = ${id} GROUP BY 1, 2)`;
  await refuseReplaced(sql, parts, "targets");
  const [done] = await sql.query<Outcome>(Prisma.sql`
    WITH ${parts},
    gone AS (UPDATE target t SET superseded_at = c.ends FROM slot c WHERE t.id = c.id RETURNING 1),
    back AS (
      INSERT INTO target (kpi_id, from_on, floor, ceiling, stretch, reason, set_by_id, import_id, recorded_at)
      SELECT p.kpi_id, p.from_on, p.floor, p.ceiling, p.stretch, p.reason, p.set_by_id, p.import_id, c.ends
      FROM slot c JOIN target f ON f.id = c.first
      CROSS JOIN LATERAL (SELECT p.* FROM target p WHERE p.kpi_id = c.kpi_id AND p.from_on = c.from_on AND p.id < c.first ORDER BY p.id DESC LIMIT 1) p
      WHERE p.superseded_at = f.recorded_at AND NOT EXISTS (SELECT FROM import i WHERE i.id = p.import_id AND i.state = 'undone')
        AND (SELECT count(*) FROM gone) >= 0
      RETURNING 1)
    SELECT (SELECT count(*) FROM gone)::int AS removed, (SELECT count(*) FROM back)::int AS restored,
      array(SELECT DISTINCT kpi_id::text FROM slot) AS kpis`);
  return undone(done);
}

/** Throws CONFLICT where something it brought no longer holds: then a slot has no current version of its. */
async function refuseReplaced(sql: Sql, parts: Prisma.Sql, what: string): Promise<void> {
  const [later] = await sql.query<{ n: number }>(Prisma.sql`WITH ${parts} SELECT count(*)::int AS n FROM slot WHERE id IS NULL`);
  if (later?.n) throw replaced(later.n, what);
}

const undone = (done: Outcome | undefined): Undone => ({
  removed: done?.removed ?? 0,
  restored: done?.restored ?? 0,
  touched: { kpiIds: done?.kpis ?? [] },
});
