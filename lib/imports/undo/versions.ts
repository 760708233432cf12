import "server-only";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
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

/** Its values are superseded; the version each had replaced comes back as a new one, so that "as known on" stays true for every day. */
export async function undoMeasurements(sql: Sql, importId: string, at: Date): Promise<Undone> {
  const id = Prisma.sql`${importId}::bigint`;
  await sql.query(
    Prisma.sql`CREATE TEMP TABLE undo_slot (kpi_id uuid, series series, period_start date, first int, began timestamptz) ON COMMIT DROP`,
  );
  // What recomputing had derived from the import carries its number too; it follows from the values and is recomputed.
  await sql.query(Prisma.sql`INSERT INTO undo_slot
    SELECT m.kpi_id, m.series, m.period_start, min(m.version), min(m.recorded_at) FROM measurement m JOIN kpi k ON k.id = m.kpi_id
    WHERE m.import_id = ${id} AND (m.series <> 'actual' OR k.source NOT IN ('records', 'formula')) GROUP BY 1, 2, 3`);
  await sql.query(Prisma.sql`CREATE TEMP TABLE undo_current (id bigint, kpi_id uuid, series series, period_start date, version int, first int, began timestamptz, ends timestamptz)
    ON COMMIT DROP`);
  await sql.query(Prisma.sql`ANALYZE undo_slot`);
  await sql.query(Prisma.sql`INSERT INTO undo_current
    SELECT c.id, c.kpi_id, c.series, c.period_start, c.version, s.first, s.began, greatest(c.recorded_at, ${at}::timestamptz(3))
    FROM undo_slot s JOIN measurement c USING (kpi_id, series, period_start) WHERE c.superseded_at IS NULL AND c.import_id = ${id}`);
  await sql.query(Prisma.sql`ANALYZE undo_current`);
  const later = await sql.query<{ n: number }>(
    Prisma.sql`SELECT (SELECT count(*) FROM undo_slot)::int - (SELECT count(*) FROM undo_current)::int AS n`,
  );
  if (later[0]?.n) throw replaced(later[0].n, "values");
  // The version it replaced is the one that ended at the instant its first version began; what an undone import had brought does not come back.
  await sql.query(Prisma.sql`CREATE TEMP TABLE undo_before (id bigint, version int, ends timestamptz) ON COMMIT DROP`);
  await sql.query(Prisma.sql`INSERT INTO undo_before
    SELECT DISTINCT ON (c.id) p.id, c.version + 1, c.ends FROM undo_current c JOIN measurement p USING (kpi_id, series, period_start)
    WHERE p.superseded_at = c.began AND p.version < c.first AND NOT EXISTS (SELECT FROM import i WHERE i.id = p.import_id AND i.state = 'undone')
    ORDER BY c.id, p.version DESC`);
  const [removed] = await sql.query<{
    n: number;
  }>(Prisma.sql`WITH gone AS (UPDATE measurement m SET superseded_at = c.ends FROM undo_current c WHERE m.id = c.id RETURNING 1)
    SELECT count(*)::int AS n FROM gone`);
  const [restored] = await sql.query<{ n: number }>(Prisma.sql`WITH back AS (
      INSERT INTO measurement (kpi_id, series, period_start, value, numerator, denominator, state, reason, note, version, recorded_by_id, import_id, recorded_at)
      SELECT p.kpi_id, p.series, p.period_start, p.value, p.numerator, p.denominator, p.state, p.reason, p.note, b.version, p.recorded_by_id, p.import_id, b.ends
      FROM undo_before b JOIN measurement p ON p.id = b.id RETURNING 1
    ) SELECT count(*)::int AS n FROM back`);
  const kpis = await sql.query<{ id: string }>(Prisma.sql`SELECT DISTINCT kpi_id AS id FROM undo_slot`);
  return { removed: removed?.n ?? 0, restored: restored?.n ?? 0, touched: { kpiIds: kpis.map((kpi) => kpi.id) } };
}

/** The same for targets, which count no versions: the one replaced ended at the instant the import's began. */
export async function undoTargets(sql: Sql, importId: string, at: Date): Promise<Undone> {
  const id = Prisma.sql`${importId}::bigint`;
  await sql.query(
    Prisma.sql`CREATE TEMP TABLE undo_slot ON COMMIT DROP AS SELECT kpi_id, from_on, min(id) AS first FROM target WHERE import_id = ${id} GROUP BY 1, 2`,
  );
  await sql.query(Prisma.sql`CREATE TEMP TABLE undo_current ON COMMIT DROP AS
    SELECT c.id, c.kpi_id, c.from_on, s.first, greatest(c.recorded_at, ${at}::timestamptz(3)) AS ends
    FROM undo_slot s JOIN target c ON c.kpi_id = s.kpi_id AND c.from_on = s.from_on AND c.superseded_at IS NULL AND c.import_id = ${id}`);
  const later = await sql.query<{ n: number }>(
    Prisma.sql`SELECT (SELECT count(*) FROM undo_slot)::int - (SELECT count(*) FROM undo_current)::int AS n`,
  );
  if (later[0]?.n) throw replaced(later[0].n, "targets");
  const removed = await sql.query<{ kpi_id: string }>(
    Prisma.sql`UPDATE target t SET superseded_at = c.ends FROM undo_current c WHERE t.id = c.id RETURNING t.kpi_id`,
  );
  const restored = await sql.query<{ n: number }>(Prisma.sql`WITH back AS (
      INSERT INTO target (kpi_id, from_on, floor, ceiling, stretch, reason, set_by_id, import_id, recorded_at)
      SELECT p.kpi_id, p.from_on, p.floor, p.ceiling, p.stretch, p.reason, p.set_by_id, p.import_id, c.ends
      FROM undo_current c JOIN target f ON f.id = c.first
      CROSS JOIN LATERAL (SELECT p.* FROM target p WHERE p.kpi_id = c.kpi_id AND p.from_on = c.from_on AND p.id < c.first ORDER BY p.id DESC LIMIT 1) p
      WHERE p.superseded_at = f.recorded_at AND NOT EXISTS (SELECT FROM import i WHERE i.id = p.import_id AND i.state = 'undone')
      RETURNING 1
    ) SELECT count(*)::int AS n FROM back`);
  return { removed: removed.length, restored: restored[0]?.n ?? 0, touched: { kpiIds: [...new Set(removed.map((row) => row.kpi_id))] } };
}
