import "server-only";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { INSTALLATION } from "@/lib/platform/commands/entity";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { mailState } from "./send";

const ask = defineCommand({
  verb: "company.change",
  audit: null, // nothing changes
  entity: INSTALLATION,
  at: (_: null) => null,
  guard: "state",
  run: async ({ sql, viewer }) => {
    if (!mailState().configured) throw new AppError("INVALID", "Mail is not set up, so nothing can be sent.");
    const idempotencyKey = { key: `test:${viewer.personId}`, perSeconds: 60 };
    const put = await enqueue(sql, "mail", { kind: "test", personId: viewer.personId }, { idempotencyKey });
    if (put === null) throw new AppError("INVALID", "A test mail was requested within the last minute. Wait for it first.");
    return { silent: true, answer: { to: viewer.email } };
  },
});

/** Asks the background worker to send the viewer a test mail, on the same path as a digest. Once a minute. */
export const askTestMail = (viewer: Viewer): Promise<{ to: string }> => ask(viewer, null);
