// The database roles that processes sign in with. None of them owns a table, so row-level policies apply to them.
import pg from "pg";
import { Refusal } from "./say.mjs";

const nameOf = (kind, database) => `coo_${kind}_${database.toLowerCase().replace(/[^a-z0-9_]/g, "_")}`.slice(0, 63);

/**
 * Creates or updates the login roles of a migrated database and returns their connection URLs, `{ appUrl, workUrl }`: `coo_app_<database>`
 * for the web server, and `coo_work_<database>` for the worker and the commands, which alone may create temporary tables. Both are members
 * only of the group role `coo_app`, which the migrations create. `ownerUrl` is the migrating role's, `passwords` `{ app, work }`. Throws a
 * Refusal if that role may not create roles, does not own the database, or if a role would bypass the row-level policies.
 */
export async function ensureRoles(ownerUrl, passwords) {
  const url = new URL(ownerUrl);
  const database = decodeURIComponent(url.pathname.slice(1));
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(715517)"); // two starts on one cluster must not create a role twice
    const at = client.escapeIdentifier(database);
    for (const [kind, password] of Object.entries(passwords)) {
      await ensureRole(client, nameOf(kind, database), password, at);
    }
    const [app, work] = ["app", "work"].map((kind) => client.escapeIdentifier(nameOf(kind, database)));
    // All installations of a cluster share the group role, so connecting is not granted to it: nobody of another installation connects
    // here. (The owner and the two roles are granted it by name.)
    await client.query(`revoke connect on database ${at} from public, coo_app`);
    // A temporary table is found before any other, so only the role that imports files may create one. That right is never taken away in
    // between: each command passes here as it begins, and an import may be running.
    await client.query(`revoke create on database ${at} from public, coo_app, ${app}, ${work}`);
    await client.query(`revoke temporary on database ${at} from public, coo_app, ${app}`);
    await client.query(`grant temporary on database ${at} to ${work}`);
    await check(client, database);
  } catch (error) {
    if (error.code === "42501")
      throw new Refusal(
        `The role in DATABASE_URL cannot create the roles the processes sign in with (${error.message}). It needs CREATEROLE, and to own the database.`,
      );
    throw error;
  } finally {
    await client.end();
  }
  const urlOf = (kind) => String(Object.assign(url, { username: nameOf(kind, database), password: encodeURIComponent(passwords[kind]) }));
  return { appUrl: urlOf("app"), workUrl: urlOf("work") };
}

async function ensureRole(client, role, password, database) {
  const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  const name = client.escapeIdentifier(role);
  // Sets no other options: a role that may not grant a right may not revoke it either. `check` below refuses rights the role should not
  // have.
  const options = `login inherit password ${client.escapeLiteral(password)}`;
  await client.query(`${rowCount ? "alter" : "create"} role ${name} ${options}`);
  await client.query(`grant coo_app to ${name}`);
  await client.query(`grant connect on database ${database} to ${name}`);
}

/** Problems that PostgreSQL only warns about, or rights that somebody has granted by hand. */
async function check(client, database) {
  const roles = ["app", "work"].map((kind) => nameOf(kind, database));
  const { rows } = await client.query(
    `select rolname as role, rolsuper or rolbypassrls or rolcreaterole or rolreplication or pg_has_role(rolname, current_user, 'member') as above,
       rolname = $2 and has_database_privilege(rolname, $3, 'temporary') or has_schema_privilege(rolname, 'public', 'create')
         or has_database_privilege(rolname, $3, 'create') as makes
     from pg_roles where rolname = any ($1)`,
    [roles, roles[0], database],
  );
  for (const { role, above, makes } of rows) {
    if (above)
      throw new Refusal(
        `The database role ${role} stands above the row-level policies. Take superuser, bypassrls, createrole, replication and the owner's membership from it.`,
      );
    if (makes)
      throw new Refusal(
        `The database role ${role} may make objects of its own in ${database}, and the role in DATABASE_URL cannot take that away. As whoever owns the database: revoke temporary, create on database ${client.escapeIdentifier(database)} from public; revoke create on schema public from public.`,
      );
  }
}
