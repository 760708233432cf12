import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { loadLocked } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { waitsForAnother } from "../answers/own-explanation";
import { type LockedSignal, SIGNAL } from "../commands/transition-signal";

/**
 * Locks the signal that an initiative answers. Throws NOT_FOUND if the viewer may not see it, FORBIDDEN if they may not decide on it,
 * INVALID at `signalId` if it is closed.
 */
export async function lockSignalForWork(sql: Sql, viewer: Viewer, signalId: string): Promise<LockedSignal> {
  const row = await loadLocked(sql, viewer, SIGNAL, { verb: "signal.decide", key: signalId });
  if (row.state === "verified" || row.state === "closed")
    throw new AppError("INVALID", "This signal is closed and needs no initiative.", { field: "signalId" });
  return row;
}

/**
 * Records that the initiative just created in this transaction answers the signal. Its state becomes "acted on", unless it waits for
 * somebody to accept the viewer's explanation.
 */
export async function actOnSignal(sql: Sql, viewer: Viewer, signal: LockedSignal, initiativeId: string): Promise<void> {
  const at = now();
  const state = (await waitsForAnother(sql, viewer, signal)) ? signal.state : "acted_on";
  await sql.query(Prisma.sql`UPDATE signal SET state = ${state}::signal_state, version = version + 1 WHERE id = ${signal.id}::uuid`);
  await sql.query(Prisma.sql`
    INSERT INTO signal_event (signal_id, at, actor_id, step, initiative_id)
    VALUES (${signal.id}::uuid, ${at}::timestamptz, ${viewer.personId}::uuid, 'acted-on', ${initiativeId}::uuid)`);
}
