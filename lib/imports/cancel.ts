import "server-only";
import type { PoolClient } from "pg";
import { Prisma } from "@/lib/db/client";
import { reading } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { log } from "@/lib/log";
import type { Row } from "./read";
import type { ImportProgress } from "./run";

/** An import that was stopped because somebody asked for it. Nothing of it was written. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("The import was stopped. Nothing was written.");
  }
}

const AGAIN_MS = 400;

/**
 * While the signal is aborted, ends whatever statement this connection is in, again and again, until released: a long comparison or
 * computation stops as soon as reading does. Release waits for a request that is on its way, and throws Cancelled after an abort.
 */
export async function cancelWith(client: PoolClient, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
  if (signal === undefined) return async () => {};
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const pid = rows[0]?.pid ?? 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  const stop = () => {
    underWay = reading("system", (tx) => onTx(tx).query(Prisma.sql`SELECT pg_cancel_backend(${pid}::int)`)).catch((error: unknown) =>
      log.warn({ err: error }, "a running import could not be told to stop"),
    );
    timer = setTimeout(stop, AGAIN_MS);
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  return async () => {
    signal.removeEventListener("abort", stop);
    clearTimeout(timer);
    await underWay;
    clearTimeout(timer);
    if (signal.aborted) throw new Cancelled();
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
