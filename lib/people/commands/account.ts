import "server-only";
import { realNow } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { type AuditEntry, appendAudit } from "@/lib/platform/audit/write";
import { lockAdministrators, requireAdministrator } from "@/lib/platform/auth/administrators";
import { issueLink, LINK_MINUTES, type LinkPurpose } from "@/lib/platform/auth/links/invitations";
import { revokeSessions } from "@/lib/platform/auth/sessions";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { systemFor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { PersonInput } from "../schema";
import { type PersonRow, personInReach } from "./reach";

// Accounts, sessions and links are the system's own tables; what is allowed is decided on the person's row inside.

const entry = (person: PersonRow, more: Pick<AuditEntry, "action" | "before" | "after">): AuditEntry => ({
  ...more,
  subject: { type: "person", id: person.id, name: person.name },
  departmentId: person.departmentId,
});

/** What the person may sign in with, shown once to whoever made it. */
export type SignInLink = { link: string; purpose: LinkPurpose; minutes: number };

/** A one-time link by which the person sets a password: an invitation, which makes their account, or a reset for one that has been used. */
export function makeSignInLink(viewer: Viewer, { personId }: PersonInput): Promise<SignInLink> {
  return writing(systemFor(viewer), async (tx) => {
    const person = await personInReach(tx, viewer, "person.manage", personId);
    if (person.email === null) throw new AppError("INVALID", `${person.name} has no e-mail yet, and signs in by it. Enter one first.`);
    const account = await tx.account.findUnique({
      where: { personId },
      select: { passwordHash: true, disabledAt: true, rightsVersion: true },
    });
    if (account?.disabledAt) throw new AppError("INVALID", "This account is disabled. Enable it first.");
    const { rightsVersion } = account ?? (await tx.account.create({ data: { personId }, select: { rightsVersion: true } }));
    const purpose: LinkPurpose = account?.passwordHash ? "password_reset" : "invitation";
    const link = await issueLink(tx, { personId, rightsVersion }, purpose);
    const action = account ? "account.link" : "account.create";
    await appendAudit(onTx(tx), viewer, entry(person, { action, before: null, after: { purpose, minutes: LINK_MINUTES } }));
    return { link, purpose, minutes: LINK_MINUTES };
  });
}

/** Ends every session and link of the person and refuses their sign-in, from their next request on. */
export function disableAccount(viewer: Viewer, { personId }: PersonInput): Promise<{ personId: string }> {
  return writing(systemFor(viewer), async (tx) => {
    const administrators = await lockAdministrators(onTx(tx));
    const person = await personInReach(tx, viewer, "person.manage", personId);
    if (personId === viewer.personId) throw new AppError("INVALID", "You cannot disable your own account. Ask another administrator.");
    const { count } = await tx.account.updateMany({ where: { personId, disabledAt: null }, data: { disabledAt: realNow() } });
    if (count === 0) throw new AppError("CONFLICT", "This person has no account that could be disabled.");
    const sessionsEnded = await revokeSessions(tx, personId);
    await tx.oneTimeToken.deleteMany({ where: { personId, usedAt: null } });
    await requireAdministrator(onTx(tx), administrators);
    await appendAudit(
      onTx(tx),
      viewer,
      entry(person, { action: "account.disable", before: { account: "enabled" }, after: { account: "disabled", sessionsEnded } }),
    );
    return { personId };
  });
}

/** Lets a disabled account sign in again, with the password it had. */
export function enableAccount(viewer: Viewer, { personId }: PersonInput): Promise<{ personId: string }> {
  return writing(systemFor(viewer), async (tx) => {
    const person = await personInReach(tx, viewer, "person.manage", personId);
    const { count } = await tx.account.updateMany({ where: { personId, disabledAt: { not: null } }, data: { disabledAt: null } });
    if (count === 0) throw new AppError("CONFLICT", "This person has no disabled account.");
    await appendAudit(
      onTx(tx),
      viewer,
      entry(person, { action: "account.enable", before: { account: "disabled" }, after: { account: "enabled" } }),
    );
    return { personId };
  });
}

/** Signs a person out of every browser, from the next request on. Everybody may do it to themself. */
export function endSessions(viewer: Viewer, { personId }: PersonInput): Promise<{ ended: number }> {
  return writing(systemFor(viewer), async (tx) => {
    const person = await personInReach(tx, viewer, "session.revoke", personId);
    const ended = await revokeSessions(tx, personId);
    await appendAudit(onTx(tx), viewer, entry(person, { action: "session.revoke", before: null, after: { ended } }));
    return { ended };
  });
}
