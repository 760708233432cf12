import "server-only";
import { today } from "@/lib/clock";
import { appendAudit } from "@/lib/platform/audit/write";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { notify } from "@/lib/platform/notices/notify";
import { RESETS_USUAL } from "../links/forgot-password";
import { FAILURES_WRITTEN } from "./sign-in";
import { countOf, countTry, windowBegan } from "./tries";

/** Minutes between two alerts to administrators. */
const TOLD_EVERY = 60;
/** Accounts named in the audit row: those tried most. */
const NAMED = 20;

type Seen = {
  /** Wrong passwords checked within the window, and sign-ins refused without a check since the last alert. */
  failed: number;
  refused: number;
  /** Links requested in the same time. */
  resets: number;
  /** Addresses as typed, with the number of tries; the most tried first. */
  limited: { email: string; tries: number }[];
};

/** The current counts. Per account: tries within the window plus those refused since. */
async function look(sql: Sql): Promise<Seen> {
  const [seen] = await sql.query<Seen>(Prisma.sql`
    WITH counts AS (
      SELECT key, refused, (SELECT count(*)::int FROM unnest(tries) AS t WHERE t > ${windowBegan()}::timestamptz) AS recent FROM sign_in_count
    )
    SELECT coalesce(sum(recent + refused) FILTER (WHERE key = ${countOf.failures}), 0)::int AS failed,
      coalesce(sum(refused) FILTER (WHERE key LIKE 'account %' OR key LIKE 'device %' OR key LIKE 'network %'), 0)::int AS refused,
      coalesce(sum(recent + refused) FILTER (WHERE key = ${countOf.resets}), 0)::int AS resets,
      (SELECT coalesce(json_agg(json_build_object('email', substr(key, 9), 'tries', recent + refused) ORDER BY recent + refused DESC), '[]')
        FROM (SELECT * FROM counts WHERE key LIKE 'account %' AND refused > 0 ORDER BY recent + refused DESC LIMIT ${NAMED}) AS most) AS limited
    FROM counts`);
  if (!seen) throw new Error("one statement answers one row");
  return seen;
}

/**
 * Alerts the company's administrators, at most once an hour, when passwords are being guessed or links requested in large numbers: an
 * account has used up its tries, or the whole installation has seen more wrong passwords or links than usual. One audit row gives the
 * totals. The worker runs it every few minutes, so that no request has to. Returns how many administrators were told.
 */
export const watchSignIns = (): Promise<{ floodTold: number }> =>
  writing("system", async (tx) => {
    const sql = onTx(tx);
    const seen = await look(sql);
    const flood = seen.refused > 0 || seen.failed > FAILURES_WRITTEN || seen.resets > RESETS_USUAL;
    if (!flood || !(await countTry(sql, { key: countOf.told, most: 1, minutes: TOLD_EVERY }))) return { floodTold: 0 };
    const people = await sql.query<{ id: string }>(Prisma.sql`
      SELECT DISTINCT p.id::text FROM access_grant g JOIN department d ON d.id = g.department_id JOIN person p ON p.id = g.person_id
        JOIN account a ON a.person_id = p.id
      WHERE g.role = 'administrator' AND g.ended_at IS NULL AND d.parent_id IS NULL AND a.disabled_at IS NULL
        AND (p.left_on IS NULL OR p.left_on > ${today()}::date)`);
    await sql.query(Prisma.sql`UPDATE sign_in_count SET refused = 0 WHERE refused > 0 RETURNING 1`);
    await notify(
      sql,
      "system",
      people.map(({ id }) => ({ personId: id, kind: "sign-in-flood" })),
    );
    const { failed, refused, resets, limited } = seen;
    await appendAudit(sql, "system", {
      action: "sign-in.flood",
      subject: { type: "installation", id: "sign-in", name: "Sign-in" },
      departmentId: null,
      before: null,
      after: {
        wrongPasswords: failed,
        refused,
        linksAskedFor: resets,
        accounts: limited.map(({ email, tries }) => `${email} (${tries})`),
      },
    });
    return { floodTold: people.length };
  });
