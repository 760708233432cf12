import "server-only";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

export type Answerer = { departmentId: string; id: string; name: string };

/**
 * People who can be asked about signals of these departments or be given work on them: they can sign in and have a role there that
 * explains. The closest department first, its lead before its members. Names only; roles are not revealed. Read as the system, because not
 * everybody may read grants.
 */
export const listAnswerers = (departmentIds: readonly string[]): Promise<Answerer[]> => find(departmentIds, null);

/**
 * The people a form proposes: for each department the closest one except `except`, and those of `ownerIds` who can answer. The form asks
 * for others as the viewer types.
 */
export const proposedAnswerers = (
  departmentIds: readonly string[],
  ownerIds: readonly (string | null)[],
  except: string | null = null,
): Promise<Answerer[]> => find(departmentIds, { except, ownerIds: ownerIds.filter((id) => id !== null) });

function find(departmentIds: readonly string[], few: { except: string | null; ownerIds: string[] } | null): Promise<Answerer[]> {
  if (departmentIds.length === 0) return Promise.resolve([]);
  return reading("system", (tx) =>
    onTx(tx).query<Answerer>(Prisma.sql`
      WITH RECURSIVE up AS (
        SELECT d.id AS of, d.id, d.parent_id, 0 AS steps FROM department d WHERE d.id = ANY (${[...new Set(departmentIds)]}::uuid[])
        UNION ALL SELECT u.of, p.id, p.parent_id, u.steps + 1 FROM up u JOIN department p ON p.id = u.parent_id
      )
      SELECT x."departmentId", x.id, x.name FROM (SELECT u.of::text AS "departmentId", p.id::text, p.name,
        row_number() OVER (PARTITION BY u.of ORDER BY min(u.steps * 2 + CASE WHEN g.role = 'member' THEN 1 ELSE 0 END), p.name, p.id) AS nth FROM up u
      JOIN access_grant g ON g.department_id = u.id AND g.ended_at IS NULL AND g.role IN ('coo', 'lead', 'member')
      JOIN person p ON p.id = g.person_id AND (p.left_on IS NULL OR p.left_on > ${today()}::date) JOIN account a ON a.person_id = p.id AND a.disabled_at IS NULL
        AND p.id IS DISTINCT FROM ${few?.except ?? null}::uuid
      GROUP BY u.of, p.id, p.name) AS x WHERE ${few === null} OR x.nth = 1 OR x.id = ANY (${few?.ownerIds ?? []}::text[]) ORDER BY x.nth, x.name`),
  );
}
