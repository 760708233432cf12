import "server-only";
import { realNow } from "@/lib/clock";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { reading, setActor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { viewerIn } from "../load-viewer";
import { hashPassword } from "../password/password";
import { passwordProblem } from "../password/password-policy";
import type { RedeemLinkInput } from "../schema";
import { revokeSessions } from "../sessions";
import { countOf } from "../sign-in/tries";
import { hashToken, newToken } from "./token";

/** How long an invitation or a password reset is valid. */
export const LINK_MINUTES = 60;

export type LinkPurpose = "invitation" | "password_reset";

/** An account as it was when somebody decided to make a link for it. */
export type LinkAccount = { personId: string; rightsVersion: number };

/**
 * Makes a one-time link for an account. Earlier links for it stop working, and this one does with the next change of the account, of the
 * person's roles, or of their department. Read `account` after locking what decides who may make the link, or in the same statement. Runs
 * in the caller's transaction, which needs the system's scope.
 */
export async function issueLink(tx: Tx, { personId, rightsVersion }: LinkAccount, purpose: LinkPurpose): Promise<string> {
  const token = newToken();
  const at = realNow();
  await tx.oneTimeToken.deleteMany({ where: { personId, usedAt: null } });
  await tx.oneTimeToken.create({
    data: {
      tokenHash: hashToken(token),
      purpose,
      personId,
      rightsVersion,
      createdAt: at,
      expiresAt: new Date(at.getTime() + LINK_MINUTES * 60_000),
    },
    select: { personId: true },
  });
  return `${env.APP_ORIGIN}/invitation?token=${token}`;
}

/** Condition: link `t` still opens account `a`. */
const opens = (token: string) => Prisma.sql`t.token_hash = ${hashToken(token)} AND t.purpose IN ('invitation', 'password_reset')
  AND t.used_at IS NULL AND t.expires_at > ${realNow()} AND a.person_id = t.person_id AND a.disabled_at IS NULL
  AND t.rights_version = a.rights_version`;

/** Person and purpose of a link; null if it is not valid (any more). Looking does not use it up. */
export function findLink(token: string): Promise<{ name: string; email: string; purpose: LinkPurpose } | null> {
  return reading("system", async (tx) => {
    const [link] = await onTx(tx).query<{ name: string; email: string; purpose: LinkPurpose }>(Prisma.sql`
      SELECT p.name, coalesce(p.email, '') AS email, t.purpose::text FROM one_time_token t, account a JOIN person p ON p.id = a.person_id
      WHERE ${opens(token)}`);
    return link ?? null;
  });
}

const SPENT =
  "This link was already used or has expired, or the account or its roles were changed after it was created. Ask your administrator for a new one.";

/**
 * Sets the password of the link's account. A link works once, even if several use it at the same time. Ends every session of the account
 * and clears its failed sign-ins, so that an owner locked out by somebody else's guessing can get in again.
 */
export async function redeemLink({ token, password }: RedeemLinkInput): Promise<{ email: string }> {
  const link = await findLink(token);
  if (!link) throw new AppError("NOT_FOUND", SPENT);
  const problem = passwordProblem(password, [link.name, link.email]);
  if (problem) throw new AppError("INVALID", problem, { field: "password" });
  const passwordHash = await hashPassword(password);
  return writing("system", async (tx) => {
    const sql = onTx(tx);
    // Serialises with changes of the account or its roles, and with other uses of the same link.
    await sql.query(
      Prisma.sql`SELECT FROM account WHERE person_id = (SELECT person_id FROM one_time_token WHERE token_hash = ${hashToken(token)}) FOR UPDATE`,
    );
    const [used] = await sql.query<{ person_id: string; purpose: LinkPurpose }>(Prisma.sql`
      UPDATE one_time_token t SET used_at = ${realNow()} FROM account a WHERE ${opens(token)} RETURNING t.person_id::text, t.purpose::text`);
    const viewer = used ? await viewerIn(sql, used.person_id) : null;
    if (!used || !viewer) throw new AppError("NOT_FOUND", SPENT);
    const personId = viewer.personId;
    await tx.account.update({ where: { personId }, data: { passwordHash }, select: { personId: true } });
    const ended = await revokeSessions(tx, personId);
    await tx.signInCount.deleteMany({ where: { key: countOf.account(viewer.email) } });
    await setActor(sql, viewer);
    await appendAudit(sql, viewer, {
      action: "account.password",
      subject: { type: "person", id: personId, name: viewer.name },
      departmentId: viewer.departmentId,
      before: null,
      after: { by: used.purpose === "invitation" ? "invitation link" : "reset link", sessionsEnded: ended },
    });
    return { email: viewer.email };
  });
}
