import "server-only";
import { now } from "@/lib/clock";
import { env } from "@/lib/env";
import { formatDate } from "@/lib/format";
import { appendAudit } from "@/lib/platform/audit/write";
import { issueLink, LINK_MINUTES } from "@/lib/platform/auth/links/invitations";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { finishJob } from "@/lib/platform/jobs/finish";
import type { JobContext } from "@/lib/platform/jobs/job-context";
import type { MailPayload } from "@/lib/platform/jobs/queues";
import { sendMail } from "@/lib/platform/mail/send";
import { digestMail } from "./digest";
import { getDigest } from "./digest-queries";

/** How a mail ended: not sent where there is nothing to say, or nobody to say it to any more. */
export type MailOutcome = "sent" | "nothing to send" | "nobody";

/** One mail of the queue. Its recipient is looked up now, and it says what they may read now. */
export function sendMailJob(payload: MailPayload, context: JobContext): Promise<MailOutcome> {
  if (payload.kind === "digest") return sendDigest(payload.personId, payload.day, context);
  if (payload.kind === "test") return sendTest(payload.personId, context);
  if (payload.kind === "sign-in-changed") return sendSignInChanged(payload, context);
  return sendReset(payload.email, context);
}

async function sendDigest(personId: string, day: string, context: JobContext): Promise<MailOutcome> {
  const viewer = await viewerOf(personId);
  if (!viewer || viewer.email === "") return "nobody";
  const { digest, noticeIds } = await getDigest(viewer);
  const mail = digestMail(digest, day, env.APP_ORIGIN);
  if (!mail) return "nothing to send";
  context.signal.throwIfAborted();
  // Sent, then noted with the end of the job: a crash in between sends it again under the same Message-ID, by which the second copy is
  // known. The other order would lose it.
  await sendMail(viewer, mail.subject, `digest.${day}.${personId}`, mail.content);
  await writing("system", async (tx) => {
    const sql = onTx(tx);
    await sql.query(Prisma.sql`UPDATE notification SET mailed_at = ${now()}::timestamptz
      WHERE id = ANY (${noticeIds}::bigint[]) AND person_id = ${personId}::uuid AND mailed_at IS NULL RETURNING 1`);
    await finishJob(sql, context);
  });
  return "sent";
}

async function sendTest(personId: string, { jobId, signal }: JobContext): Promise<MailOutcome> {
  const viewer = await viewerOf(personId);
  if (!viewer || viewer.email === "") return "nobody";
  signal.throwIfAborted();
  await sendMail(viewer, "Test mail of the command center", `test.${jobId}`, {
    title: "Mail works",
    lead: `This test mail was sent to ${viewer.name}.`,
    sections: [],
    action: { label: "Open the command center", href: `${env.APP_ORIGIN}/` },
    foot: "You asked for this mail in the settings.",
  });
  return "sent";
}

/** To the address somebody had. It names neither the new one nor who changed it: whoever reads here may be another by now. */
async function sendSignInChanged(
  { personId, to, address, leftOn }: Extract<MailPayload, { kind: "sign-in-changed" }>,
  { jobId, signal }: JobContext,
): Promise<MailOutcome> {
  const person = await reading("system", (tx) => tx.person.findUnique({ where: { id: personId }, select: { name: true } }));
  if (!person) return "nobody";
  const says = [
    address && "From now on you sign in with another e-mail address; this one is not used for it any more.",
    leftOn === null && "Your leaving date was removed.",
    typeof leftOn === "string" && `You can sign in until the day before ${formatDate(leftOn)}.`,
  ];
  signal.throwIfAborted();
  await sendMail({ name: person.name, email: to }, "Your sign-in was changed", `sign-in.${jobId}`, {
    title: "Your sign-in was changed",
    lead: says.filter((part) => part !== false).join(" "),
    sections: [],
    foot: "If you did not agree to this, tell an administrator of your company at once.",
  });
  return "sent";
}

/** The link is made here and exists in the mail alone: neither a job nor a log holds it. An address nobody signs in with gets none. */
async function sendReset(email: string, { jobId, signal }: JobContext): Promise<MailOutcome> {
  const made = await writing("system", async (tx) => {
    const account = await tx.account.findFirst({
      where: { disabledAt: null, passwordHash: { not: null }, person: { email } },
      select: { rightsVersion: true, person: { select: { id: true, name: true } } },
    });
    if (!account) return null;
    const { id, name } = account.person;
    const link = await issueLink(tx, { personId: id, rightsVersion: account.rightsVersion }, "password_reset");
    await appendAudit(onTx(tx), "system", {
      action: "account.link",
      subject: { type: "person", id, name },
      departmentId: null,
      before: null,
      after: { purpose: "password_reset", minutes: LINK_MINUTES, by: "forgotten password" },
    });
    return { name, link };
  });
  if (!made) return "nobody";
  signal.throwIfAborted();
  await sendMail({ name: made.name, email }, "Set a new password", `reset.${jobId}`, {
    title: "Set a new password",
    lead: `Somebody asked for a new password for ${email}. The link works once, for ${LINK_MINUTES} minutes.`,
    sections: [],
    action: { label: "Set a new password", href: made.link },
    foot: "If it was not you, do nothing: your password stays as it is.",
  });
  return "sent";
}
