import { AppError } from "@/lib/errors";

/** Milliseconds without a byte, and bytes a second on the average once `graceMs` were waited: slower than a telephone line is no line. */
const PACE = { silentMs: 15_000, graceMs: 30_000, bytesPerSecond: 8 * 1024 };

/**
 * Hands a body on as it arrives, and gives it up when it stops coming or comes too slowly: whoever sends without end would hold a place
 * that others wait for. Only the time that was spent waiting for the sender counts. Throws TOO_SLOW.
 */
export async function* arriving(body: AsyncIterable<Uint8Array>, pace = PACE): AsyncGenerator<Uint8Array, void> {
  const source = body[Symbol.asyncIterator]();
  let waited = 0;
  let bytes = 0;
  for (;;) {
    const began = performance.now();
    const next = await within(source.next(), pace.silentMs);
    if (next.done) return;
    waited += performance.now() - began;
    bytes += next.value.byteLength;
    if (waited > pace.graceMs && (bytes / waited) * 1_000 < pace.bytesPerSecond) throw tooSlow();
    yield next.value;
  }
}

const tooSlow = () => new AppError("TOO_SLOW", "The file did not arrive, or too slowly. Upload it again over a better connection.");

/** What is given up is not waited for again; that it fails later is of no interest. */
async function within<T>(coming: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(tooSlow()), ms);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}
