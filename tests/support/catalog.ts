import type pg from "pg";

// Checks of the database's own catalogue of functions, rights and roles: covers all of them, including future ones.

const OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
const PROCESSES = "rolname ~ '^coo_(app|work)(_|$)'";

/** Each returns one row for every fault, naming the object. */
const FAULTS: Record<string, string> = {
  "a function with its owner's rights looks names up elsewhere than in pg_catalog, or pg_temp does not come last": `
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${OURS} AND p.prosecdef AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']`,
  "a function looks names up wherever its caller says": `
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND p.prosqlbody IS NULL AND NOT coalesce(p.proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']`,
  "everybody may call a function that has its owner's rights": `
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
      aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE ${OURS} AND p.prosecdef AND a.grantee = 0 AND a.privilege_type = 'EXECUTE'`,
  "a function runs with the rights of somebody who can sign in or stands above the row policies": `
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
    WHERE ${OURS} AND p.prosecdef AND (r.rolcanlogin OR r.rolsuper OR r.rolbypassrls OR r.rolcreaterole)`,
  "a process may make something in a schema": `
    SELECT n.nspname || ' by ' || coalesce(r.rolname, 'everybody') FROM pg_namespace n,
      aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE ${OURS} AND a.privilege_type = 'CREATE' AND (a.grantee = 0 OR r.${PROCESSES})`,
  "the web server may make temporary tables": `
    SELECT coalesce(r.rolname, 'everybody') FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE d.datname = current_database() AND a.privilege_type IN ('TEMPORARY', 'CREATE')
      AND (a.grantee = 0 OR r.rolname ~ '^coo_app(_|$)' OR (r.${PROCESSES} AND a.privilege_type = 'CREATE'))`,
  "a process's role may do more than read and write rows": `
    SELECT rolname FROM pg_roles WHERE ${PROCESSES} AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)`,
  "a process's role is a member of another than coo_app": `
    SELECT r.rolname || ' of ' || g.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
    WHERE r.${PROCESSES} AND (g.rolname <> 'coo_app' OR m.admin_option)`,
  "a superuser owns the database or something of ours in it": `
    SELECT 'database ' || d.datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = current_database() AND r.rolsuper
    UNION ALL SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND n.nspname !~ 'toast' AND r.rolsuper
    UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE ${OURS} AND r.rolsuper
    UNION ALL SELECT t.oid::regtype::text FROM pg_type t JOIN pg_roles r ON r.oid = t.typowner JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE ${OURS} AND r.rolsuper AND t.typtype <> 'c' AND t.typcategory <> 'A'
    UNION ALL SELECT 'schema ' || n.nspname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner WHERE ${OURS} AND r.rolsuper`,
  "a process's role owns something": `
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND r.${PROCESSES}`,
  "a table does not force row policies": `
    SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND c.relname <> '_prisma_migrations' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
};

/** The faults in the database, each with its object. */
export async function catalogFaults(client: pg.Client): Promise<string[]> {
  const found: string[] = [];
  for (const [fault, sql] of Object.entries(FAULTS)) {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: "array" });
    for (const [where] of rows) found.push(`${fault}: ${where}`);
  }
  return found.sort();
}
