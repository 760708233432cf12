import "server-only";
import { z } from "zod";
import { appendAudit } from "@/lib/audit/write";
import { realNow } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { checkPassword } from "./password";
import { startSession } from "./sessions";

const WINDOW_MINUTES = 15;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 30;

const Credentials = z.object({
  email: z
    .string()
    .max(200)
    .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u)
    .transform((e) => e.toLowerCase()),
  password: z.string().min(1).max(200),
});

export type SignIn = { personId: string; name: string; email: string; sid: string };

/**
 * Checks an e-mail and password, within limits kept in the database (so that a restart or a second process does not reset them).
 * Null for every reason alike: unknown, wrong, disabled, no password yet, or too many tries; nothing tells them apart, nor the time taken.
 */
export async function checkCredentials(
  input: unknown,
  address: string,
): Promise<{ personId: string; name: string; email: string; attempt: bigint } | null> {
  const parsed = Credentials.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const account = await writing("system", async (tx) => {
    // Counted before the check and kept unless it succeeds: parallel tries cannot slip between reading and counting.
    const since = new Date(realNow().getTime() - WINDOW_MINUTES * 60_000);
    await tx.$queryRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${email}, 1))::text`);
    const tries = await tx.signInFailure.count({ where: { email, at: { gt: since } } });
    const fromHere = await tx.signInFailure.count({ where: { address, at: { gt: since } } });
    if (tries >= PER_ACCOUNT || fromHere >= PER_ADDRESS) return "limited" as const;
    const attempt = await tx.signInFailure.create({ data: { email, address, at: realNow() }, select: { id: true } });
    const found = await tx.person.findUnique({
      where: { email },
      select: { id: true, name: true, account: { select: { passwordHash: true, disabledAt: true } } },
    });
    return {
      attempt: attempt.id,
      personId: found?.id ?? null,
      name: found?.name ?? "",
      hash: found?.account?.disabledAt === null ? found.account.passwordHash : null,
    };
  });
  const right = await checkPassword(password, account === "limited" ? null : account.hash);
  if (account === "limited" || !right || account.personId === null) {
    await writing("system", (tx) =>
      appendAudit(onTx(tx), "system", {
        action: "session.fail",
        subject: { type: "account", id: email, name: email },
        departmentId: null,
        before: null,
        after: { address, limited: account === "limited" },
      }),
    );
    return null;
  }
  return { personId: account.personId, name: account.name, email, attempt: account.attempt };
}

/** Takes back the count of a try that was right. */
export const forgiveAttempt = (attempt: bigint): Promise<unknown> =>
  writing("system", (tx) => tx.signInFailure.deleteMany({ where: { id: attempt } }));

/** Checks the credentials and begins a session. Null for every reason alike. */
export async function signIn(input: unknown, address: string, userAgent: string | null): Promise<SignIn | null> {
  const found = await checkCredentials(input, address);
  if (!found) return null;
  const sid = await startSession(found.personId, userAgent);
  if (sid === null) return null;
  await forgiveAttempt(found.attempt);
  return { personId: found.personId, name: found.name, email: found.email, sid };
}
