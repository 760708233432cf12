import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { Prisma, type Tx } from "./client";

type Kept = { action: string; made: string };

/**
 * Makes one thing however often the form is sent: `key` is drawn when the form is shown and sent with it. The id of what is made is
 * drawn here and handed to `make`, which creates the row under it in the same transaction. A second send waits for the first to
 * commit, makes nothing and answers the same id; when the first fails, its key is free again. Call it first in the transaction.
 * Throws INVALID when the key was spent on another action.
 */
export async function once(
  tx: Tx,
  viewer: Viewer,
  key: string,
  action: string,
  make: (id: string) => Promise<void>,
): Promise<{ id: string }> {
  const [drawn] = await tx.$queryRaw<{ made: string }[]>(Prisma.sql`
    INSERT INTO idempotency (person_id, key, action, result, created_at)
    VALUES (${viewer.personId}::uuid, ${key}::uuid, ${action}, to_jsonb(uuid_v7()::text), ${now()}::timestamptz)
    ON CONFLICT (person_id, key) DO NOTHING RETURNING result #>> '{}' AS made`);
  if (drawn !== undefined) {
    await make(drawn.made);
    return { id: drawn.made };
  }
  const [kept] = await tx.$queryRaw<Kept[]>(Prisma.sql`
    SELECT action, result #>> '{}' AS made FROM idempotency WHERE person_id = ${viewer.personId}::uuid AND key = ${key}::uuid`);
  if (kept === undefined || kept.action !== action)
    throw new AppError("INVALID", "This form was sent before. Reload the page and try again.");
  return { id: kept.made };
}
