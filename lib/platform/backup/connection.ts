import "server-only";
import pg from "pg";

/**
 * A fixed text form for every value, whatever the server's settings; no time limits; and row policies raise an error instead of hiding
 * rows.
 */
const SETTINGS = `SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC';
  SET extra_float_digits = 1; SET bytea_output = 'hex'; SET statement_timeout = 0; SET lock_timeout = '60s';
  SET idle_in_transaction_session_timeout = 0; SET app.system = 'on'; SET work_mem = '64MB'`;

/** A connection as the migrating role. End it when done: uncommitted work is rolled back. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "coo-command-center backup" });
  client.on("error", () => {}); // the failing statement throws the error itself
  await client.connect();
  try {
    await client.query(SETTINGS);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Runs `work` in one transaction of the migrating role: committed when it ends, rolled back when it throws. */
export async function inTransaction<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } finally {
    await client.end();
  }
}

/** Runs `work` with the rights of a table's owner, which may be a different role than the migrating one. */
export async function asOwner<T>(client: pg.Client, { owner }: { owner: string }, work: () => Promise<T>): Promise<T> {
  await client.query(`SET LOCAL ROLE ${client.escapeIdentifier(owner)}`);
  const result = await work();
  await client.query("RESET ROLE");
  return result;
}
