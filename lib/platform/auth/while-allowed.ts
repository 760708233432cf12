import "server-only";
import { realNow } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { rightsOf, type Viewer } from "../authz/viewer";

/** Who holds the session now; null: it ended, or its person may no longer sign in. */
export type ReloadViewer = () => Promise<Viewer | null>;

const EVERY_MS = 1_000;
/** The database may be away for a moment; nobody takes a right away while it is. */
const UNANSWERED = 3;

/**
 * For what goes on for long after its request was let in: answers a check, to be called before each piece. Once a second it asks whether the
 * session holds and its rights are what they were, and throws UNAUTHENTICATED when not.
 */
export function watchOf(viewer: Viewer, again: ReloadViewer, everyMs = EVERY_MS): () => Promise<void> {
  const rights = rightsOf(viewer);
  let at = realNow().getTime();
  let unanswered = 0;
  return async () => {
    if (realNow().getTime() - at < everyMs) return;
    try {
      const held = await again();
      if (held === null || rightsOf(held) !== rights)
        throw new AppError("UNAUTHENTICATED", "You are no longer signed in, or your access was changed. Sign in and start again.");
      unanswered = 0;
    } catch (error) {
      if (error instanceof AppError && error.code === "UNAUTHENTICATED") throw error;
      if (++unanswered >= UNANSWERED) throw error;
    }
    at = realNow().getTime();
  };
}

/** What is read piece by piece, such as a file on its way in; ends with UNAUTHENTICATED when whoever sends it may no longer. */
export async function* readWhileAllowed<T>(pieces: AsyncIterable<T>, check: () => Promise<void>): AsyncGenerator<T> {
  for await (const piece of pieces) {
    await check();
    yield piece;
  }
}

/** A file on its way out. It ends with an error when its reader may no longer read, so that the connection breaks and the file is seen to be cut. */
export function sentWhileAllowed(body: ReadableStream<Uint8Array>, check: () => Promise<void>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      try {
        await check();
      } catch (error) {
        await reader.cancel(error).catch(() => {});
        throw error;
      }
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
