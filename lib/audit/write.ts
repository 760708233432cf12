import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { noticeColumn } from "@/lib/live/notify";
import { requestId } from "@/lib/request";
import type { AuditAction } from "./actions";

type Snapshot = Readonly<Record<string, unknown>>;

export type AuditEntry = {
  action: AuditAction;
  subject: { type: string; id: string; name: string };
  departmentId: string | null;
  /** Null when it did not exist. Only what is fit to be read by everybody who may read the log: never a secret. */
  before: Snapshot | null;
  after: Snapshot | null;
};

/**
 * Appends to the chained audit log in the caller's transaction: without its row the change does not happen.
 * Listeners learn of it when it commits. Call it last: it takes the lock on the head of the chain and holds it until commit.
 */
export async function appendAudit(sql: Sql, actor: Viewer | "system", entry: AuditEntry): Promise<void> {
  const [id, name] = actor === "system" ? [null, "the system"] : [actor.personId, actor.name];
  const json = (snapshot: Snapshot | null) => (snapshot === null ? null : JSON.stringify(snapshot));
  await sql.query(Prisma.sql`SELECT audit_append(${now()}::timestamptz, ${id}::uuid, ${name}, ${entry.action}, ${entry.subject.type}, ${entry.subject.id},
    ${entry.subject.name}, ${entry.departmentId}::uuid, ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb, ${await requestId()})::text,
    ${noticeColumn(entry)} AS told`);
}
