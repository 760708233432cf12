import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/errors";

// OWASP's first choice of 2023 for argon2id: 19 MiB, two passes, one lane. About 30 ms.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2; // one per core: more only makes every sign-in slower
const WAITING = 60;

let running = 0;
const queue: (() => void)[] = [];

/** A flood of sign-ins must not take the processor from everybody else: the rest wait, and past that are sent away. */
async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING) throw new AppError("UNAVAILABLE", "Too many people are signing in at this moment. Try again in a minute.");
    await new Promise<void>((turn) => queue.push(turn));
  } else running++;
  try {
    return await run();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running--;
  }
}

/** argon2id as a PHC string. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

const nobody = hash("nobody signs in with this", COST);

/** Whether the password belongs to the hash. Without a hash (no such account) it takes as long and answers no. */
export async function checkPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const known = passwordHash ?? (await nobody);
  return inTurn(async () => (await verify(known, password)) && passwordHash !== null);
}
