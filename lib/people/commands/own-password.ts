import "server-only";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { hashPassword } from "@/lib/platform/auth/password/password";
import { passwordProblem } from "@/lib/platform/auth/password/password-policy";
import { revokeSessions } from "@/lib/platform/auth/sessions";
import { checkOwnPassword } from "@/lib/platform/auth/sign-in/sign-in";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { systemFor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { ChangePasswordInput } from "../schema";

/**
 * Sets the viewer's own password after asking for the one in force, under a limit of its own (TOO_MANY). Every other session
 * of theirs ends; the one with the secret `sid` stays.
 */
export async function changePassword(viewer: Viewer, sid: string | null, input: ChangePasswordInput): Promise<{ sessionsEnded: number }> {
  const problem = passwordProblem(input.newPassword, [viewer.name, viewer.email]);
  if (problem) throw new AppError("INVALID", problem, { field: "newPassword" });
  if (!(await checkOwnPassword(viewer, input.currentPassword)))
    throw new AppError("INVALID", "This is not your password.", { field: "currentPassword" });
  const passwordHash = await hashPassword(input.newPassword);
  return writing(systemFor(viewer), async (tx) => {
    await tx.account.update({ where: { personId: viewer.personId }, data: { passwordHash }, select: { personId: true } });
    await tx.oneTimeToken.deleteMany({ where: { personId: viewer.personId, usedAt: null } });
    const sessionsEnded = await revokeSessions(tx, viewer.personId, sid);
    await appendAudit(onTx(tx), viewer, {
      action: "account.password",
      subject: { type: "person", id: viewer.personId, name: viewer.name },
      departmentId: viewer.departmentId,
      before: null,
      after: { by: "own account", sessionsEnded },
    });
    return { sessionsEnded };
  });
}
