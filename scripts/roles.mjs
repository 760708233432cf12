// The application's own database role: it is not the owner of the tables, so that row-level policies hold for it.
import pg from "pg";
import { Refusal } from "./say.mjs";

/**
 * Creates or renews the login role `coo_app_<database>` with `password`, a member of the group role `coo_app` that the migrations
 * make, and answers its connection URL. `ownerUrl` is the migrating role's. Throws a Refusal when that role may not create roles
 * or when the application's role would stand above the row-level policies.
 */
export async function ensureAppRole(ownerUrl, password) {
  const url = new URL(ownerUrl);
  const database = decodeURIComponent(url.pathname.slice(1));
  const role = `coo_app_${database.toLowerCase().replace(/[^a-z0-9_]/g, "_")}`.slice(0, 63);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(715517)"); // two starts on one cluster create one role
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [role]);
    const name = client.escapeIdentifier(role);
    const options = `login nocreatedb nocreaterole inherit password ${client.escapeLiteral(password)}`;
    await client.query(`${rowCount ? "alter" : "create"} role ${name} ${options}`);
    await client.query(`grant coo_app to ${name}`);
    await client.query(`grant connect on database ${client.escapeIdentifier(database)} to ${name}`);
    const { rows } = await client.query(
      "select rolsuper or rolbypassrls or pg_has_role(rolname, current_user, 'member') as above from pg_roles where rolname = $1",
      [role],
    );
    if (rows[0].above)
      throw new Refusal(
        `The database role ${role} stands above the row-level policies. Take superuser, bypassrls and the owner's membership from it.`,
      );
  } catch (error) {
    if (error.code === "42501")
      throw new Refusal(`The role in DATABASE_URL cannot create the application's role ${role} (${error.message}). Give it CREATEROLE.`);
    throw error;
  } finally {
    await client.end();
  }
  url.username = role;
  url.password = encodeURIComponent(password);
  return String(url);
}
