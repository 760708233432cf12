import "server-only";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { makeRate } from "../work/rate";

/**
 * Far more than a person types or pastes. Without it one signed-in program could hold the head of the audit log, and with it all writers.
 */
const rate = makeRate({ burst: 1_000, perSecond: 10 });

/** Counts one more change requested by a person in this process. Throws TOO_MANY beyond 1,000 at once and ten a second after that. */
export function oneMore({ personId }: Viewer): void {
  if (rate.take(personId)) return;
  throw new AppError("TOO_MANY", "You are sending too much at once. Nothing was saved; try again in a moment.");
}
