import "server-only";
import { businessZone } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import type { Sql } from "@/lib/platform/db/sql";

/** Somebody whom the asker named in a comment; `answeredOn`: the day of their first comment after that, null while there is none. */
export type Heard = { id: string; name: string; answeredOn: string | null };

/** Whom the asker asked, in order, from the comments; by an instant, where the page looks back. */
export function heardOf(sql: Sql, { id, askedById }: { id: string; askedById: string }, by: string | null): Promise<Heard[]> {
  const of = (alias: "x" | "a") => {
    const c = identifier(alias);
    return Prisma.sql`${c}.subject_type = 'decision' AND ${c}.subject_id = ${id}::uuid AND (${by}::timestamptz IS NULL OR ${c}.at <= ${by}::timestamptz)`;
  };
  return sql.query<Heard>(Prisma.sql`
    SELECT p.id::text, p.name, (SELECT (min(a.at) AT TIME ZONE ${businessZone()})::date::text FROM comment a WHERE ${of("a")} AND a.author_id = p.id AND a.at >= q.at) AS "answeredOn"
    FROM (SELECT m.person_id, min(x.at) AS at FROM comment x JOIN comment_mention m ON m.comment_id = x.id
        WHERE ${of("x")} AND x.author_id = ${askedById}::uuid AND m.person_id <> x.author_id GROUP BY 1) AS q JOIN person p ON p.id = q.person_id
    ORDER BY q.at, p.name, p.id`);
}
