import { afterAll, expect, it } from "vitest";
import { owner } from "../support/audit";
import { catalogFaults } from "../support/catalog";

afterAll(() => owner.end());

it("no function, schema, table or role of the database bypasses the policies", async () => {
  expect(await catalogFaults(owner)).toEqual([]);
});

const DEFINER = "create function public.planted() returns int language sql security definer";
const OWNED = "reset role; alter function public.planted() owner to coo_audit; revoke execute on function public.planted() from public";
const PLANTED: [string, string, RegExp[]][] = [
  [
    "a definer's function without a search path",
    `${DEFINER} as 'select 1'; ${OWNED}`,
    [/pg_temp does not come last: planted/, /caller says: planted/],
  ],
  [
    "with one in which pg_temp comes first",
    `${DEFINER} set search_path = pg_catalog, public as 'select 1'; ${OWNED}`,
    [/does not come last/, /caller says/],
  ],
  [
    "with one that anybody may make things in",
    `${DEFINER} set search_path = public, pg_temp as 'select 1'; ${OWNED}`,
    [/does not come last/, /caller says/],
  ],
  [
    "one with the rights of the owner of the tables",
    `${DEFINER} set search_path = pg_catalog, pg_temp as 'select 1'; revoke execute on function planted() from public`,
    [/can sign in/],
  ],
  [
    "one that everybody may call",
    `${DEFINER} set search_path = pg_catalog, pg_temp as 'select 1'; reset role; alter function public.planted() owner to coo_audit`,
    [/everybody may call/],
  ],
  [
    "an ordinary function without a search path",
    "create function public.planted() returns int language sql as 'select 1'",
    [/caller says: planted/],
  ],
  [
    "a schema that everybody may make things in",
    "create schema planted; grant create on schema planted to public",
    [/in a schema: planted by everybody/],
  ],
  [
    "one that the processes may make things in",
    "create schema planted; grant create on schema planted to coo_app",
    [/in a schema: planted by coo_app/],
  ],
  [
    "temporary tables for everybody",
    "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$",
    [/temporary tables: everybody/],
  ],
  ["a process's role with more", "reset role; alter role coo_app createdb", [/more than read and write rows: coo_app/]],
  [
    "a process's role in another",
    "reset role; create role planted; grant planted to coo_app",
    [/another than coo_app: coo_app of planted/],
  ],
  [
    "a table of a superuser",
    "reset role; create table public.planted (n int); alter table public.planted enable row level security, force row level security",
    [/superuser owns the database or something of ours in it: planted/],
  ],
  [
    "a database of a superuser",
    "reset role; do $$ begin execute format('alter database %I owner to postgres', current_database()); end $$",
    [/something of ours in it: database/],
  ],
  ["a table without policies", "create table public.planted (n int)", [/force row policies: planted/]],
  [
    "a table that a process owns",
    "create schema planted; create table planted.it (n int); reset role; alter table planted.it owner to coo_app",
    [/owns something: planted.it/],
  ],
];
it.each(PLANTED)("detects %s", async (_what, sql, faults) => {
  await owner.query("begin; set local role owner");
  try {
    await owner.query(`${sql}; reset role`);
    const found = await catalogFaults(owner);
    expect(found).toHaveLength(faults.length);
    for (const fault of faults) expect(found).toContainEqual(expect.stringMatching(fault));
  } finally {
    await owner.query("rollback");
  }
});
