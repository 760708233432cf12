import "server-only";
import { AppError } from "@/lib/errors";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { enqueue } from "@/lib/platform/jobs/enqueue";
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
