import "server-only";
import { appendAudit } from "@/lib/audit/write";
import { hashPassword } from "@/lib/auth/password";
import { passwordProblem } from "@/lib/auth/password-policy";
import { revokeSessions } from "@/lib/auth/sessions";
import { checkCredentials, forgiveAttempt } from "@/lib/auth/sign-in";
import type { Viewer } from "@/lib/auth/viewer";
import { systemFor, writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
import type { ChangePasswordInput } from "../schema";

/**
 * Sets the viewer's own password after asking for the one in force, under the limits of the sign-in. Every other session of theirs
 * ends; the one with the secret `sid` stays.
 */
export async function changePassword(viewer: Viewer, sid: string | null, input: ChangePasswordInput): Promise<{ sessionsEnded: number }> {
  const problem = passwordProblem(input.newPassword, [viewer.name, viewer.email]);
  if (problem) throw new AppError("INVALID", problem, { field: "newPassword" });
  // The address of the sign-in limits does not matter here: the limit per account holds.
  const known = await checkCredentials({ email: viewer.email, password: input.currentPassword }, `account:${viewer.personId}`);
  if (known?.personId !== viewer.personId)
    throw new AppError("INVALID", "This is not your password, or it was tried too often. After ten wrong tries wait 15 minutes.", {
      field: "currentPassword",
    });
  await forgiveAttempt(known.attempt);
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
