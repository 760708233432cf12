import "server-only";
import { log } from "@/lib/log";
import { Prisma } from "../client";
import { cancelStatement } from "../scope";
import type { Sql } from "../sql";

/**
 * Runs a part of a transaction that stops when the signal is aborted: the current statement is cancelled, and the signal's reason is
 * thrown, which rolls the transaction back. Call it inside `reading` or `writing`, whose connection it uses.
 */
export async function cancelledBy<T>(sql: Sql, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const [own] = await sql.query<{ pid: number }>(Prisma.sql`SELECT pg_backend_pid() AS pid`);
  signal.throwIfAborted();
  let cancelled: Promise<unknown> = Promise.resolve();
  const asked = Promise.withResolvers<never>();
  asked.promise.catch(() => {});
  const end = () => {
    cancelled = cancelStatement(own?.pid ?? 0)
      .catch((error: unknown) => log.warn({ err: error }, "work that was to end could not be told so"))
      .then(() => asked.reject(signal.reason));
  };
  signal.addEventListener("abort", end, { once: true });
  const work = run();
  work.catch(() => {}); // after the end it fails by itself, and nobody handles that
  try {
    return await Promise.race([work, asked.promise]);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", end);
    await cancelled; // or the cancel would reach the connection's next user
  }
}
