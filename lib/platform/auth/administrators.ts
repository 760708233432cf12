import "server-only";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { formatDate } from "@/lib/format";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/** Somebody who can sign in and administer the company. `until`: the first day they are not with it any more, ISO; null while none is known. */
export type Administrator = { personId: string; name: string; until: string | null };

/**
 * Everybody who can sign in today and holds the administrator's role on the company: an account that is enabled and has a password, an e-mail
 * to sign in by, not gone. Needs the system's scope.
 */
export const listAdministrators = (sql: Sql): Promise<Administrator[]> =>
  sql.query<Administrator>(Prisma.sql`
    SELECT p.id::text AS "personId", p.name, p.left_on::text AS until
    FROM person p JOIN account a ON a.person_id = p.id
    WHERE a.disabled_at IS NULL AND a.password_hash IS NOT NULL AND p.email IS NOT NULL AND (p.left_on IS NULL OR p.left_on > ${today()}::date)
      AND EXISTS (SELECT FROM access_grant g JOIN department d ON d.id = g.department_id
        WHERE g.person_id = p.id AND g.role = 'administrator' AND g.ended_at IS NULL AND d.parent_id IS NULL)
    ORDER BY lower(p.name), p.id`);

/**
 * Administrators are taken away one at a time: without this lock two could each see the other one staying. To be taken before any row of the
 * change; answers who they are before it, for `requireAdministrator` after it. Needs the system's scope.
 */
export async function lockAdministrators(sql: Sql): Promise<Administrator[]> {
  await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))::text`);
  return listAdministrators(sql);
}

const NEVER = "9999-12-31";
/** From which day on nobody of them is there any more; "" when nobody is today. */
const goneFrom = (list: readonly Administrator[]) =>
  list.map((one) => one.until ?? NEVER).reduce((last, day) => (day > last ? day : last), "");

/**
 * A sentence when, by a change, the company would be without an administrator sooner than before: at once, or from the day on which the last
 * of them leaves, since days come by themselves. Null when it would not; what was so already is not held against a change.
 */
export function administratorMissed(before: readonly Administrator[], after: readonly Administrator[]): string | null {
  const [was, is] = [goneFrom(before), goneFrom(after)];
  if (is >= was) return null;
  const kept = new Map(after.map((one) => [one.personId, one.until ?? NEVER]));
  const missed = before.filter((one) => (kept.get(one.personId) ?? "") < (one.until ?? NEVER)).map((one) => one.name);
  const from =
    is === "" ? "Nobody could administer the company any more" : `From ${formatDate(is, "medium")} on nobody could administer the company`;
  return `${from}: ${missed.join(" and ")} ${missed.length === 1 ? "is the last administrator" : "are the last administrators"} who can sign in. Give somebody else that role first.`;
}

/** Throws, and so takes the change back, where `administratorMissed` says so. `before`: what `lockAdministrators` answered. */
export async function requireAdministrator(sql: Sql, before: readonly Administrator[]): Promise<void> {
  const missed = administratorMissed(before, await listAdministrators(sql));
  if (missed !== null) throw new AppError("INVALID", missed);
}
