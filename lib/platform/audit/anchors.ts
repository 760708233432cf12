import "server-only";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import readline from "node:readline";
import { z } from "zod";
import { realNow } from "@/lib/clock";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";

/**
 * The end of the audit chain at one moment, stored outside the reach of anybody who can write to the database: one JSON line in the log and
 * in a file. hash: SHA-256 of the row, hexadecimal. at: time of the row, by the business clock. anchored: time of the anchor, by the real
 * clock. Both are ISO instants.
 */
const Anchor = z.strictObject({
  id: z.string().regex(/^[1-9]\d{0,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  anchored: z.iso.datetime(),
});
export type Anchor = z.output<typeof Anchor>;

/** Parses an anchor; null if the line is not one. */
function readLine(text: string): Anchor | null {
  try {
    return Anchor.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";
/** Upper bound for the length of a line. */
const LAST_BYTES = 1_000;

/** Appends `anchor` to the file unless the last line already says the same, and waits until it is on disk. */
async function append(file: string, anchor: Anchor): Promise<boolean> {
  const handle = await open(/* turbopackIgnore: true */ file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - LAST_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LAST_BYTES), 0, LAST_BYTES, from);
    const end = buffer.toString("utf8", 0, bytesRead);
    const last = readLine(end.trimEnd().split("\n").at(-1) ?? "");
    if (last?.id === anchor.id && last.hash === anchor.hash) return false;
    // If a crash left an incomplete line, end it first so that the next one is whole.
    await handle.appendFile(`${end === "" || end.endsWith("\n") ? "" : "\n"}${JSON.stringify(anchor)}\n`);
    await handle.sync();
    return true;
  } finally {
    await handle.close();
  }
}

/**
 * Writes the head of the chain to the log, and to the file if one is configured and its last line differs. Returns what it wrote; null
 * while the audit log is empty.
 */
export async function anchorChain(): Promise<(Anchor & { written: boolean }) | null> {
  const head = await reading("system", async (tx) => {
    const [row] = await onTx(tx).query<{ id: string; hash: string; at: string }>(Prisma.sql`
      SELECT id::text, encode(hash, 'hex') AS hash, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
      FROM audit_event e ORDER BY e.id DESC LIMIT 1`);
    return row;
  });
  if (head === undefined) return null;
  const anchor = { ...head, anchored: realNow().toISOString() };
  log.info({ anchor }, "audit anchor");
  return { ...anchor, written: env.AUDIT_ANCHORS !== undefined && (await append(env.AUDIT_ANCHORS, anchor)) };
}

/**
 * anchors: number compared. damaged: numbers of unreadable lines. broken: the first anchor that does not match the chain, and why. Null if
 * there is no such file.
 */
export type AnchorState = { anchors: number; damaged: number[]; broken: { id: string; problem: string } | null };

/** Lines compared per statement. */
const BATCH = 1_000;

/**
 * Compares every anchor in the file with the chain. A chain that was truncated or rewritten can still be consistent in itself, but it
 * cannot match anchors made before.
 */
export async function checkAnchors(sql: Sql, file: string): Promise<AnchorState | null> {
  const state: AnchorState = { anchors: 0, damaged: [], broken: null };
  const compare = async (anchors: Anchor[]) => {
    const rows = await sql.query<{ id: string; hash: string }>(Prisma.sql`
      SELECT id::text, encode(hash, 'hex') AS hash FROM audit_event WHERE id = ANY (${anchors.map(({ id }) => id)}::bigint[])`);
    const held = new Map(rows.map(({ id, hash }) => [id, hash]));
    const lost = anchors.find(({ id, hash }) => held.get(id) !== hash);
    state.anchors += anchors.length;
    if (lost === undefined || state.broken !== null) return;
    state.broken = {
      id: lost.id,
      problem: held.has(lost.id)
        ? `it is not the row that was there on ${lost.anchored}; the log was rewritten since`
        : `it was there on ${lost.anchored} and is missing now; rows at the end were cut off`,
    };
  };
  let number = 0;
  let batch: Anchor[] = [];
  try {
    for await (const line of readline.createInterface({
      input: createReadStream(/* turbopackIgnore: true */ file),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number += 1;
      if (line.trim() === "") continue;
      const anchor = readLine(line);
      if (anchor === null) state.damaged.push(number);
      else batch.push(anchor);
      if (batch.length >= BATCH) {
        await compare(batch);
        batch = [];
      }
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  if (batch.length > 0) await compare(batch);
  return state;
}
