import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendAudit, appendAudits } from "@/lib/platform/audit/write";
import { pool } from "@/lib/platform/db/client";
import { type Scope, setActor, systemFor, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePosition } from "../support/factories";

const web = process.env.DATABASE_URL ?? "";
const work = process.env.WORK_DATABASE_URL ?? "";
let company: Company;
let kpi: { id: string };
beforeAll(async () => {
  company = await makeCompany();
  kpi = await makeKpi(company.a.id);
  await makePosition(company.a.id);
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

/** As an attacker who controls one of our processes: its database password and any statement. Everything is rolled back. */
async function attack(url: string, ...statements: string[]): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.system', 'on', true), set_config('app.actor', 'system', true)");
    for (const statement of statements) await client.query(statement);
    return "done";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.query("rollback");
    await client.end();
  }
}

/** Temporary tables with the names of ours, with a trigger that reports who runs it. */
const SPY = `create function pg_temp.spy() returns trigger language plpgsql as $$ begin raise exception 'run as %', current_user; end $$`;
const spied = (table: string, when: string) =>
  `create trigger spy before ${when} on pg_temp.${table} for each row execute function pg_temp.spy(); grant all on pg_temp.${table} to public`;
const STAND_INS: [string, () => string[]][] = [
  [
    "kpi_past",
    () => [
      "create temporary table kpi_past (kpi_id uuid, until timestamptz, was jsonb)",
      SPY,
      spied("kpi_past", "insert"),
      `update kpi set name = 'another name' where id = '${kpi.id}'`,
    ],
  ],
  [
    "position_past",
    () => [
      "create temporary table position_past (position_id uuid, until timestamptz, title text, holder_id uuid)",
      SPY,
      spied("position_past", "insert"),
      "update position set title = 'another title'",
    ],
  ],
  [
    "audit_head",
    () => [
      "create temporary table audit_head (singleton boolean default true, last_id bigint, hash bytea)",
      "insert into pg_temp.audit_head (last_id, hash) values (0, sha256('genesis'))",
      SPY,
      spied("audit_head", "update"),
      // whatever its parameters: one argument of the right type each
      `do $$ declare arguments text; begin
        select string_agg(case t when 'text'::regtype then '''x''' when 'timestamptz'::regtype then 'now()' else 'null' end, ', ' order by n) into arguments
          from pg_proc, unnest(proargtypes) with ordinality as a (t, n) where proname = 'audit_append';
        execute 'select audit_append(' || arguments || ')';
      end $$`,
    ],
  ],
];

describe("a temporary table in place of one of ours", () => {
  it.each(STAND_INS)("%s cannot be created by the web server's role", async (_table, statements) => {
    expect(await attack(web, ...statements())).toMatch(/^permission denied to create temporary tables/);
  });

  it.each(STAND_INS)(
    "%s is not used by a function with its owner's rights, for the worker, who may create one",
    async (_table, statements) => {
      expect(await attack(work, ...statements())).toBe("done");
    },
  );

  it("is used by its creator's own statements: the trap works", async () => {
    const said = await attack(
      work,
      "create temporary table kpi_past (kpi_id uuid)",
      SPY,
      spied("kpi_past", "insert"),
      "insert into kpi_past values (null)",
    );
    expect(said).toMatch(/^run as coo_work_/);
  });
});

describe("the writer cannot choose the recorded person and time", () => {
  const entry = {
    action: "person.change",
    subject: { type: "person", id: "p", name: "P" },
    departmentId: null,
    before: null,
    after: null,
  } as const;
  const last = async () =>
    (
      await owner.query<{ id: string; at: Date; actor_id: string | null; actor_name: string }>(
        "select * from audit_event order by id desc limit 1",
      )
    ).rows[0];

  it("the function accepts neither", async () => {
    const { rows } = await owner.query<{ names: string[]; types: string[] }>(
      "select proargnames as names, array(select t::regtype::text from unnest(proargtypes) t) as types from pg_proc where proname = 'audit_append'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.names.filter((name) => /actor|_at$|time|name$/.test(name))).toEqual(["p_subject_name"]);
    expect(rows[0]?.types.filter((type) => type.startsWith("timestamp"))).toEqual([]);
  });

  const scopes: [string, () => Scope][] = [
    ["somebody else's transaction", () => company.leadB],
    ["the installation's", () => "system"],
    ["the installation's for somebody else", () => systemFor(company.leadB)],
  ];
  it.each(scopes)("nobody's row is written in %s", async (_what, scope) => {
    const before = await last();
    await expect(writing(scope(), (tx) => appendAudit(onTx(tx), company.leadA, entry))).rejects.toThrow(/does not act for/);
    await expect(writing(scope(), (tx) => appendAudits(onTx(tx), company.leadA, [entry, entry]))).rejects.toThrow(/does not act for/);
    expect(await last()).toEqual(before);
  });

  it("nor the system's in a person's, though it temporarily has its rights", async () => {
    await expect(writing(company.leadA, (tx) => appendAudit(onTx(tx), "system", entry))).rejects.toThrow(/does not act for the system/);
    const lent = writing(company.leadA, async (tx) => {
      await tx.$queryRaw`SELECT set_config('app.system', 'on', true), set_config('app.actor', 'system', true)`;
      await appendAudit(onTx(tx), "system", entry);
    });
    await expect(lent).rejects.toThrow(/does not act for the system/);
  });

  it("a transaction that acts for nobody, or for an unknown person, is refused", async () => {
    const call = "select audit_append('person.change', 'person', 'p', 'P', null, null, null, null)";
    expect(await attack(web, "select set_config('app.actor', '', true)", call)).toMatch(/acts for nobody/);
    expect(await attack(web, "select set_config('app.system', '', true)", call)).toMatch(/acts for nobody/);
    expect(await attack(web, "select set_config('app.actor', uuid_v7()::text, true)", call)).toMatch(/nobody known/);
    expect(await attack(web, call)).toBe("done");
  });

  it("the name is the one in the database, the time that of writing", async () => {
    const began = Date.now();
    await writing(company.leadA, (tx) => appendAudit(onTx(tx), { ...company.leadA, name: "The Chairman" }, entry));
    expect(await last()).toMatchObject({ actor_id: company.leadA.personId, actor_name: "Lead of Department A" });
    await writing(systemFor(company.leadB), (tx) => appendAudit(onTx(tx), company.leadB, entry));
    expect(await last()).toMatchObject({ actor_id: company.leadB.personId, actor_name: "Lead of Department B" });
    await writing("system", async (tx) => {
      await setActor(onTx(tx), company.memberA);
      await appendAudit(onTx(tx), company.memberA, entry);
    });
    expect(await last()).toMatchObject({ actor_id: company.memberA.personId, actor_name: "Member of Department A" });
    await writing("system", (tx) => appendAudit(onTx(tx), "system", entry));
    const row = await last();
    expect(row).toMatchObject({ actor_id: null, actor_name: "the system" });
    expect(row?.at.getTime()).toBeGreaterThanOrEqual(began - 1);
    expect(row?.at.getTime()).toBeLessThanOrEqual(Date.now() + 1);
  });
});
