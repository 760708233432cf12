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

/** Links mailed within the window: for one account, and to accounts asked for from one network. */
const PER_ACCOUNT = 3;
const PER_NETWORK = 30;
/** So many asked for within the window, by whomever and for whomever, are nothing to tell administrators of. */
export const RESETS_USUAL = 100;
/** The answer comes after as long as this, whatever was done: several times what it takes. */
const ANSWER_MS = 250;

/**
 * Has a reset link mailed, if somebody signs in with that address. The answer is the same whether anybody does and whether the limits
 * hold it back, and comes after the same time. Only what is mailed counts against a limit, so that asking for others, or for nobody, takes
 * no account's links away. Throws INVALID where mail is not set up, TOO_MANY where too many ask at this moment.
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
