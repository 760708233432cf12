import "server-only";
import { once } from "node:events";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Reject } from "@/lib/platform/entities/rejects";
import type { Row } from "@/lib/tables/read/read";

const FLUSH_AT = 256 * 1024;
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A value in the text form of COPY; null is \N. */
export function copied(value: string | null): string {
  if (value === null) return "\\N";
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c) : value;
}

/** A reject as the staging tables carry it in their column `reject`. */
export const rejection = (column: string, value: string, reason: string): string =>
  JSON.stringify([column, value.slice(0, 200).replaceAll("\0", "\ufffd"), reason].map((text) => text.toWellFormed()));

/**
 * Streams rows into a staging table with COPY. `encode` answers the lines of one row (each closed by a newline, values by `copied`);
 * "" leaves the row out. Waits for the database when it is slower than the file. Answers the number of rows read.
 */
export async function stageRows(
  client: PoolClient,
  copy: string,
  batches: AsyncIterable<Row[]>,
  encode: (row: Row) => string,
): Promise<number> {
  const stream = client.query(copyFrom(copy));
  let failure: unknown;
  stream.on("error", (error) => {
    failure = error;
  });
  let rows = 0;
  let buffer = "";
  const flush = async () => {
    if (failure !== undefined) throw failure;
    if (buffer !== "" && !stream.write(buffer)) await Promise.race([once(stream, "drain"), once(stream, "close")]);
    buffer = "";
  };
  try {
    for await (const batch of batches) {
      for (const row of batch) {
        rows++;
        buffer += encode(row);
        if (buffer.length > FLUSH_AT) await flush();
      }
    }
    await flush();
    await new Promise<void>((resolve, reject) => {
      stream.on("error", reject);
      stream.end(resolve);
    });
    return rows;
  } catch (error) {
    // COPY has to be ended before the connection can roll back.
    if (!stream.destroyed) {
      const closed = new Promise<void>((resolve) => stream.once("close", resolve)); // its own error is expected and says nothing
      stream.destroy();
      await closed;
    }
    throw error;
  }
}

export const CREATE_REJECTS = `CREATE TEMP TABLE import_rejects (line int NOT NULL, "column" text NOT NULL, value text NOT NULL, reason text NOT NULL)
  ON COMMIT DROP`;

/** Moves what could not be read out of the staging table; with a bad cell the whole row goes. */
export async function moveRejects(client: PoolClient): Promise<void> {
  const moved = await client.query(
    `INSERT INTO import_rejects SELECT line, reject->>0, reject->>1, reject->>2 FROM import_stage WHERE reject IS NOT NULL`,
  );
  if ((moved.rowCount ?? 0) > 0) await dropRejected(client, "import_stage");
}

/** Takes the rejected lines out of a temporary table. */
export const dropRejected = (client: PoolClient, table: "import_stage" | "import_ready") =>
  client.query(`DELETE FROM ${table} WHERE line IN (SELECT line FROM import_rejects)`);

export const REJECTS_SHOWN = 10_000;

export async function readRejects(client: PoolClient): Promise<{ rejectedRows: number; rejects: Reject[] }> {
  const counted = await client.query<{ n: number }>("SELECT count(DISTINCT line)::int AS n FROM import_rejects");
  const listed = await client.query<Reject>(
    `SELECT line, "column", value, reason FROM import_rejects ORDER BY line, "column", reason LIMIT $1`,
    [REJECTS_SHOWN],
  );
  return { rejectedRows: counted.rows[0]?.n ?? 0, rejects: listed.rows };
}

/**
 * Rejects every row whose key, the columns `keys` of the staging table, is in the file more than once, naming another line of it.
 * @param told the columns of the key that are shown; those found in the database are not, where values of it are not told
 */
export async function rejectDuplicates(client: PoolClient, keys: string[], column: string, told = keys): Promise<void> {
  const list = keys.join(", "); // constants of the target, never from the file
  const same = keys.map((k) => `s.${k} = d.${k}`).join(" AND ");
  const found = await client.query(
    `WITH d AS (SELECT ${list}, min(line) AS first, max(line) AS last FROM import_stage GROUP BY ${list} HAVING count(*) > 1)
     INSERT INTO import_rejects SELECT s.line, $1, left(concat_ws(' / ', ${["NULL", ...told.map((k) => `s.${k}::text`)].join(", ")}), 200),
       'the same key is also on line ' || CASE WHEN s.line = d.first THEN d.last ELSE d.first END
     FROM import_stage s JOIN d ON ${same}`,
    [column],
  );
  if ((found.rowCount ?? 0) > 0) await dropRejected(client, "import_stage");
}
