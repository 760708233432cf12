import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { readiness } from "@/lib/platform/health/queries";
import { rolesOf } from "../support/roles";

const owner = new pg.Client({ connectionString: process.env.ADMIN_DATABASE_URL });
await owner.connect();
afterAll(async () => {
  await owner.end();
  await pool.end();
});

it("the application's role is no superuser, owns no table, makes no role, and does not bypass row-level policies", async () => {
  const { rows } = await pool.query(`select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
    (select count(*)::int from pg_tables where schemaname = 'public' and pg_has_role(current_user, tableowner, 'member')) as owned
    from pg_roles where rolname = current_user`);
  expect(rows).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, owned: 0 },
  ]);
});

it("the application's role cannot make or drop a table or take the owner's role", async () => {
  for (const statement of [
    "create table mine (id int)",
    "drop table setting",
    "alter table setting disable row level security",
    "set role owner",
  ])
    await expect(pool.query(statement), statement).rejects.toMatchObject({ code: "42501" });
});

it("the worker's role keeps its rights while another command begins: an import may be running", async () => {
  let begins = true;
  const held = new Set<boolean>();
  const watch = (async () => {
    while (begins)
      held.add(
        (
          await owner.query("select has_database_privilege($1, current_database(), 'temporary') as held", [
            new URL(process.env.WORK_DATABASE_URL ?? "").username,
          ])
        ).rows[0].held,
      );
  })();
  for (let n = 0; n < 10; n++) await rolesOf(process.env.OWNER_DATABASE_URL ?? "");
  begins = false;
  await watch;
  expect([...held]).toEqual([true]);
});

it("without a viewer no person is visible, though the owner sees one", async () => {
  await owner.query("insert into person (code, name) values ('seen-by-nobody', 'Nobody')");
  expect((await owner.query("select 1 from person")).rowCount).toBe(1);
  expect((await pool.query("select 1 from person")).rowCount).toBe(0);
});

it("is ready when every migration of the build is applied", async () => {
  expect(await readiness()).toBe("ready");
});
