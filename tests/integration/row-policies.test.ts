import { expect, it } from "vitest";
import { Prisma, pool } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

const ask = <Row>(statement: Prisma.Sql) => reading("system", (tx) => onTx(tx).query<Row>(statement));

it("every table has row-level security, forced, with a policy; only Prisma's own history is exempt", async () => {
  const tables = await ask<{ name: string; secured: boolean; policies: number }>(Prisma.sql`
    SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS secured, (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`);
  expect(tables.length).toBeGreaterThan(28);
  expect(tables.filter((t) => !t.secured || t.policies === 0).map((t) => t.name)).toEqual(["_prisma_migrations"]);
});

it("the application owns nothing, bypasses nothing and cannot become a role that does", async () => {
  const [me] = await ask<{ bypass: boolean; superuser: boolean; owned: number; audit: boolean }>(Prisma.sql`
    SELECT rolbypassrls AS bypass, rolsuper AS superuser, (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owned,
      pg_has_role(current_user, 'coo_audit', 'member') AS audit FROM pg_roles r WHERE rolname = current_user`);
  expect(me).toEqual({ bypass: false, superuser: false, owned: 0, audit: false });
});

it("a transaction without a scope sees no row of any table", async () => {
  await reading("system", (tx) =>
    tx.setting.upsert({ where: { key: "probe" }, create: { key: "probe", value: {} }, update: {}, select: { key: true } }),
  ).catch(() => {});
  const { rows } = await pool.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT IN ('_prisma_migrations', 'audit_head')`,
  );
  for (const { relname } of rows) {
    const { rows: found } = await pool.query(`SELECT count(*)::int AS n FROM ${pg(relname)}`);
    expect([relname, found[0].n]).toEqual([relname, 0]);
  }
});
const pg = (name: string) => `"${name.replaceAll('"', '""')}"`;

it("recorded data can only be superseded: no update, no delete", async () => {
  const rights = await ask<{ name: string; privilege: string }>(Prisma.sql`
    SELECT t.name, x.privilege FROM unnest(ARRAY['measurement','target','initiative_update','comment','audit_event']) AS t(name),
      unnest(ARRAY['UPDATE','DELETE','TRUNCATE']) AS x(privilege) WHERE has_table_privilege(current_user, t.name, x.privilege)`);
  expect(rights).toEqual([]);
  const [columns] = await ask<{ superseded: boolean; value: boolean }>(Prisma.sql`
    SELECT has_column_privilege(current_user, 'measurement', 'superseded_at', 'UPDATE') AS superseded, has_column_privilege(current_user, 'measurement', 'value', 'UPDATE') AS value`);
  expect(columns).toEqual({ superseded: true, value: false });
});
