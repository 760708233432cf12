import "server-only";
import { createHash } from "node:crypto";
import type pg from "pg";
import { to } from "pg-copy-streams";
import { AppError } from "@/lib/errors";
import { asOwner } from "../connection";
import type { Manifest, TableTitle } from "../sections";

/** order: the columns of the key, as in ORDER BY; the same order in every collation. */
export type Table = TableTitle & { owner: string; order: string[] };
export type Digest = { rows: number; sha256: string };

/** Tables of the job queue that are kept: waiting and finished jobs, and the schedule. The migration creates its queues and structure. */
const JOBS = ["job_common", "job_dependency", "schedule"];

/** Every table in the backup, with those of the job queue last. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>({
    text: `SELECT n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner,
      (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      coalesce((SELECT array_agg(format('%I', a.attname) || CASE WHEN a.attcollation = 0 THEN '' ELSE ' COLLATE "C"' END ORDER BY k.place)
        FROM pg_index i, unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (number, place), pg_attribute a
        WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.number), '{}') AS "order"
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND ((n.nspname = 'public' AND c.relname <> '_prisma_migrations') OR (n.nspname = 'jobs' AND c.relname = ANY ($1)))
      ORDER BY n.nspname DESC, c.relname`,
    values: [JOBS],
  });
  return rows;
}

export const qualified = (client: pg.Client, { schema, name }: { schema: string; name: string }) =>
  `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;

/** A table's rows in the text form of COPY, in key order; counted and digested into `digest` on the way. */
export async function* rowsOf(client: pg.Client, table: Table, digest: { value?: Digest }): AsyncGenerator<Buffer> {
  const columns = table.columns.map((name) => `t.${client.escapeIdentifier(name)}`);
  const order = table.order.length > 0 ? table.order.map((column) => `t.${column}`) : ['t::text COLLATE "C"'];
  const hash = createHash("sha256");
  let rows = 0;
  await client.query(`SET LOCAL ROLE ${client.escapeIdentifier(table.owner)}`);
  const text = `COPY (SELECT ${columns.join(", ")} FROM ${qualified(client, table)} t ORDER BY ${order.join(", ")}) TO STDOUT`;
  for await (const chunk of client.query(to(text)) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    rows += linesOf(chunk);
    yield chunk;
  }
  await client.query("RESET ROLE");
  digest.value = { rows, sha256: hash.digest("hex") };
}

/** Counts the ends of lines. COPY escapes line breaks inside a row. */
export function linesOf(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** The row count and digest of a table now. */
export async function digestOf(client: pg.Client, table: Table): Promise<Digest> {
  const digest: { value?: Digest } = {};
  for await (const _ of rowsOf(client, table, digest));
  if (digest.value === undefined) throw new Error(`${table.name} was not read to its end`);
  return digest.value;
}

/** Current values of the sequences. They ignore snapshots: read after the rows, they are never behind them. */
export async function sequencesOf(client: pg.Client): Promise<Manifest["sequences"]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT sequencename::text AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
  );
  const sequences: Manifest["sequences"] = [];
  for (const { name } of rows) {
    const held = await client.query<{ last: string; called: boolean }>(
      `SELECT last_value::text AS last, is_called AS called FROM ${qualified(client, { schema: "public", name })}`,
    );
    const [at] = held.rows;
    if (at === undefined) throw new Error(`the sequence ${name} says nothing`);
    sequences.push({ name, ...at });
  }
  return sequences;
}

/** The result of checking the audit log in this transaction's snapshot, and where the log ends. */
export async function chainOf(client: pg.Client): Promise<Manifest["chain"]> {
  const head = (await tablesOf(client)).find(({ name }) => name === "audit_head");
  if (head === undefined) throw new AppError("INVALID", "This database has no audit log.");
  return asOwner(client, head, async () => {
    const { rows } = await client.query<{ rows: number; id: string | null; problem: string | null; last: string; hash: string }>(
      `SELECT v.rows_checked::int AS rows, v.broken_id::text AS id, v.problem, h.last_id::text AS last, encode(h.hash, 'hex') AS hash
       FROM public.audit_verify() v, public.audit_head h`,
    );
    const [at] = rows;
    if (at === undefined) throw new AppError("INVALID", "The head of the audit log is missing.");
    return {
      rows: at.rows,
      broken: at.id === null ? null : { id: at.id, problem: at.problem ?? "it is not as it was written" },
      lastId: at.last,
      hash: at.hash,
    };
  });
}
