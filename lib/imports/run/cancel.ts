import "server-only";
import type { PoolClient } from "pg";
import { log } from "@/lib/log";
import { cancelStatement } from "@/lib/platform/db/scope";
import type { Row } from "@/lib/tables/read/read";
import type { ImportProgress } from "./run";

/** An import that was stopped because somebody asked for it. Nothing of it was written. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("The import was stopped. Nothing was written.");
  }
}

const AGAIN_MS = 150;

export type Stoppable = {
  /** The same connection; after an abort it takes no further statement and throws Cancelled instead. */
  client: PoolClient;
  /** Waits for a request to cancel that is on its way, and throws Cancelled after an abort. */
  release(): Promise<void>;
};

/**
 * A connection whose work ends soon after the signal is aborted, whatever it is at: the statement that is under way is cancelled, again
 * and again until released, and the next one is not begun. Work between statements goes on until it asks for one.
 */
export async function stoppable(client: PoolClient, signal: AbortSignal | undefined): Promise<Stoppable> {
  if (signal === undefined) return { client, release: async () => {} };
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const pid = rows[0]?.pid ?? 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  const stop = () => {
    // One round trip on another connection: a process that is busy reading answers each one late.
    underWay = cancelStatement(pid)
      .catch((error: unknown) => log.warn({ err: error }, "a running import could not be told to stop"))
      .then(() => {
        if (!released) timer = setTimeout(stop, AGAIN_MS);
      });
  };
  let released = false;
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  return {
    client: new Proxy(client, {
      get(target, name) {
        if (name === "query" && signal.aborted) throw new Cancelled();
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    }),
    async release() {
      released = true;
      signal.removeEventListener("abort", stop);
      clearTimeout(timer);
      await underWay;
      if (signal.aborted) throw new Cancelled();
    },
  };
}

/** The same batches, counted for whoever watches; throws Cancelled at the first batch after an abort. */
export async function* counted(
  batches: AsyncIterable<Row[]>,
  signal: AbortSignal | undefined,
  onProgress: ((progress: ImportProgress) => void) | undefined,
): AsyncGenerator<Row[]> {
  let rows = 0;
  for await (const batch of batches) {
    if (signal?.aborted) throw new Cancelled();
    rows += batch.length;
    onProgress?.({ phase: "reading", rows });
    yield batch;
  }
}
