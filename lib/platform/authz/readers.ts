import "server-only";
import { today } from "@/lib/clock";
import { POLICY, type Verb } from "@/lib/platform/authz/policy";
import { Prisma } from "@/lib/platform/db/client";
import { escapeLike } from "@/lib/platform/db/like";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";

type Named = { id: string; name: string };

/** The department and owner of a comment's subject. */
export type Place = { departmentId: string; ownerId: string | null; companyWide: boolean };
/** The same, with somebody else who reads it anywhere. */
type Read = Place & { alsoId?: string };

const rolesOf = (verb: Verb) => Object.keys(POLICY[verb]);

/**
 * The people working here who may read something at this place: by a grant on its department or one above it, as its owner, or by any
 * business grant if it is company-wide. By name, at most `limit`. The viewer may not read other people's grants, so the installation
 * answers: only ask for a place the viewer has been shown, and return only names.
 */
export function listReaders(place: Place, verb: Verb, narrow: (name: Prisma.Sql) => Prisma.Sql, limit: number): Promise<Named[]> {
  return reading("system", (tx) => readersOf(onTx(tx), place, verb, narrow, limit));
}

/** The same in a transaction that acts for the installation at the moment. */
export function readersOf(sql: Sql, place: Read, verb: Verb, narrow: (name: Prisma.Sql) => Prisma.Sql, limit: number): Promise<Named[]> {
  const roles = rolesOf(verb);
  return sql.query<Named>(Prisma.sql`
    WITH RECURSIVE above AS (SELECT id, parent_id FROM department WHERE id = ${place.departmentId}::uuid
      UNION ALL SELECT d.id, d.parent_id FROM department d JOIN above a ON a.parent_id = d.id)
    SELECT p.id::text, p.name FROM person p
    WHERE (p.left_on IS NULL OR p.left_on > ${today()}::date) AND ${narrow(Prisma.sql`p.name`)}
      AND (EXISTS (SELECT FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL AND g.role::text = ANY (${roles}::text[])
            AND (${place.companyWide} OR g.department_id IN (SELECT id FROM above)))
        OR (p.id IN (${place.ownerId}::uuid, ${place.alsoId ?? null}::uuid) AND EXISTS (SELECT FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL AND g.role::text = ANY (${roles}::text[])
            AND ${verb !== "kpi.read"})))
    ORDER BY p.name, p.id LIMIT ${limit}`);
}

/** Narrows to names that occur in a text. */
export const inText = (body: string) => (name: Prisma.Sql) => Prisma.sql`position('@' || ${name} IN ${body}) > 0`;

/** Narrows to names with a word that begins like this; wildcards of LIKE are taken literally. */
export const beginning = (typed: string) => (name: Prisma.Sql) => {
  const begins = escapeLike(typed);
  return Prisma.sql`(${name} ILIKE ${`${begins}%`} OR ${name} ILIKE ${`% ${begins}%`})`;
};
