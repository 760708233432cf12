import "server-only";
import { dayOf } from "@/lib/clock";
import { appendAudit } from "@/lib/platform/audit/write";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { type Notice, notify } from "@/lib/platform/notices/notify";
import { answerBy, type SignalLevel } from "./clock";
import { signalTerms } from "./terms";

/** Number escalated in one transaction; the caller repeats until fewer were found. */
export const ESCALATED_AT_ONCE = 200;

type Due = {
  id: string;
  kpiId: string | null;
  name: string;
  departmentId: string;
  /** the department it was escalated to before; null: it is still in its own department */
  stands: string | null;
  /** the department of the signal it waits for (its source), whose reader need not be notified of both */
  waitsIn: string | null;
  answerBy: string;
  level: SignalLevel;
};
/** A department on the path of escalation: `leads` are the people notified there. */
export type Place = { id: string; name: string; parent: string | null; archived: boolean; leads: string[] };

/**
 * Escalates every signal that was not answered in time: to the next department above with a lead, otherwise to the company itself, where it
 * stays with the COO and is not escalated further. Its clock restarts there, and the leads are notified, unless they already have the
 * signal of its source. A late KPI whose source has a signal in the same department stays, because the source's signal is escalated
 * instead. Company-wide KPIs are escalated by themselves, because their readers elsewhere do not see that department's sources. In the
 * caller's transaction, as the installation. May run at any time, repeatedly and in parallel: rows locked by another run are left to it.
 * Returns how many were escalated.
 */
export function escalateOverdue(sql: Sql, at: Date): Promise<number> {
  return asInstallation(sql, async () => {
    const places = new Map((await departments(sql, at)).map((place) => [place.id, place]));
    const root = [...places.values()].find((place) => place.parent === null);
    if (root === undefined) return 0;
    const due = await overdue(sql, at, root.id);
    if (due.length === 0) return 0;
    const { timeZone, clock } = await signalTerms(sql);
    const climbs = due.map((signal) => {
      const to = nextLevelUp(places, places.get(signal.stands ?? signal.departmentId), root);
      return { signal, to, id: signal.id, departmentId: to.id, answerBy: answerBy(at, signal.level, timeZone, clock) };
    });
    await sql.query(Prisma.sql`
      WITH c AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(climbs.map(({ signal: _, to: __, ...row }) => row))}::jsonb)
        AS c (id uuid, "departmentId" uuid, "answerBy" timestamptz)),
      moved AS (UPDATE signal g SET escalated_to_id = c."departmentId", escalated_at = ${at}::timestamptz, answer_by = c."answerBy", version = version + 1
        FROM c WHERE g.id = c.id RETURNING g.id)
      INSERT INTO signal_event (signal_id, at, step, department_id, due_at)
      SELECT c.id, ${at}::timestamptz, 'escalated', c."departmentId", c."answerBy" FROM c JOIN moved ON moved.id = c.id`);
    const notices = climbs.flatMap(({ signal, to }) =>
      (signal.waitsIn !== null && isUnder(places, signal.waitsIn, to) ? [] : to.leads).map(
        (personId): Notice => ({
          personId,
          kind: "signal-escalated",
          subject: { type: "signal", id: signal.id },
        }),
      ),
    );
    await notify(sql, "system", notices);
    for (const { signal, to, answerBy: next } of climbs)
      await appendAudit(sql, "system", {
        action: "signal.escalate",
        subject: { type: "signal", id: signal.id, name: signal.name },
        departmentId: signal.departmentId,
        before: { answerBy: signal.answerBy, at: places.get(signal.stands ?? signal.departmentId)?.name ?? null },
        after: { answerBy: next, at: to.name },
      });
    return climbs.length;
  });
}

/** Overdue and unanswered signals, except those already at company level. Locked; rows locked by others are skipped. */
const overdue = (sql: Sql, at: Date, root: string) =>
  sql.query<Due>(Prisma.sql`
    SELECT g.id::text, g.kpi_id::text AS "kpiId", coalesce((SELECT name FROM kpi WHERE id = g.kpi_id), (SELECT name FROM record_kind WHERE id = g.record_kind_id), '') AS name,
      g.department_id::text AS "departmentId", g.escalated_to_id::text AS stands,
      (SELECT w.department_id::text FROM signal w WHERE w.id = g.waits_for_id AND w.state <> 'closed') AS "waitsIn", to_json(g.answer_by)#>>'{}' AS "answerBy", g.level
    FROM signal g WHERE g.state IN ('open', 'acknowledged') AND g.answer_by < ${at}::timestamptz AND g.escalated_to_id IS DISTINCT FROM ${root}::uuid
      AND NOT (g.kind = 'late' AND EXISTS (SELECT FROM signal w JOIN kpi k ON k.id = g.kpi_id
        WHERE w.id = g.waits_for_id AND w.state <> 'closed' AND w.department_id = g.department_id AND NOT k.company_wide))
    ORDER BY g.answer_by, g.id LIMIT ${ESCALATED_AT_ONCE} FOR UPDATE SKIP LOCKED`);

/** Includes the leads who can answer: they can sign in, and have not left. */
export const departments = (sql: Sql, at: Date) =>
  sql.query<Place>(Prisma.sql`
    SELECT d.id::text, d.name, d.parent_id::text AS parent, d.archived_at IS NOT NULL AS archived,
      coalesce((SELECT array_agg(DISTINCT g.person_id::text) FROM access_grant g JOIN person p ON p.id = g.person_id JOIN account a ON a.person_id = p.id
        WHERE g.department_id = d.id AND g.ended_at IS NULL AND g.role IN ('lead', 'coo') AND a.disabled_at IS NULL
          AND (p.left_on IS NULL OR p.left_on > ${dayOf(at)}::date)), '{}') AS leads
    FROM department d`);

/** The closest department above that is in use and has a lead; the company itself if there is none. */
export function nextLevelUp(places: ReadonlyMap<string, Place>, from: Place | undefined, root: Place): Place {
  const next = from?.parent == null ? root : (places.get(from.parent) ?? root);
  return next.id === root.id || (!next.archived && next.leads.length > 0) ? next : nextLevelUp(places, next, root);
}

/** Whether a department is `above` or is below it. */
function isUnder(places: ReadonlyMap<string, Place>, id: string, above: Place): boolean {
  const place = places.get(id);
  return place !== undefined && (place.id === above.id || (place.parent !== null && isUnder(places, place.parent, above)));
}
