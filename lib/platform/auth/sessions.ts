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
/** A session ends after this long without a request, and after this long in any case. Shorter for administrators. */
const LIFE = { idle: 8 * HOUR, absolute: 24 * HOUR, administrator: { idle: 30 * MINUTE, absolute: 12 * HOUR } };
/** The last-seen time is written once a minute, not at every request. */
const SEEN_EVERY = MINUTE;

/**
 * Starts a session after a correct password, in the caller's transaction of the installation; call it last. Returns the secret for the
 * cookie. Null if the person may no longer sign in, or if their password hash is no longer `checked`: setting another password ends the
 * sessions opened with the old one, including those about to open.
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
 * The viewer of a session; null if it ended, was revoked, or the person may no longer sign in. Called on every request. `seen` false: the
 * request is automatic, such as an open stream, and must not keep an idle session alive.
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
 * Ends every valid session of a person except the one with the secret `exceptSid`. Returns how many. Runs in the caller's transaction. Also
 * forgets their known devices: whatever ends sessions (a new password, a disabled account, their own request) puts the devices in doubt
 * too.
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
  /** True for the session making this request. */
  current: boolean;
};

/** The viewer's valid sessions, the latest seen first, at most 50. */
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
