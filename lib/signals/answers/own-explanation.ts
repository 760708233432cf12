import "server-only";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { departmentsAcceptingOwn } from "./accepts-own";

/** The person who explained the signal last; null if nobody has yet. */
export async function explainerOf(sql: Sql, signalId: string): Promise<string | null> {
  const [row] = await sql.query<{ actorId: string | null }>(
    Prisma.sql`SELECT actor_id::text AS "actorId" FROM signal_event WHERE signal_id = ${signalId}::uuid AND step = 'explained' ORDER BY id DESC LIMIT 1`,
  );
  return row?.actorId ?? null;
}

type Waiting = { id: string; state: string; departmentId: string; acceptedAt: string | null };

/** Whether the signal waits for somebody else to accept this viewer's explanation: until then no step of theirs takes it further. */
export async function waitsForAnother(sql: Sql, viewer: Viewer, signal: Waiting): Promise<boolean> {
  if (signal.state !== "explained" || signal.acceptedAt !== null || departmentsAcceptingOwn(viewer).includes(signal.departmentId))
    return false;
  return (await explainerOf(sql, signal.id)) === viewer.personId;
}
