import "server-only";
import { realNow } from "@/lib/clock";
import { appendAudit } from "@/lib/platform/audit/write";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { reading, setActor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { Viewer } from "../authz/viewer";
import { hashToken, newToken } from "./links/token";
import { viewerIn } from "./load-viewer";
import { forgetDevices } from "./sign-in/device";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** After how long without a request, and after how long at all, a session ends. Administrators' are shorter. */
const LIFE = { idle: 8 * HOUR, absolute: 24 * HOUR, administrator: { idle: 30 * MINUTE, absolute: 12 * HOUR } };
/** Seeing somebody is written down once a minute, not at every request. */
const SEEN_EVERY = MINUTE;

/**
 * Begins a session for somebody whose password was right, in the caller's transaction of the installation; call it last. Answers the secret
 * that goes into the cookie; null when the person may no longer sign in, or `checked`, the hash their password was held against, is no
 * longer theirs: whoever sets another password ends what the old one opened, and what it is about to open.
 */
export async function startSession(tx: Tx, personId: string, checked: string, userAgent: string | null): Promise<string | null> {
  const sid = newToken();
  const sql = onTx(tx);
  const [own] = await sql.query<{ hash: string | null }>(
    Prisma.sql`SELECT password_hash AS hash FROM account WHERE person_id = ${personId}::uuid FOR SHARE`,
  );
  const viewer = own?.hash === checked ? await viewerIn(sql, personId) : null;
  if (!viewer) return null;
  await setActor(sql, viewer);
  const life = viewer.administrator ? LIFE.administrator.absolute : LIFE.absolute;
  const at = realNow();
  await tx.session.create({
    data: {
      idHash: hashToken(sid),
      personId,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(at.getTime() + life),
      userAgent: userAgent?.slice(0, 300) ?? null,
    },
  });
  await appendAudit(sql, viewer, {
    action: "session.start",
    subject: { type: "person", id: personId, name: viewer.name },
    departmentId: null,
    before: null,
    after: null,
  });
  return sid;
}

/**
 * Who holds this session now; null when it ended, was revoked, or its person may no longer sign in. Asked on every request. `seen` false: a
 * machine asks, such as an open stream, which must not keep an idle session alive.
 */
export async function viewerOfSession(personId: string, sid: string, { seen = true } = {}): Promise<Viewer | null> {
  return writing("system", async (tx) => {
    const session = await tx.session.findFirst({
      where: { idHash: hashToken(sid), personId, revokedAt: null },
      select: { idHash: true, lastSeenAt: true, expiresAt: true },
    });
    const at = realNow().getTime();
    if (!session || session.expiresAt.getTime() <= at) return null;
    const viewer = await viewerIn(onTx(tx), personId);
    if (!viewer) return null;
    const quiet = at - session.lastSeenAt.getTime();
    if (quiet > (viewer.administrator ? LIFE.administrator.idle : LIFE.idle)) return null;
    if (seen && quiet > SEEN_EVERY)
      await tx.session.update({ where: { idHash: session.idHash }, data: { lastSeenAt: new Date(at) }, select: { personId: true } });
    return viewer;
  });
}

/** Ends one session. */
export async function endSession(personId: string, sid: string): Promise<void> {
  await writing("system", async (tx) => {
    const sql = onTx(tx);
    const { count } = await tx.session.updateMany({
      where: { idHash: hashToken(sid), personId, revokedAt: null },
      data: { revokedAt: realNow() },
    });
    const viewer = count > 0 ? await viewerIn(sql, personId) : null;
    if (viewer) {
      await setActor(sql, viewer);
      await appendAudit(sql, viewer, {
        action: "session.end",
        subject: { type: "person", id: personId, name: viewer.name },
        departmentId: null,
        before: null,
        after: null,
      });
    }
  });
}

/**
 * Ends every session of a person that still holds, but the one whose secret is `exceptSid`. Answers how many. In the caller's transaction.
 * Their known devices are forgotten with it: whatever ends sessions (a new password, a disabled account, their own wish) doubts them too.
 */
export async function revokeSessions(tx: Tx, personId: string, exceptSid: string | null = null): Promise<number> {
  await forgetDevices(tx, personId);
  const others = exceptSid === null ? {} : { idHash: { not: hashToken(exceptSid) } };
  const { count } = await tx.session.updateMany({
    where: { personId, revokedAt: null, expiresAt: { gt: realNow() }, ...others },
    data: { revokedAt: realNow() },
  });
  return count;
}

export type OwnSession = {
  /** Instants, ISO. */
  startedAt: string;
  lastSeenAt: string;
  userAgent: string;
  /** The session that asks. */
  current: boolean;
};

/** The sessions of the viewer that still hold, the latest seen first, at most 50. */
export function listOwnSessions(viewer: Viewer, sid: string | null): Promise<OwnSession[]> {
  const idle = viewer.administrator ? LIFE.administrator.idle : LIFE.idle;
  const own = sid === null ? null : Buffer.from(hashToken(sid));
  return reading("system", async (tx) => {
    const at = realNow();
    const rows = await tx.session.findMany({
      where: { personId: viewer.personId, revokedAt: null, expiresAt: { gt: at }, lastSeenAt: { gt: new Date(at.getTime() - idle) } },
      select: { idHash: true, createdAt: true, lastSeenAt: true, userAgent: true },
      orderBy: { lastSeenAt: "desc" },
      take: 50,
    });
    return rows.map((row) => ({
      startedAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      userAgent: row.userAgent ?? "",
      current: own?.equals(row.idHash) ?? false,
    }));
  });
}
