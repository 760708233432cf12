import "server-only";
import { realNow } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";

export const WINDOW_MINUTES = 15;

/** What is counted under one key, and how many of it are let through within the window. */
export type Limit = { key: string; most: number; minutes?: number };
/** A try that was let through; by its instant, to the microsecond, it can be given back. */
export type Try = { key: string; at: string };

/** The keys. An e-mail holds no blank, so that no key can be written as another. */
export const countOf = {
  account: (email: string) => `account ${email}`,
  device: (id: string) => `device ${id}`,
  network: (network: string) => `network ${network}`,
  /** Of one's own password, by who is signed in. */
  own: (personId: string) => `own ${personId}`,
  reset: (email: string) => `reset ${email}`,
  resetNetwork: (network: string) => `reset-network ${network}`,
  /** Wrong passwords, and links asked for, over the whole installation: they limit nobody, but what is written down and told. */
  failures: "failures",
  resets: "resets",
  told: "told",
} as const;

/** The start of the window in which tries count, as an instant. */
export const windowBegan = (minutes = WINDOW_MINUTES): Date => new Date(realNow().getTime() - minutes * 60_000);

/**
 * Counts one more, in one statement that also decides: of any number of simultaneous tries as many are let through as the limit says,
 * in any stretch of time as long as the window. Null: it is one too many, and is only counted as refused.
 */
export async function countTry(sql: Sql, { key, most, minutes }: Limit): Promise<Try | null> {
  const recent = Prisma.sql`ARRAY(SELECT t FROM unnest(c.tries) AS t WHERE t > ${windowBegan(minutes)}::timestamptz ORDER BY t)`;
  // Microseconds by chance: two tries of the same millisecond stay two.
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

/** Takes back tries that were let through, since they were right. */
export async function refundTries(sql: Sql, tries: readonly Try[]): Promise<void> {
  for (const { key, at } of tries)
    await sql.query(Prisma.sql`UPDATE sign_in_count SET tries = array_remove(tries, ${at}::timestamptz) WHERE key = ${key} RETURNING 1`);
}

/** Counts under each key, in the order given, which is the same for everybody; null where one refuses, and then under none. */
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
