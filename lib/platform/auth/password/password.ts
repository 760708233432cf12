import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { limiters } from "../sign-in/limiter";

// OWASP's first choice of 2023 for argon2id: 19 MiB, two passes, one lane. About 30 ms.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** argon2id as a PHC string. Throws TOO_MANY if too many are waiting. */
export const hashPassword = (password: string): Promise<string> => limiters.hashing.enter([], () => hash(password, COST));

const nobody = hash("nobody signs in with this", COST);

/** Whether the password matches the hash. Without a hash (no such account) it takes the same time and returns false. */
export async function checkPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const known = passwordHash ?? (await nobody);
  return limiters.hashing.enter([], async () => (await verify(known, password)) && passwordHash !== null);
}
