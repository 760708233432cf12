import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { realNow } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { currentViewer, sessionWatch } from "@/lib/platform/auth/session";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { makeRate } from "../work/rate";

/**
 * More than a person does by hand. Without it one signed-in program would take the web server from everybody's pages, and the head of the
 * audit log from all writers. Waiting costs nothing, and slows a program that asks again after each answer.
 */
const rate = makeRate({ burst: 100, perSecond: 10, waitMs: 10_000 });

/**
 * Counts one more action or upload of a person in this process and waits for its turn: 100 at once, then ten a second. Returns whether it waited.
 * Throws TOO_MANY if it would wait more than ten seconds.
 */
export async function waitTurn(personId: string): Promise<boolean> {
  const ms = rate.wait(personId, realNow().getTime());
  if (ms === null) throw new AppError("TOO_MANY", "You are sending too much at once. Nothing was done; try again in a moment.");
  if (ms > 0) await pause(ms);
  return ms > 0;
}

/** The signed-in viewer of an action, or null: when it is their turn, and with the rights they have then. */
export async function viewerInTurn(): Promise<Viewer | null> {
  const viewer = await currentViewer();
  if (!viewer || !(await waitTurn(viewer.personId))) return viewer;
  const again = await sessionWatch();
  return again && (await again());
}
