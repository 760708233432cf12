import "server-only";
import { today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { formatDate } from "@/lib/format";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

/**
 * Somebody who can sign in and administer the company. `until`: the first day they are no longer with the company, ISO; null while none is
 * known.
 */
export type Administrator = { personId: string; name: string; until: string | null };

/**
 * Everybody who can sign in today and is administrator of the company: their account is enabled and has a password, they have an e-mail
 * address, and they have not left. Needs the system's scope.
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
 * Makes changes to administrators run one at a time: without this lock two changes could each rely on the administrator the other removes.
 * Take it before locking any row of the change. Returns the administrators before the change, for `requireAdministrator` afterwards. Needs
 * the system's scope.
 */
export async function lockAdministrators(sql: Sql): Promise<Administrator[]> {
  await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))::text`);
  return listAdministrators(sql);
}

const NEVER = "9999-12-31";
/** The first day on which none of them is left; "" if nobody is there today. */
const goneFrom = (list: readonly Administrator[]) =>
  list.map((one) => one.until ?? NEVER).reduce((last, day) => (day > last ? day : last), "");

/**
 * A sentence if the change would leave the company without an administrator sooner than before: at once, or on the day the last of them
 * leaves (leaving dates take effect without a command). Null if it would not; a problem that existed before is not counted against the
 * change.
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

/** Throws, which rolls the change back, if `administratorMissed` returns a sentence. `before`: the result of `lockAdministrators`. */
export async function requireAdministrator(sql: Sql, before: readonly Administrator[]): Promise<void> {
  const missed = administratorMissed(before, await listAdministrators(sql));
  if (missed !== null) throw new AppError("INVALID", missed);
}
