import "server-only";
import pg from "pg";

/** One form of every value, whatever the server is set to; as long as it takes; and row policies that hide nothing. */
const SETTINGS = `SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC';
  SET extra_float_digits = 1; SET bytea_output = 'hex'; SET statement_timeout = 0; SET lock_timeout = '60s';
  SET idle_in_transaction_session_timeout = 0; SET app.system = 'on'; SET work_mem = '64MB'`;

/** A connection of the migrating role. End it: what was not committed is undone. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "coo-command-center backup" });
  client.on("error", () => {}); // what fails is thrown by the statement that failed
  await client.connect();
  try {
    await client.query(SETTINGS);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Runs `work` in one transaction of the migrating role: committed when it ends, else undone. */
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

/** Runs `work` with the rights of a table's owner, which may be another role than the migrating one. */
export async function asOwner<T>(client: pg.Client, { owner }: { owner: string }, work: () => Promise<T>): Promise<T> {
  await client.query(`SET LOCAL ROLE ${client.escapeIdentifier(owner)}`);
  const result = await work();
  await client.query("RESET ROLE");
  return result;
}
