import "server-only";
import { businessZone } from "@/lib/clock";
import { initiativeIsVisible } from "@/lib/initiatives/rows/queries";
import { readableKpi } from "@/lib/platform/authz/readable";
import { readersOf } from "@/lib/platform/authz/readers";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** At most so many are told. */
const TOLD = 100;

type Decision = { id: string; departmentId: string; ownerId: string; askedById: string };
export type Person = { id: string; name: string };

/**
 * Those a decision concerns: whoever asked, commented or was named in a comment, and the owners of the KPIs and initiatives it is about, as
 * far as the viewer may read these. Only who may read the decision, and not the viewer.
 */
export async function concernedBy(sql: Sql, viewer: Viewer, row: Decision): Promise<Person[]> {
  const id = Prisma.sql`${row.id}::uuid`;
  const rows = await sql.query<{ id: string }>(Prisma.sql`
    SELECT c.id::text FROM (
      SELECT ${row.askedById}::uuid AS id UNION SELECT ${row.ownerId}::uuid
      UNION SELECT x.author_id FROM comment x WHERE x.subject_type = 'decision' AND x.subject_id = ${id}
      UNION SELECT m.person_id FROM comment x JOIN comment_mention m ON m.comment_id = x.id WHERE x.subject_type = 'decision' AND x.subject_id = ${id}
      UNION SELECT p.holder_id FROM decision_about r LEFT JOIN signal g ON r.subject_type = 'signal' AND g.id = r.subject_id
        JOIN kpi k ON k.id = CASE r.subject_type WHEN 'kpi' THEN r.subject_id ELSE g.kpi_id END JOIN position p ON p.id = k.position_id
        WHERE r.decision_id = ${id} AND ${readableKpi(viewer, "k")}
      UNION SELECT i.owner_id FROM decision_about r JOIN initiative i ON r.subject_type = 'initiative' AND i.id = r.subject_id
        WHERE r.decision_id = ${id} AND ${initiativeIsVisible(viewer)}
    ) AS c WHERE c.id IS NOT NULL AND c.id <> ${viewer.personId}::uuid`);
  if (rows.length === 0) return [];
  const ids = rows.map((person) => person.id);
  const place = { departmentId: row.departmentId, ownerId: row.ownerId, alsoId: row.askedById, companyWide: false };
  return asInstallation(sql, () => readersOf(sql, place, "decision.read", () => Prisma.sql`p.id = ANY (${ids}::uuid[])`, TOLD));
}

export type Told = { on: string; people: number };

/**
 * When those concerned were told of the choice that stands, and how many they were; null when they were not, or not by that instant. From the
 * audit log: notices are swept. A choice made again has to be told again.
 */
export async function toldOf(sql: Sql, id: string, by: string | null = null): Promise<Told | null> {
  const of = (
    ...actions: string[]
  ) => Prisma.sql`e.subject_type = 'decision' AND e.subject_id = ${id} AND e.action = ANY (${actions}::text[])
    AND (${by}::timestamptz IS NULL OR e.at <= ${by}::timestamptz)`;
  const [told] = await asInstallation(sql, () =>
    sql.query<Told>(Prisma.sql`
      SELECT (e.at AT TIME ZONE ${businessZone()})::date::text AS on, jsonb_array_length(e.after->'told') AS people FROM audit_event e
      WHERE ${of("decision.tell")} AND e.id > coalesce((SELECT max(e.id) FROM audit_event e WHERE ${of("decision.decide", "decision.undo")}), 0)
      ORDER BY e.id DESC LIMIT 1`),
  );
  return told ?? null;
}
