import "server-only";
import { AppError } from "@/lib/errors";
import { hashPassword } from "@/lib/platform/auth/password/password";
import { passwordProblem } from "@/lib/platform/auth/password/password-policy";
import { revokeSessions } from "@/lib/platform/auth/sessions";
import { checkOwnPassword } from "@/lib/platform/auth/sign-in/sign-in";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { OWN } from "@/lib/platform/commands/entity";
import type { ChangePasswordInput } from "../schema";

const setPassword = defineCommand({
  verb: null,
  audit: "account.password",
  entity: OWN,
  at: (_: { passwordHash: string; sid: string | null }) => null,
  guard: "state",
  as: "installation",
  run: async ({ tx, row: { id: personId }, input: { passwordHash, sid } }) => {
    await tx.account.update({ where: { personId }, data: { passwordHash }, select: { personId: true } });
    await tx.oneTimeToken.deleteMany({ where: { personId, usedAt: null } });
    const sessionsEnded = await revokeSessions(tx, personId, sid);
    return { before: null, after: { by: "own account", sessionsEnded }, answer: { sessionsEnded } };
  },
});

/**
 * Sets the viewer's own password after checking the current one, under a separate limit (TOO_MANY). Ends all their other sessions; the one
 * with the secret `sid` stays.
 */
export async function changePassword(viewer: Viewer, sid: string | null, input: ChangePasswordInput): Promise<{ sessionsEnded: number }> {
  const problem = passwordProblem(input.newPassword, [viewer.name, viewer.email]);
  if (problem) throw new AppError("INVALID", problem, { field: "newPassword" });
  if (!(await checkOwnPassword(viewer, input.currentPassword)))
    throw new AppError("INVALID", "This is not your password.", { field: "currentPassword" });
  return setPassword(viewer, { passwordHash: await hashPassword(input.newPassword), sid });
}
