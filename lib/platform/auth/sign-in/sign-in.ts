import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { Prisma } from "@/lib/platform/db/client";
import { beforeSignIn, writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { hashToken } from "../links/token";
import { checkPassword } from "../password/password";
import { startSession } from "../sessions";
import { networkOf } from "./address";
import { deviceHorizon, readDevice, rememberDevice } from "./device";
import { limiters } from "./limiter";
import { countOf, countTries, countTry, type Limit, refundTries, type Try, WINDOW_MINUTES } from "./tries";

/** Wrong passwords allowed within the window: per account from unknown browsers, per known device, and per network. */
const PER_ACCOUNT = 10;
const PER_DEVICE = 10;
const PER_NETWORK = 100; // an office behind one address
/** Wrong passwords within the window that get their own audit row; beyond that they are counted and summed up (flood.ts). */
export const FAILURES_WRITTEN = 100;

const Credentials = z.object({
  email: z
    .string()
    .max(200)
    .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u)
    .transform((e) => e.toLowerCase()),
  password: z.string().min(1).max(512), // 128 characters, each of which may be several units
});

export type SignIn = {
  personId: string;
  name: string;
  email: string;
  sid: string;
  /** Cookie that identifies this browser from now on. */
  device: string;
};

const LIMITED =
  "Too many failed attempts. Wait 15 minutes, use a browser you have signed in with before, or get a link by mail: Forgot your password?";

/** Seconds until a retry makes sense, for an error of TOO_MANY or UNAVAILABLE. */
export const retryAfter = (error: AppError): number => (error.message === LIMITED ? WINDOW_MINUTES * 60 : 5);

/**
 * Checks e-mail and password and starts a session. Null for every failure alike: unknown, wrong, disabled, no password yet; neither the
 * answer nor its timing tells them apart. Throws TOO_MANY, without checking the password, if too many are signing in right now or there
 * were too many tries in the last quarter of an hour, whether or not the account exists. The limits are in the database, so a restart or a
 * second process does not reset them. A known device of the account has its own limit.
 */
export async function signIn(
  input: unknown,
  address: string,
  userAgent: string | null,
  deviceCookie: string | null = null,
): Promise<SignIn | null> {
  const parsed = Credentials.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const network = networkOf(address);
  const device = readDevice(deviceCookie);
  const ofNetwork = (most: number) => (network === null ? [] : [{ key: network, most }]);
  const [limiter, places] =
    device === null
      ? [limiters.strangers, [{ key: email, most: 3 }, ...ofNetwork(10)]]
      : [limiters.known, [{ key: device, most: 2 }, ...ofNetwork(6)]];
  return limiter.enter(places, async () => {
    const found = await checkCounted({ email, password, device }, address, ({ known }) =>
      known && device !== null
        ? [{ key: countOf.device(Buffer.from(hashToken(device)).toString("hex")), most: PER_DEVICE }]
        : [
            { key: countOf.account(email), most: PER_ACCOUNT },
            ...(network === null ? [] : [{ key: countOf.network(network), most: PER_NETWORK }]),
          ],
    );
    if (!found) return null;
    return writing("system", async (tx) => {
      await refundTries(onTx(tx), found.tries);
      const remembered = await rememberDevice(tx, found.personId, device);
      const sid = await startSession(tx, found.personId, found.hash, userAgent);
      return sid === null ? null : { personId: found.personId, name: found.name, email, sid, device: remembered };
    });
  });
}

/**
 * Whether this is the password of a signed-in person. It has its own limit: tries by strangers do not keep people from changing their
 * password, and an open session cannot be used to guess it. Throws TOO_MANY.
 */
export async function checkOwnPassword({ personId, email }: { personId: string; email: string }, password: string): Promise<boolean> {
  const found = await checkCounted({ email, password, device: null }, "own account", () => [
    { key: countOf.own(personId), most: PER_ACCOUNT },
  ]);
  if (found) await beforeSignIn((sql) => refundTries(sql, found.tries));
  return found?.personId === personId;
}

type Asked = { email: string; password: string; device: string | null };
type Account = { id: string; name: string; hash: string | null; known: boolean };

/** Counts a try before checking the password, so that parallel tries cannot slip between reading and counting. */
async function checkCounted(
  { email, password, device }: Asked,
  from: string,
  limitsFor: (account: { known: boolean }) => Limit[],
): Promise<{ personId: string; name: string; hash: string; tries: Try[] } | null> {
  const { account, tries } = await beforeSignIn(async (sql) => {
    const found = await findAccount(sql, email, device);
    return { account: found, tries: await countTries(sql, limitsFor(found ?? { known: false })) };
  });
  if (tries === null) throw new AppError("TOO_MANY", LIMITED);
  const hash = account?.hash ?? null;
  const right = await checkPassword(password, hash).catch(async (error: unknown) => {
    await beforeSignIn((sql) => refundTries(sql, tries)); // the password was not checked
    throw error;
  });
  if (right && account && hash !== null) return { personId: account.id, name: account.name, hash, tries };
  await beforeSignIn(async (sql) => {
    // All writers share the head of the audit chain: a flood of failures must not hold them up.
    if ((await countTry(sql, { key: countOf.failures, most: FAILURES_WRITTEN })) === null) return;
    await appendAudit(sql, "system", {
      action: "session.fail",
      subject: { type: "account", id: email, name: email },
      departmentId: null,
      before: null,
      after: { address: from, ...(account?.known && { knownDevice: true }) },
    });
  });
  return null;
}

/** One statement in every case, whether or not the account exists and whether or not the device belongs to it. */
async function findAccount(sql: Sql, email: string, device: string | null): Promise<Account | null> {
  const [account] = await sql.query<Account>(Prisma.sql`
    SELECT p.id::text, p.name, CASE WHEN a.disabled_at IS NULL THEN a.password_hash END AS hash,
      EXISTS (SELECT FROM known_device d WHERE d.person_id = p.id AND d.id_hash = ${Buffer.from(hashToken(device ?? ""))}
        AND d.last_used_at > ${deviceHorizon()}::timestamptz) AS known
    FROM person p LEFT JOIN account a ON a.person_id = p.id WHERE p.email = ${email}`);
  return account ?? null;
}
