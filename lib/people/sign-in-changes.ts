import "server-only";
import { appendAudits } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Sql } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { mailState } from "@/lib/platform/mail/send";

/** The e-mail and leaving date of somebody with an account, before and after a change. `leftOn`: first day gone, ISO. */
export type SignInChange = {
  personId: string;
  name: string;
  departmentId: string | null;
  email: { before: string | null; after: string | null };
  leftOn: { before: string | null; after: string | null };
};

/**
 * Records sign-in changes in the caller's transaction, after the change itself: one audit row per person, and a mail to the old address, so
 * that somebody who loses an account by it is told. Earlier links have stopped working by then (prisma/migrations). Returns a sentence for
 * the person who made the change, null if there was none.
 * @param by the source of the change, for the audit log: "import 7 of people.csv"
 */
export async function noteSignInChanges(
  sql: Sql,
  actor: Viewer | "system",
  changes: readonly SignInChange[],
  by: string,
): Promise<string | null> {
  const changed = changes.filter(({ email, leftOn }) => email.before !== email.after || leftOn.before !== leftOn.after);
  if (mailState().configured)
    for (const { personId, email, leftOn } of changed)
      if (email.before !== null)
        await enqueue(sql, "mail", {
          kind: "sign-in-changed",
          personId,
          to: email.before,
          address: email.before !== email.after,
          ...(leftOn.before !== leftOn.after && { leftOn: leftOn.after }),
        });
  await appendAudits(
    sql,
    actor,
    changed.map(({ personId, name, departmentId, email, leftOn }) => ({
      action: "account.address",
      subject: { type: "person", id: personId, name },
      departmentId,
      before: { email: email.before, leftOn: leftOn.before },
      after: { email: email.after, leftOn: leftOn.after, by },
    })),
  );
  return signInNote(changed.length);
}

/** A sentence about `count` people whose sign-in changes; null for none. */
export function signInNote(count: number): string | null {
  if (count === 0) return null;
  const who = count === 1 ? "One person who signs in gets" : `${count.toLocaleString("en-GB")} people who sign in get`;
  const told = mailState().configured
    ? "Each is notified by mail at their previous address."
    : "This installation sends no mail, so nobody is notified: please tell them.";
  return `${who} a new e-mail or leaving date. Each is in the audit log. ${told}`;
}
