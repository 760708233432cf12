// Checks whether a database is empty, and removes what a failed restore has put into it.
import { connected } from "./installation.mjs";

const NOT_FOREIGN = (catalog) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = o.oid AND d.deptype = 'e')`;
/** Objects that somebody created in it: tables, views and sequences, functions, types; not those of an extension. */
const MADE = `
  SELECT 'table' AS kind, pg_get_userbyid(o.relowner) AS owner, o.oid::regclass::text AS name FROM pg_class o
    WHERE o.relnamespace = 'public'::regnamespace AND o.relkind IN ('r', 'p') AND ${NOT_FOREIGN("pg_class")}
  UNION ALL SELECT 'view', pg_get_userbyid(o.relowner), o.oid::regclass::text FROM pg_class o
    WHERE o.relnamespace = 'public'::regnamespace AND o.relkind IN ('v', 'm', 'S', 'f') AND ${NOT_FOREIGN("pg_class")}
  UNION ALL SELECT 'function', pg_get_userbyid(o.proowner), o.oid::regprocedure::text FROM pg_proc o
    WHERE o.pronamespace = 'public'::regnamespace AND ${NOT_FOREIGN("pg_proc")}
  UNION ALL SELECT 'type', pg_get_userbyid(o.typowner), o.oid::regtype::text FROM pg_type o
    WHERE o.typnamespace = 'public'::regnamespace AND o.typtype IN ('e', 'd', 'r') AND ${NOT_FOREIGN("pg_type")}
  UNION ALL SELECT 'schema', pg_get_userbyid(o.nspowner), quote_ident(o.nspname) FROM pg_namespace o WHERE o.nspname = 'jobs'`;

/** Whether there is nothing in it. */
export const isEmpty = (url) => connected(url, async (client) => (await client.query(`SELECT FROM (${MADE}) made LIMIT 1`)).rowCount === 0);

/** Empties a database that was empty before. */
export const emptied = (url) =>
  connected(url, async (client) => {
    for (const kind of ["schema", "table", "function", "type"]) {
      const { rows } = await client.query(`SELECT * FROM (${MADE}) made WHERE kind = $1`, [kind]);
      for (const { owner, name } of rows) {
        await client.query(`SET ROLE ${client.escapeIdentifier(owner)}`);
        await client.query(`DROP ${kind} IF EXISTS ${name} CASCADE`);
      }
      await client.query("RESET ROLE");
    }
  });
