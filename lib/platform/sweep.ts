import "server-only";
import { now, realNow } from "@/lib/clock";
import { deviceHorizon } from "@/lib/platform/auth/sign-in/device";
import { Prisma } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Rows per statement, so that a sweep after a long pause does not hold locks for long. */
const AT_MOST = 5_000;

/**
 * Deletes what is no longer needed: form keys older than 24 hours, links that expired a day ago, counts of the sign-in limits, devices
 * unused for 90 days, sessions that ended 30 days ago, and read notices older than 90 days. Data that guards access uses the real clock.
 */
export async function sweep(): Promise<Record<string, number>> {
  const business = (ms: number) => new Date(now().getTime() - ms);
  const removed: Record<string, number> = {};
  const rounds: [string, () => Prisma.Sql][] = [
    ["idempotency", () => gone("idempotency", Prisma.sql`created_at < ${business(DAY)}::timestamptz`)],
    ["one_time_token", () => gone("one_time_token", Prisma.sql`expires_at < ${real(DAY)}::timestamptz`)],
    ["known_device", () => gone("known_device", Prisma.sql`last_used_at < ${deviceHorizon()}::timestamptz`)],
    ["session", () => gone("session", Prisma.sql`coalesce(revoked_at, expires_at) < ${real(30 * DAY)}::timestamptz`)],
    ["notification", () => gone("notification", Prisma.sql`read_at IS NOT NULL AND at < ${business(90 * DAY)}::timestamptz`)],
  ];
  for (const [name, statement] of rounds) removed[name] = await removeAll(statement);
  return { ...removed, sign_in_count: await sweepCounts() };
}

/**
 * Deletes counts of the sign-in limits without a try for an hour; a flood of made-up addresses leaves many. Counts of refused tries are
 * kept until administrators have been told, for at most a day. Returns how many were deleted.
 */
export const sweepCounts = (): Promise<number> =>
  removeAll(() =>
    gone("sign_in_count", Prisma.sql`seen_at < ${real(HOUR)}::timestamptz AND (refused = 0 OR seen_at < ${real(DAY)}::timestamptz)`),
  );

async function removeAll(statement: () => Prisma.Sql): Promise<number> {
  for (let all = 0; ; ) {
    const rows = await writing("system", (tx) => onTx(tx).query(statement()));
    all += rows.length;
    if (rows.length < AT_MOST) return all;
  }
}

/** The instant `ms` ago, by the real clock. */
const real = (ms: number) => new Date(realNow().getTime() - ms);

type Swept = "idempotency" | "one_time_token" | "sign_in_count" | "known_device" | "session" | "notification";
const TABLES: Record<Swept, Prisma.Sql> = {
  idempotency: Prisma.sql`idempotency`,
  one_time_token: Prisma.sql`one_time_token`,
  sign_in_count: Prisma.sql`sign_in_count`,
  known_device: Prisma.sql`known_device`,
  session: Prisma.sql`session`,
  notification: Prisma.sql`notification`,
};
const gone = (table: Swept, old: Prisma.Sql) =>
  Prisma.sql`DELETE FROM ${TABLES[table]} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${TABLES[table]} WHERE ${old} LIMIT ${AT_MOST} FOR UPDATE SKIP LOCKED)) RETURNING 1`;
