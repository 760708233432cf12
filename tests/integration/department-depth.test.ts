import "../support/as-worker";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listChoices } from "@/lib/choices/queries";
import { definitionOptions } from "@/lib/kpis/definition/queries";
import { listDepartments } from "@/lib/kpis/queries/departments";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { search } from "@/lib/search/queries";
import { owner } from "../support/audit";
import { type Company, makeCompany, viewerFor } from "../support/factories";
import { bring, counts, DEPARTMENTS } from "./import-support.fixture";

let company: Company;
let root: string;
beforeAll(async () => {
  company = await makeCompany();
  root = (await owner.query("select code from department where parent_id is null")).rows[0].code;
});
afterAll(() => owner.end());

const HEAD = "code,name,parent\n";
/** A chain below the company, starting at level 2. */
const chain = (name: string, length: number, from = root) =>
  Array.from({ length }, (_, n) => `${name}${n + 2},Level ${n + 2},${n === 0 ? from : `${name}${n + 1}`}\n`).join("");
const TOO_DEEP = { column: "parent", reason: "departments go 12 levels deep; this would exceed that" };

describe("departments go twelve levels deep", () => {
  it("a file with a chain 2,000 deep is refused from the thirteenth level on, each row with its line and column", async () => {
    const result = await bring(DEPARTMENTS, HEAD + chain("T", 1_999));
    expect(counts(result)).toEqual(["refused", 11, 0, 0, 1_988, 0]);
    expect(result.rejects.slice(0, 2)).toEqual([
      { ...TOO_DEEP, line: 13, value: "T13" },
      { ...TOO_DEEP, line: 14, value: "T14" },
    ]);
  });

  it("twelve levels are accepted, in any order of rows, and the thirteenth is not", async () => {
    const rows = chain("R", 11).trim().split("\n").reverse().join("\n");
    expect(counts(await bring(DEPARTMENTS, `${HEAD}${rows}\n`))).toEqual(["imported", 11, 0, 0, 0, 0]);
    expect((await bring(DEPARTMENTS, `${HEAD}R13,Level 13,R12\n`)).rejects).toEqual([{ ...TOO_DEEP, line: 2, value: "R13" }]);
  });

  it("a moved department takes its subtree along", async () => {
    await bring(DEPARTMENTS, HEAD + chain("M", 5));
    const moved = await bring(DEPARTMENTS, `${HEAD}M2,Level 2,R8\n`);
    expect(moved.rejects).toEqual([{ ...TOO_DEEP, line: 2, value: "M2" }]);
    expect(counts(await bring(DEPARTMENTS, `${HEAD}M2,Level 2,R7\n`, { dryRun: true }))).toEqual(["planned", 0, 1, 0, 0, 0]);
    // It fits together with moving its subtree up.
    expect(counts(await bring(DEPARTMENTS, `${HEAD}M2,Level 2,R8\nM6,Level 6,${root}\n`, { dryRun: true }))).toEqual([
      "planned",
      0,
      2,
      0,
      0,
      0,
    ]);
  });

  it("in a file imported without its bad rows, the others are imported", async () => {
    const result = await bring(DEPARTMENTS, HEAD + chain("P", 14), { partial: true });
    expect(counts(result)).toEqual(["imported", 11, 0, 0, 3, 0]);
  });

  it("the database itself refuses a deeper one, by any path, and a cycle", async () => {
    const id = async (code: string) => (await owner.query("select id from department where code = $1", [code])).rows[0].id as string;
    const deepest = await id("R12");
    await expect(owner.query("insert into department (code, name, parent_id) values ('X', 'X', $1)", [deepest])).rejects.toMatchObject({
      code: "23514",
      constraint: "department_depth",
    });
    await expect(owner.query("update department set parent_id = $1 where code = 'M2'", [await id("R8")])).rejects.toMatchObject({
      code: "23514",
    });
    await expect(owner.query("update department set parent_id = $1 where code = 'R2'", [deepest])).rejects.toMatchObject({ code: "23514" });
    await owner.query("update department set parent_id = parent_id, name = 'Another name' where code = 'R12'");
    const many = `insert into department (id, code, name, parent_id)
      with recursive c as (select 1 as n, gen_random_uuid() as id, '${await id("M6")}'::uuid as parent union all select n + 1, gen_random_uuid(), id from c where n < 9)
      select id, 'C' || n, 'C', parent from c`;
    await expect(owner.query(many)).rejects.toMatchObject({ code: "23514" });
  });

  it("a tree that was deeper before stays, and renaming in it is accepted", async () => {
    await owner.query("alter table department disable trigger department_depth");
    const deepest = (await owner.query("select id from department where code = 'R12'")).rows[0].id;
    await owner.query("insert into department (code, name, parent_id) values ('OLD13', 'Old', $1)", [deepest]);
    await owner.query("alter table department enable trigger department_depth");
    expect(counts(await bring(DEPARTMENTS, `${HEAD}OLD13,Renamed,R12\n`))).toEqual(["imported", 0, 1, 0, 0, 0]);
    await owner.query("delete from department where code = 'OLD13'");
  });
});

