import "server-only";
import type pg from "pg";
import type { Definition } from "../sections";

/**
 * Rights of the owner, of everybody, and of our group roles. Rights that an installation gives to its own roles are its own matter; login
 * roles get their rights as members of the groups.
 */
const HOLDER = `CASE WHEN a.grantee = 0 THEN 'everybody' WHEN a.grantee = x.owner THEN 'its owner' ELSE pg_get_userbyid(a.grantee) END`;
const OURS = "(a.grantee = 0 OR a.grantee = x.owner OR pg_get_userbyid(a.grantee) IN ('coo_app', 'coo_audit'))";
const rights = (
  acl: string,
) => `coalesce((SELECT string_agg(${HOLDER} || ': ' || a.privilege_type || CASE WHEN a.is_grantable THEN ' and to give it' ELSE '' END, '; '
  ORDER BY ${HOLDER} COLLATE "C", a.privilege_type) FROM aclexplode(${acl}) a WHERE ${OURS}), 'nobody')`;
/** The owner; the migrating role has a different name in every installation. */
const OWNER = `CASE WHEN pg_get_userbyid(x.owner) IN ('coo_app', 'coo_audit') THEN pg_get_userbyid(x.owner) ELSE 'the migrating role' END`;
const IN_PUBLIC = "n.nspname = 'public'";
/** Made by an extension, not by a migration. */
const FOREIGN = (catalog: string) =>
  `EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = x.oid AND d.deptype = 'e')`;

const QUERIES: Record<string, string> = {
  role: `SELECT rolname AS name, concat_ws(', ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolbypassrls THEN 'above row policies' END,
      CASE WHEN rolcreaterole THEN 'makes roles' END, CASE WHEN rolcreatedb THEN 'makes databases' END, CASE WHEN rolcanlogin THEN 'signs in' END) AS text
    FROM pg_roles WHERE rolname IN ('coo_app', 'coo_audit')`,
  schema: `SELECT nspname AS name, ${rights("x.acl")} AS text
    FROM (SELECT nspname, nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl FROM pg_namespace WHERE nspname = 'public') x`,
  table: `SELECT x.relname AS name, concat_ws(' | ', ${OWNER}, CASE WHEN x.relrowsecurity THEN 'row policies' END,
      CASE WHEN x.relforcerowsecurity THEN 'for its owner too' END, ${rights("x.acl")}) AS text
    FROM (SELECT c.*, c.relowner AS owner, coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)) AS acl FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${IN_PUBLIC} AND c.relkind IN ('r', 'p', 'v', 'm', 'S')) x
    WHERE NOT ${FOREIGN("pg_class")}`,
  column: `SELECT x.relname || '.' || x.attname AS name, ${rights("x.attacl")} AS text
    FROM (SELECT c.relname, c.relowner AS owner, t.attname, t.attacl FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${IN_PUBLIC} AND t.attacl IS NOT NULL AND NOT t.attisdropped) x`,
  function: `SELECT x.oid::regprocedure::text AS name, concat_ws(' | ', ${OWNER}, CASE WHEN x.prosecdef THEN 'with its owner''s rights' END,
      array_to_string(x.proconfig, ', '), ${rights("x.acl")}, md5(coalesce(pg_get_function_sqlbody(x.oid), x.prosrc))) AS text
    FROM (SELECT p.*, p.proowner AS owner, coalesce(p.proacl, acldefault('f', p.proowner)) AS acl FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${IN_PUBLIC} AND p.prokind <> 'a') x WHERE NOT ${FOREIGN("pg_proc")}`,
  policy: `SELECT tablename || '.' || policyname AS name,
      concat_ws(' | ', permissive, cmd, array_to_string(roles, ', '), 'USING ' || qual, 'WITH CHECK ' || with_check) AS text
    FROM pg_policies WHERE schemaname = 'public'`,
  // Since PostgreSQL 18, NOT NULL counts as a constraint too.
  constraint: `SELECT c.conrelid::regclass::text || '.' || c.conname AS name,
      pg_get_constraintdef(c.oid) || CASE WHEN c.convalidated THEN '' ELSE ' NOT VALID' END AS text
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE ${IN_PUBLIC} AND c.conrelid <> 0 AND c.contype <> 'n'`,
  trigger: `SELECT t.tgrelid::regclass::text || '.' || t.tgname AS name, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text AS text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${IN_PUBLIC} AND NOT t.tgisinternal`,
  index: `SELECT c.relname AS name, pg_get_indexdef(c.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END AS text
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${IN_PUBLIC}`,
};

/** Everything that controls access and what may be written: rights, roles, row policies, functions, constraints, triggers, indexes. */
export async function definitionsOf(client: pg.Client): Promise<Definition[]> {
  // Without our schemas in the search path, every name is written with its schema.
  await client.query("SET LOCAL search_path = pg_catalog");
  const found: Definition[] = [];
  for (const [kind, query] of Object.entries(QUERIES)) {
    const { rows } = await client.query<{ name: string; text: string }>(`SELECT q.name::text, q.text::text FROM (${query}) q`);
    found.push(...rows.map(({ name, text }) => ({ kind, name, text })).sort((a, b) => (a.name < b.name ? -1 : 1)));
  }
  await client.query("SET LOCAL search_path TO DEFAULT");
  return found;
}

/**
 * Things that differ between two databases, each as "policy kpi.read". `texts` false ignores the wording, because another PostgreSQL
 * version writes the same expression differently.
 */
export function differences(had: readonly Definition[], has: readonly Definition[], texts = true): string[] {
  const byName = (list: readonly Definition[]) => new Map(list.map(({ kind, name, text }) => [`${kind} ${name}`, text]));
  const [before, after] = [byName(had), byName(has)];
  const worded = (key: string) => texts || /^(role|schema|table|column) /.test(key);
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => before.has(key) !== after.has(key) || (worded(key) && before.get(key) !== after.get(key)),
  );
}
