import "server-only";
import { realNow } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { AppError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { mailState } from "@/lib/mail/send";
import type { ForgotPasswordInput } from "./schema";

const WINDOW_MINUTES = 15;
const PER_EMAIL = 3;
const PER_ADDRESS = 10;
const PER_INSTALLATION = 200;

/**
 * Has a reset link mailed, if somebody signs in with that address. The answer is the same whether anybody does and whether the limits
 * hold it back, and so is the work done before it: the background worker looks who it is. Throws INVALID where mail is not set up.
 */
export async function askPasswordReset({ email }: ForgotPasswordInput, address: string): Promise<{ asked: true }> {
  if (!mailState().configured) throw new AppError("INVALID", "This installation sends no mail. Ask your administrator for a link.");
  await writing("system", async (tx) => {
    const sql = onTx(tx);
    const [byEmail, byAddress] = [`reset ${email}`.slice(0, 250), `reset ${address}`];
    await sql.query(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${byEmail}, 2))::text`);
    const since = new Date(realNow().getTime() - WINDOW_MINUTES * 60_000);
    const [asked] = await sql.query<{ email: number; address: number; all: number }>(Prisma.sql`
      SELECT count(*) FILTER (WHERE email = ${byEmail})::int AS email, count(*) FILTER (WHERE address = ${byAddress})::int AS address, count(*)::int AS all
      FROM sign_in_failure WHERE at > ${since}::timestamptz AND email LIKE 'reset %'`);
    if (!asked || asked.email >= PER_EMAIL || asked.all >= PER_INSTALLATION) return;
    if (address !== "unknown" && asked.address >= PER_ADDRESS) return;
    // Kept with the failed sign-ins, counted alike, swept alike: under keys with a blank, which no address has that somebody signs in with.
    await tx.signInFailure.create({ data: { email: byEmail, address: byAddress, at: realNow() }, select: { id: true } });
    await enqueue(sql, "mail", { kind: "reset", email });
  });
  return { asked: true };
}