type Node = {
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Join Filter"?: number;
  Plans?: Node[];
};
/** Rows handled by all steps of a plan. */
const handled = (node: Node): number =>
  ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Join Filter"] ?? 0)) *
    (node["Actual Loops"] ?? 1) +
  (node.Plans ?? []).reduce((sum, plan) => sum + handled(plan), 0);

/** The database work of a page: number of statements, number of rows processed, and length of the answer. */
async function workOf(run: () => Promise<unknown>): Promise<{ statements: number; rows: number; length: number }> {
  const asked: { text: string; values: unknown[] }[] = [];
  const query = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args;
    const text =
      typeof first === "string" ? first : typeof first === "object" && first !== null && "text" in first ? String(first.text) : "";
    const given = typeof first === "object" && first !== null && "values" in first ? first.values : second;
    asked.push({ text, values: Array.isArray(given) ? given : [] });
    return Reflect.apply(query, this, args);
  });
  const answer = await run().finally(() => spy.mockRestore());
  const reads = asked.filter(({ text }) => /^\s*(SELECT|WITH)/i.test(text) && !/set_config/.test(text));
  let rows = 0;
  for (const { text, values } of reads) {
    const { rows: plan } = await owner.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, values);
    rows += handled(plan[0]["QUERY PLAN"][0].Plan);
  }
  return { statements: asked.length, rows, length: JSON.stringify(answer, (_k, v) => (v instanceof Set ? [...v] : v)).length };
}

describe.each([
  ["wide", 1],
  ["twelve levels deep", 11],
])("the work of a page grows no faster than the departments: %s", (_shape, levels) => {
  type Viewers = { lead: Viewer; coo: Viewer; administrator: Viewer };
  const pages: [string, (as: Viewers) => Promise<unknown>][] = [
    ["who is asking", ({ lead }) => viewerOf(lead.personId)],
    ["the departments", ({ coo }) => listDepartments(coo)],
    ["those of one's own", ({ lead }) => listDepartments(lead)],
    ["where to give a role", ({ administrator }) => listChoices(administrator, { of: "access-change", q: "" })],
    ["where a KPI may be defined", ({ lead }) => definitionOptions(lead)],
    ["search", ({ lead }) => search(lead, { q: "Many" })],
  ];
  async function fill(departments: number): Promise<Viewers> {
    await owner.query("delete from access_grant where department_id in (select id from department where code like 'N%')");
    await owner.query("set session_replication_role = replica");
    await owner.query("delete from department where code like 'N%'");
    await owner.query("set session_replication_role = origin");
    const text = Array.from({ length: departments }, (_, n) => {
      const above = n % levels === 0 ? root : `N${n - 1}`;
      return `N${n},Many ${n},${above}\n`;
    }).join("");
    expect((await bring(DEPARTMENTS, HEAD + text)).outcome).toBe("imported");
    // A role on every tenth: somebody who leads much has many grants.
    await owner.query(
      "insert into access_grant (person_id, department_id, role) select $1, id, 'lead' from department where code ~ '^N[0-9]*0$'",
      [company.leadB.personId],
    );
    await owner.query("analyze");
    const as = (viewer: Viewer) => viewerFor({ id: viewer.personId });
    return { lead: await as(company.leadB), coo: await as(company.coo), administrator: await as(company.administrator) };
  }
  it("four times as many departments are at most five times the work", async () => {
    const work: Record<string, { statements: number; rows: number; length: number }>[] = [];
    for (const departments of [440, 1760]) {
      const viewers = await fill(departments);
      const held: (typeof work)[number] = {};
      for (const [name, run] of pages) held[name] = await workOf(() => run(viewers));
      work.push(held);
    }
    const [few, many] = work;
    for (const [name] of pages) {
      const [a, b] = [few?.[name], many?.[name]];
      if (!a || !b) throw new Error("not asked");
      expect([name, b.statements]).toEqual([name, a.statements]);
      expect(b.rows, `${name}: ${a.rows} rows, then ${b.rows}`).toBeLessThanOrEqual(5 * a.rows);
      expect(b.length, `${name}: ${a.length} letters, then ${b.length}`).toBeLessThanOrEqual(5 * a.length + 1_000);
      expect(a.rows, `${name} is looked at`).toBeGreaterThan(0);
    }
  });
});
