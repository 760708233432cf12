// The owner of the database in a private PostgreSQL: a role that may create roles, but is not a superuser.
import pg from "pg";
import { say } from "./say.mjs";

/** The superuser a cluster is created with. It creates the owner's role and database, and is used for nothing else. */
export const SUPERUSER = "postgres";
/** Exists for a moment while the superuser of an earlier version is renamed: a role cannot rename itself. */
const STAND_IN = "coo_stand_in";

/** Runs `work` on a connection; null if the password is wrong or the role does not exist. */
async function entered(url, work) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    if (error.code === "28P01") return null;
    throw error;
  }
  try {
    return (await work(client)) ?? true;
  } finally {
    await client.end();
  }
}

const has = async (client, role) => (await client.query("select 1 from pg_roles where rolname = $1", [role])).rowCount > 0;

/**
 * Makes sure that the role `owner.user` exists, is not a superuser, and owns the database (created if missing) and all our objects in it.
 * `urlOf(user, password, database)`: connection URL of the cluster. Converts a cluster of an earlier version, in which that role was the
 * superuser. Running it again changes nothing.
 */
export async function settleOwner(urlOf, owner, superPassword, database) {
  const superUrl = (name) => urlOf(SUPERUSER, superPassword, name);
  const settle = () => entered(superUrl("postgres"), (client) => settleRole(client, owner, database));
  if (!(await settle())) {
    if (!(await bringOver(urlOf, owner, superPassword))) return;
    if (!(await settle())) throw new Error("The database was brought over to another superuser, and that one cannot enter it.");
    say(`${owner.user}, which migrates the database, is no superuser any more`);
  }
  await entered(superUrl(database), (client) => client.query(takeOver(client, owner.user)));
}

async function settleRole(client, { user, password }, database) {
  const name = client.escapeIdentifier(user);
  await client.query("select pg_advisory_lock(715517)");
  await client.query(`drop role if exists ${STAND_IN}`);
  const options = `login nosuperuser createrole nocreatedb nobypassrls noreplication password ${client.escapeLiteral(password)}`;
  await client.query(`${(await has(client, user)) ? "alter" : "create"} role ${name} ${options}`);
  // A role may grant and change the roles it created; roles created by a superuser are granted to the owner with that right.
  const { rows } = await client.query(
    `select rolname as role from pg_roles r where rolname ~ '^coo_' and not exists (
       select from pg_auth_members m where m.roleid = r.oid and m.member = $1::regrole and m.admin_option)`,
    [name],
  );
  for (const { role } of rows) {
    const acts = role === "coo_audit"; // the owner manages what belongs to it
    await client.query(`grant ${client.escapeIdentifier(role)} to ${name} with admin true, inherit ${acts}, set ${acts}`);
  }
  const at = client.escapeIdentifier(database);
  const { rows: found } = await client.query("select datdba::regrole::text as owner from pg_database where datname = $1", [database]);
  if (found.length === 0) await client.query(`create database ${at} owner ${name}`);
  else if (found[0].owner !== name && found[0].owner !== user) await client.query(`alter database ${at} owner to ${name}`);
}

/**
 * Gives the superuser of an earlier version another name and password, and creates a role with its old name. False: it is not a superuser.
 */
async function bringOver(urlOf, { user, password }, superPassword) {
  const isSuper = await entered(urlOf(user, password, "postgres"), async (client) => {
    const { rows } = await client.query("select rolsuper as super, oid = 10 as first from pg_roles where rolname = current_user");
    if (!rows[0].super) return false; // already converted; only the superuser's password is lost, and nobody needs it
    if (!rows[0].first || (await has(client, SUPERUSER))) {
      say(`${user}, which migrates the database, stays a superuser: it cannot give that to ${SUPERUSER}, since there is one already`);
      return false;
    }
    await client.query(`drop role if exists ${STAND_IN}`);
    await client.query(`create role ${STAND_IN} superuser login password ${client.escapeLiteral(superPassword)}`);
    return true;
  });
  if (isSuper === null)
    throw new Error(`Neither ${SUPERUSER} nor ${user} can enter the database with the passwords in the data directory.`);
  if (!isSuper) return false;
  await entered(urlOf(STAND_IN, superPassword, "postgres"), async (client) => {
    const name = client.escapeIdentifier(user);
    await client.query("begin");
    await client.query(`alter role ${name} rename to ${SUPERUSER}`);
    await client.query(`alter role ${SUPERUSER} password ${client.escapeLiteral(superPassword)}`);
    await client.query(`create role ${name} login createrole password ${client.escapeLiteral(password)}`);
    await client.query("commit");
  });
  return true;
}

/**
 * Transfers to the owner everything in the database that the superuser still owns and that is not part of PostgreSQL or of an extension.
 */
function takeOver(client, user) {
  const none = (catalog, types = "'e'") =>
    `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = o.oid and d.deptype in (${types}))`;
  const inOurs = (column) => `${column} in (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')`;
  return `do $$ declare done record; begin
    for done in
      select 'schema ' || quote_ident(o.nspname) as what from pg_namespace o where o.nspowner = 10 and ${inOurs("o.oid")} and ${none("pg_namespace")}
      union all select 'table ' || o.oid::regclass from pg_class o where o.relowner = 10 and ${inOurs("o.relnamespace")}
        and o.relkind in ('r', 'p', 'v', 'm', 'f') and ${none("pg_class")}
      union all select 'sequence ' || o.oid::regclass from pg_class o where o.relowner = 10 and ${inOurs("o.relnamespace")}
        and o.relkind = 'S' and ${none("pg_class", "'e', 'a', 'i'")}
      union all select 'routine ' || o.oid::regprocedure from pg_proc o where o.proowner = 10 and ${inOurs("o.pronamespace")} and ${none("pg_proc")}
      union all select 'type ' || o.oid::regtype from pg_type o left join pg_class c on c.oid = o.typrelid
        where o.typowner = 10 and ${inOurs("o.typnamespace")} and (o.typtype in ('e', 'd', 'r') or (o.typtype = 'c' and c.relkind = 'c')) and ${none("pg_type")}
    loop execute 'alter ' || done.what || ' owner to ' || ${client.escapeLiteral(client.escapeIdentifier(user))}; end loop;
  end $$`;
}
