import { createHash } from "node:crypto";
import type pg from "pg";

/** Written by any request, whatever the answer: last-seen times, refusals, sign-in tries. */
const ASIDE = ["audit_event", "audit_head", "session", "sign_in_count", "_prisma_migrations"];

/** The last-seen time is written by requests, too. */
const SESSION = "(SELECT id_hash, person_id, expires_at, revoked_at FROM session)";

const tablesOf = async (owner: pg.Client): Promise<string[]> =>
  (await owner.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).rows.map(
    (row) => row.name,
  );

/** SHA-256 of every table that holds business data, by its name. */
export async function digests(owner: pg.Client, aside: readonly string[] = ASIDE): Promise<Record<string, string>> {
  const tables = (await tablesOf(owner)).filter((name) => !aside.includes(name));
  const parts = tables.map(
    (name) =>
      `SELECT '${name}' AS name, coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') AS content FROM ${name === "session" ? SESSION : name} t`,
  );
  // Jobs are queued by the transaction that asks for them, and nothing takes them out here.
  parts.push(`SELECT 'job' AS name, coalesce(string_agg(concat(name, data), E'\\n' ORDER BY id), '') AS content FROM jobs.job`);
  const { rows } = await owner.query<{ name: string; content: string }>(parts.join(" UNION ALL "));
  return Object.fromEntries(rows.map(({ name, content }) => [name, createHash("sha256").update(content).digest("hex")]));
}

/** Keeps a copy of everything for `restore`. */
export async function keep(owner: pg.Client): Promise<void> {
  await owner.query("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept");
  for (const name of await restorable(owner)) await owner.query(`CREATE TABLE kept.${name} AS TABLE public.${name}`);
}

const restorable = async (owner: pg.Client) =>
  (await tablesOf(owner)).filter((name) => !["audit_event", "audit_head", "_prisma_migrations"].includes(name));

/** Restores everything except the audit log to the copy of `keep`. The tables are small: deleting rows is faster than truncating. */
export async function restore(owner: pg.Client): Promise<void> {
  const tables = await restorable(owner);
  const back = tables.map((name) => `INSERT INTO public.${name} OVERRIDING SYSTEM VALUE SELECT * FROM kept.${name};`).join("");
  await owner.query(
    `BEGIN; SET LOCAL session_replication_role = replica; ${[...tables.map((name) => `public.${name}`), "jobs.job"].map((name) => `DELETE FROM ${name};`).join("")} ${back} COMMIT`,
  );
}

export type Logged = { action: string; subject: string; department: string | null; by: string | null };

/** The row's own department, whichever it is: a new one's id is not known beforehand. */
export const ITSELF = "itself";

/** What was appended to the audit log after the row with that id, in order. */
export async function loggedSince(owner: pg.Client, last: string): Promise<Logged[]> {
  const { rows } = await owner.query<Logged>(
    `SELECT action, subject_type AS subject, CASE WHEN subject_type = 'department' AND subject_id = department_id::text THEN $2 ELSE department_id::text END AS department,
      actor_id AS by FROM audit_event WHERE id > $1 ORDER BY id`,
    [last, ITSELF],
  );
  return rows;
}

/** The id of the last row of the audit log. */
export async function lastLogged(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ id: string }>("SELECT coalesce(max(id), 0)::text AS id FROM audit_event");
  return rows[0]?.id ?? "0";
}

/** Number of audited refusals of that person. */
export async function denialsOf(owner: pg.Client, personId: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM audit_event WHERE action = 'access.denied' AND actor_id = $1",
    [personId],
  );
  return rows[0]?.n ?? 0;
}
