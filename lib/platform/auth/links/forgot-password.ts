import "server-only";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/lib/platform/db/client";
import { beforeSignIn } from "@/lib/platform/db/scope";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { mailState } from "@/lib/platform/mail/send";
import type { ForgotPasswordInput } from "../schema";
import { networkOf } from "../sign-in/address";
import { limiters } from "../sign-in/limiter";
import { countOf, countTries, countTry } from "../sign-in/tries";

/** Links mailed within the window, per account and per network. */
const PER_ACCOUNT = 3;
const PER_NETWORK = 30;
/** Up to this many requests within the window, over all accounts and networks, do not alert administrators. */
export const RESETS_USUAL = 100;
/** Every answer takes at least this long, several times what the work takes, so that timing reveals nothing. */
const ANSWER_MS = 250;

/**
 * Mails a reset link if somebody signs in with that address. The answer and its timing are the same whether or not the account exists or a
 * limit applies. Only mailed links count against a limit, so requests for other accounts, or for nobody, do not use up an account's links.
 * Throws INVALID if mail is not set up, TOO_MANY if too many ask at this moment.
 */
export async function askPasswordReset({ email }: ForgotPasswordInput, address: string): Promise<{ asked: true }> {
  if (!mailState().configured) throw new AppError("INVALID", "This installation sends no mail. Ask your administrator for a link.");
  const network = networkOf(address);
  const places = [{ key: email, most: 3 }, ...(network === null ? [] : [{ key: network, most: 10 }])];
  await Promise.all([
    limiters.resets.enter(places, () => askFor(email, network)),
    new Promise<void>((done) => setTimeout(done, ANSWER_MS)),
  ]);
  return { asked: true };
}

const askFor = (email: string, network: string | null): Promise<void> =>
  beforeSignIn(async (sql) => {
    await countTry(sql, { key: countOf.resets, most: RESETS_USUAL });
    const accounts = await sql.query(Prisma.sql`
      SELECT FROM account a JOIN person p ON p.id = a.person_id WHERE p.email = ${email} AND a.disabled_at IS NULL AND a.password_hash IS NOT NULL`);
    if (accounts.length === 0) return;
    const limits = [
      { key: countOf.reset(email), most: PER_ACCOUNT },
      ...(network === null ? [] : [{ key: countOf.resetNetwork(network), most: PER_NETWORK }]),
    ];
    if (await countTries(sql, limits)) await enqueue(sql, "mail", { kind: "reset", email });
  });
