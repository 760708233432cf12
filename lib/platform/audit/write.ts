import "server-only";
import { requestId } from "@/lib/platform/audit/request";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { noticeColumn } from "@/lib/platform/live/notify";
import type { AuditAction } from "./actions";

type Snapshot = Readonly<Record<string, unknown>>;

export type AuditEntry = {
  action: AuditAction;
  subject: { type: string; id: string; name: string };
  departmentId: string | null;
  /** Null if it did not exist. Contains only what every reader of the audit log may see: never a secret. */
  before: Snapshot | null;
  after: Snapshot | null;
};

const personOf = (actor: Viewer | "system") => (actor === "system" ? "system" : actor.personId);

/** The database itself records who acts and when; this checks that the command means the same person. */
const strange = (actor: Viewer | "system") =>
  new Error(
    `This transaction does not act for ${actor === "system" ? "the system" : actor.name}. Open it for them: writing(systemFor(viewer), ...), or setActor(sql, viewer) inside.`,
  );

/**
 * Appends to the chained audit log in the caller's transaction, so that no change is saved without its audit row. The database fills in the
 * person the transaction acts for (lib/platform/db/scope.ts), their name, and the time by the business clock; throws if `actor` is somebody
 * else. Listeners are notified on commit. Call it last: it locks the head of the chain until commit.
 */
export async function appendAudit(sql: Sql, actor: Viewer | "system", entry: AuditEntry): Promise<void> {
  const json = (snapshot: Snapshot | null) => (snapshot === null ? null : JSON.stringify(snapshot));
  const [row] = await sql.query<{ id: string | null }>(Prisma.sql`SELECT CASE WHEN app_actor() = ${personOf(actor)} THEN
    audit_append(${entry.action}, ${entry.subject.type}, ${entry.subject.id}, ${entry.subject.name}, ${entry.departmentId}::uuid,
      ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb, ${await requestId()}) END::text AS id, ${noticeColumn(entry)} AS told`);
  if (!row?.id) throw strange(actor);
}

/** The same for many entries, in order and in one statement. It does not notify listeners: the caller notifies them once. */
export async function appendAudits(sql: Sql, actor: Viewer | "system", entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const [row] = await sql.query<{ written: number }>(Prisma.sql`
    SELECT count(audit_append(e.action, e.type, e.id, e.name, e.department, e.before, e.after, ${await requestId()}))::int AS written
    FROM (SELECT x.value->>'action' AS action, x.value->'subject'->>'type' AS type, x.value->'subject'->>'id' AS id, x.value->'subject'->>'name' AS name,
        (x.value->>'departmentId')::uuid AS department, nullif(x.value->'before', 'null'::jsonb) AS before, nullif(x.value->'after', 'null'::jsonb) AS after
      FROM jsonb_array_elements(${JSON.stringify(entries)}::jsonb) WITH ORDINALITY AS x (value, place)
      WHERE app_actor() = ${personOf(actor)} ORDER BY x.place) AS e`);
  if (row?.written !== entries.length) throw strange(actor);
}
