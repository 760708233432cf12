import "server-only";
import { realNow } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { rightsOf, type Viewer } from "../authz/viewer";

/** The session's current viewer; null if it ended or the person may no longer sign in. */
export type ReloadViewer = () => Promise<Viewer | null>;

const EVERY_MS = 1_000;
/** The database may be away for a moment; nobody can revoke a right during that time. */
const UNANSWERED = 3;

/**
 * For work that continues long after its request was let in: returns a check to call before each piece. Once a second the check asks
 * whether the session is valid and its rights unchanged, and throws UNAUTHENTICATED if not.
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

/** Reads a stream piece by piece, such as an upload; throws UNAUTHENTICATED when the sender is no longer allowed. */
export async function* readWhileAllowed<T>(pieces: AsyncIterable<T>, check: () => Promise<void>): AsyncGenerator<T> {
  for await (const piece of pieces) {
    await check();
    yield piece;
  }
}

/**
 * A file download. It fails with an error when its reader loses the right to read, so that the connection breaks and the file is visibly
 * incomplete.
 */
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
