import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { appendAudit } from "./write";

/** Runs a command; a refusal is noted in the log before it is thrown on. */
export async function notingDenial<T>(viewer: Viewer, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppError && (error.code === "FORBIDDEN" || error.code === "NOT_FOUND")) await auditDenial(viewer, error);
    throw error;
  }
}

/** Refusals are part of the log; their own transaction, since the refused one is gone. */
async function auditDenial(viewer: Viewer, error: AppError): Promise<void> {
  await writing(viewer, (tx) =>
    appendAudit(onTx(tx), viewer, {
      action: "access.denied",
      subject: { type: "person", id: viewer.personId, name: viewer.name },
      departmentId: null,
      before: null,
      after: { answer: error.message },
    }),
  ).catch((cause: unknown) => log.error({ err: cause }, "a refusal could not be audited"));
}
