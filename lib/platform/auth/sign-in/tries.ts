import "server-only";
import { realNow } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

export const WINDOW_MINUTES = 15;

/** A key to count under, and how many tries are allowed within the window. */
export type Limit = { key: string; most: number; minutes?: number };
/** A try that was allowed. Its instant, to the microsecond, identifies it if it is refunded. */
export type Try = { key: string; at: string };

/** The keys. An e-mail contains no space, so no key can look like another. */
export const countOf = {
  account: (email: string) => `account ${email}`,
  device: (id: string) => `device ${id}`,
  network: (network: string) => `network ${network}`,
  /** Checks of the person's own password while signed in. */
  own: (personId: string) => `own ${personId}`,
  reset: (email: string) => `reset ${email}`,
  resetNetwork: (network: string) => `reset-network ${network}`,
  /** Wrong passwords and requested links over the whole installation: they limit nobody, only what is written and reported. */
  failures: "failures",
  resets: "resets",
  told: "told",
} as const;

/** Start of the window in which tries count, as an instant. */
export const windowBegan = (minutes = WINDOW_MINUTES): Date => new Date(realNow().getTime() - minutes * 60_000);

/**
 * Counts one more try and decides in the same statement, so that parallel tries never exceed the limit in any stretch of time as long as
 * the window. Null: the limit is reached, and the try only counts as refused.
 */
export async function countTry(sql: Sql, { key, most, minutes }: Limit): Promise<Try | null> {
  const recent = Prisma.sql`ARRAY(SELECT t FROM unnest(c.tries) AS t WHERE t > ${windowBegan(minutes)}::timestamptz ORDER BY t)`;
  // Random microseconds keep two tries of the same millisecond apart.
  const at = realNow()
    .toISOString()
    .replace("Z", `${String(Math.floor(Math.random() * 1_000)).padStart(3, "0")}Z`);
  const [counted] = await sql.query<{ taken: boolean }>(Prisma.sql`
    INSERT INTO sign_in_count AS c (key, tries, seen_at) VALUES (${key}, ARRAY[${at}::timestamptz], ${at}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET
      tries = CASE WHEN cardinality(${recent}) < ${most}::int THEN ${recent} || EXCLUDED.tries ELSE ${recent} END,
      refused = c.refused + CASE WHEN cardinality(${recent}) < ${most}::int THEN 0 ELSE 1 END, seen_at = EXCLUDED.seen_at
    RETURNING c.tries @> ARRAY[${at}::timestamptz] AS taken`);
  return counted?.taken ? { key, at } : null;
}

/** Takes back tries that were allowed, because the password was right. */
export async function refundTries(sql: Sql, tries: readonly Try[]): Promise<void> {
  for (const { key, at } of tries)
    await sql.query(Prisma.sql`UPDATE sign_in_count SET tries = array_remove(tries, ${at}::timestamptz) WHERE key = ${key} RETURNING 1`);
}

/**
 * Counts under each key, in the given order, which is the same everywhere (no deadlocks). Null if one refuses, and then nothing is counted.
 */
export async function countTries(sql: Sql, limits: readonly Limit[]): Promise<Try[] | null> {
  const taken: Try[] = [];
  for (const limit of limits) {
    const one = await countTry(sql, limit);
    if (one === null) {
      await refundTries(sql, taken);
      return null;
    }
    taken.push(one);
  }
  return taken;
}
