import "server-only";
import { realNow } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { requireAdministrator } from "@/lib/platform/auth/administrators";
import { issueLink, LINK_MINUTES, type LinkPurpose } from "@/lib/platform/auth/links/invitations";
import { revokeSessions } from "@/lib/platform/auth/sessions";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { PersonInput } from "../schema";
import { PERSON, withAdministrators } from "./reach";

/** Accounts, sessions and links are the system's own tables; permission is checked on the person's row. */
const ACCOUNT = { entity: PERSON, at: ({ personId }: PersonInput) => personId, guard: "state", as: "installation" } as const;

/** A link for the person to sign in with, shown once to whoever made it. */
export type SignInLink = { link: string; purpose: LinkPurpose; minutes: number };

/** Makes a one-time link for setting a password: an invitation, which creates the account, or a reset for an account in use. */
export const makeSignInLink = defineCommand({
  ...ACCOUNT,
  verb: "person.manage",
  audit: "account.link",
  run: async ({ tx, row: { id: personId, name, email } }) => {
    if (email === null) throw new AppError("INVALID", `${name} has no e-mail yet, which is needed to sign in. Enter one first.`);
    const account = await tx.account.findUnique({
      where: { personId },
      select: { passwordHash: true, disabledAt: true, rightsVersion: true },
    });
    if (account?.disabledAt) throw new AppError("INVALID", "This account is disabled. Enable it first.");
    const { rightsVersion } = account ?? (await tx.account.create({ data: { personId }, select: { rightsVersion: true } }));
    const purpose: LinkPurpose = account?.passwordHash ? "password_reset" : "invitation";
    const answer: SignInLink = { link: await issueLink(tx, { personId, rightsVersion }, purpose), purpose, minutes: LINK_MINUTES };
    return { action: account ? "account.link" : "account.create", before: null, after: { purpose, minutes: LINK_MINUTES }, answer };
  },
});

/** Ends every session and link of the person and refuses their sign-in, from their next request on. */
export const disableAccount = defineCommand({
  ...ACCOUNT,
  verb: "person.manage",
  audit: "account.disable",
  entity: withAdministrators(PERSON),
  run: async ({ tx, sql, viewer, row: { id: personId, administrators } }) => {
    if (personId === viewer.personId) throw new AppError("INVALID", "You cannot disable your own account. Ask another administrator.");
    const { count } = await tx.account.updateMany({ where: { personId, disabledAt: null }, data: { disabledAt: realNow() } });
    if (count === 0) throw new AppError("CONFLICT", "This person has no account to disable.");
    const sessionsEnded = await revokeSessions(tx, personId);
    await tx.oneTimeToken.deleteMany({ where: { personId, usedAt: null } });
    await requireAdministrator(sql, administrators);
    return { before: { account: "enabled" }, after: { account: "disabled", sessionsEnded }, answer: { personId } };
  },
});

/** Lets a disabled account sign in again, with the same password. */
export const enableAccount = defineCommand({
  ...ACCOUNT,
  verb: "person.manage",
  audit: "account.enable",
  run: async ({ tx, row: { id: personId } }) => {
    const { count } = await tx.account.updateMany({ where: { personId, disabledAt: { not: null } }, data: { disabledAt: null } });
    if (count === 0) throw new AppError("CONFLICT", "This person has no disabled account.");
    return { before: { account: "disabled" }, after: { account: "enabled" }, answer: { personId } };
  },
});

/** Signs a person out of every browser, from the next request on. Everybody may do this for themselves. */
export const endSessions = defineCommand({
  ...ACCOUNT,
  verb: "session.revoke",
  audit: "session.revoke",
  run: async ({ tx, row: { id } }) => {
    const ended = await revokeSessions(tx, id);
    return { before: null, after: { ended }, answer: { ended } };
  },
});
