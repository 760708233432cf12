import "server-only";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { makeRate } from "@/lib/platform/work/rate";
import { appendAudit } from "./write";

/** Runs a command; a refusal is written to the audit log and then rethrown. */
export async function auditingDenial<T>(viewer: Viewer, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppError && (error.code === "FORBIDDEN" || error.code === "NOT_FOUND")) await auditDenial(viewer, error.message);
    throw error;
  }
}

/**
 * Limit per person: this many rows at once, then this many a second. Each row takes the head of the chain, which all writers wait for.
 * Refusals beyond the limit are counted; the next row, or one at the end of the minute, gives the count.
 */
const rate = makeRate({ burst: 1_000, perSecond: 1 });
const LATER_MS = 60_000;
const uncounted = new Map<string, { times: number; timer: NodeJS.Timeout }>();

export async function auditDenial(viewer: Viewer, answer: string): Promise<void> {
  if (rate.take(viewer.personId)) return append(viewer, answer, 1 + taken(viewer.personId));
  const before = uncounted.get(viewer.personId);
  if (before) before.times += 1;
  else {
    const timer = setTimeout(() => void append(viewer, answer, taken(viewer.personId)), LATER_MS);
    timer.unref();
    uncounted.set(viewer.personId, { times: 1, timer });
  }
}

function taken(personId: string): number {
  const before = uncounted.get(personId);
  clearTimeout(before?.timer);
  uncounted.delete(personId);
  return before?.times ?? 0;
}

/** Refusals are audited in a transaction of their own, because the refused one was rolled back. */
async function append(viewer: Viewer, answer: string, times: number): Promise<void> {
  if (times === 0) return;
  await writing(viewer, (tx) =>
    appendAudit(onTx(tx), viewer, {
      action: "access.denied",
      subject: { type: "person", id: viewer.personId, name: viewer.name },
      departmentId: null,
      before: null,
      after: { answer, ...(times > 1 && { times }) },
    }),
  ).catch((cause: unknown) => log.error({ err: cause }, "a refusal could not be audited"));
}
