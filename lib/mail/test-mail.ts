import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { authorise } from "@/lib/authz/policy";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { mailState } from "./send";

/** Has a test mail sent to the viewer by the background worker: the whole way a digest takes. Once a minute. Verb: company.change. */
export function askTestMail(viewer: Viewer): Promise<{ to: string }> {
  authorise(viewer, "company.change", { departmentId: null });
  if (!mailState().configured) throw new AppError("INVALID", "Mail is not set up, so nothing can be sent.");
  return writing(viewer, async (tx) => {
    const put = await enqueue(
      onTx(tx),
      "mail",
      { kind: "test", personId: viewer.personId },
      { onceKey: { key: `test:${viewer.personId}`, perSeconds: 60 } },
    );
    if (put === null) throw new AppError("INVALID", "A test mail was asked for within the last minute. Wait for it first.");
    return { to: viewer.email };
  });
}
