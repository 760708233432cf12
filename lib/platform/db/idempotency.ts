import "server-only";
import { createHash } from "node:crypto";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { Prisma, type Tx } from "./client";
import type { Reader } from "./reader";

type Kept = { action: string; made: string; same: boolean };

/**
 * Uses up a form's key, so that one thing is made however often the form is sent. `input` is everything that was sent; its `idempotencyKey`
 * was generated when the form was shown. Returns a new id for what is made, and whether this is the `first` submission, which has to make
 * it in the same transaction. A second submission waits for the first to commit and gets the same id; if the first fails, its key is free
 * again. Keys belong to one person. Call it first in the transaction. Throws KEY_REUSED if the key was used for another action, or for the
 * same action with different input.
 */
export async function claimIdempotencyKey(
  tx: Tx,
  viewer: Reader,
  action: string,
  input: Readonly<{ idempotencyKey: string }>,
): Promise<{ id: string; first: boolean }> {
  const hash = createHash("sha256").update(canonical(input)).digest("hex");
  const [drawn] = await tx.$queryRaw<{ made: string }[]>(Prisma.sql`
    INSERT INTO idempotency (person_id, key, action, request_hash, result, created_at)
    VALUES (${viewer.personId}::uuid, ${input.idempotencyKey}::uuid, ${action}, decode(${hash}, 'hex'), to_jsonb(uuid_v7()::text), ${now()}::timestamptz)
    ON CONFLICT (person_id, key) DO NOTHING RETURNING result #>> '{}' AS made`);
  if (drawn !== undefined) return { id: drawn.made, first: true };
  // Rows older than the hash column have no hash.
  const [kept] = await tx.$queryRaw<Kept[]>(Prisma.sql`
    SELECT action, result #>> '{}' AS made, coalesce(request_hash = decode(${hash}, 'hex'), true) AS same
    FROM idempotency WHERE person_id = ${viewer.personId}::uuid AND key = ${input.idempotencyKey}::uuid`);
  if (kept === undefined || kept.action !== action || !kept.same)
    throw new AppError(
      "KEY_REUSED",
      "This form was already sent with different content, which is saved. The current content was not saved: review what is saved, then send it again.",
    );
  return { id: kept.made, first: false };
}

/** The same text for the same content, whatever the order of its fields. Undefined fields are left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, own: unknown) =>
    typeof own === "object" && own !== null && !Array.isArray(own)
      ? Object.fromEntries(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : own,
  );
}
