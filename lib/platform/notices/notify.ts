import "server-only";
import { now } from "@/lib/clock";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { Reference } from "@/lib/platform/entities/reference";

export type Notice = {
  personId: string;
  /** key of its text: in lib/notices/words.ts, or in the description of an entity */
  kind: string;
  /** what it is about */
  subject?: Reference;
};

/**
 * Stores notices for people in the caller's transaction. References only: the text is made when it is read, with the reader's rights at
 * that moment. Nobody is told of their own actions.
 */
export async function notify(sql: Sql, actor: Viewer | "system", notices: readonly Notice[]): Promise<void> {
  const actorId = actor === "system" ? null : actor.personId;
  const others = notices.filter((notice) => notice.personId !== actorId);
  if (others.length === 0) return;
  await sql.query(Prisma.sql`
    INSERT INTO notification (person_id, kind, at, actor_id, subject_type, subject_id)
    SELECT n."personId", n.kind, ${now()}::timestamptz, ${actorId}::uuid, n.subject->>'type', (n.subject->>'id')::uuid
    FROM jsonb_to_recordset(${JSON.stringify(others)}::jsonb) AS n ("personId" uuid, kind text, subject jsonb)`);
}
