import "../support/as-worker";
import { beforeAll, describe, expect, it } from "vitest";
import { Mapping } from "@/lib/imports/mapping";
import { importFile } from "@/lib/imports/run/run";
import { undoImport } from "@/lib/imports/undo/undo";
import { Prisma } from "@/lib/platform/db/client";
import { makeDepartment, makeViewerOf } from "../support/factories";
import { bring, counts, DEPARTMENTS, KPIS, PEOPLE, rows } from "./import-support.fixture";

const HEAD = "code,name,department,areas,unit,frequency,aggregation,direction,source,recordKind,measure,formula,minimum,maximum\n";
const reasons = (r: { rejects: { line: number; column: string; reason: string }[] }) =>
  r.rejects.map((x) => `${x.line} ${x.column}: ${x.reason}`);

let rootId = "";
beforeAll(async () => {
  rootId = (await makeDepartment("Company")).id;
});
const rootCode = async () => (await rows<{ code: string }>(Prisma.sql`SELECT code FROM department WHERE parent_id IS NULL`))[0]?.code ?? "";

describe("departments", () => {
  it("builds a tree in any order of rows, changes what differs, and undoes both", async () => {
    const root = await rootCode();
    const first = await bring(DEPARTMENTS, `code,name,parent\nD2,Deep,D1\nD1,Upper,${root}\n`);
    expect(counts(first)).toEqual(["imported", 2, 0, 0, 0, 0]);
    const second = await bring(DEPARTMENTS, `code,name,parent\nD2,Deeper,${root}\nD1,Upper,${root}\n`);
    expect(counts(second)).toEqual(["imported", 0, 1, 1, 0, 0]);
    const named = () =>
      rows(
        Prisma.sql`SELECT d.code, d.name, p.code AS parent FROM department d JOIN department p ON p.id = d.parent_id WHERE d.code IN ('D1', 'D2') ORDER BY 1`,
      );
    expect(await named()).toEqual([
      { code: "D1", name: "Upper", parent: root },
      { code: "D2", name: "Deeper", parent: root },
    ]);
    await expect(undoImport("system", first.importId ?? "")).rejects.toThrow("1 of its rows was changed since");
    expect(await undoImport("system", second.importId ?? "")).toMatchObject({ removed: 0, restored: 1 });
    expect(await named()).toMatchObject([{ name: "Upper" }, { name: "Deep", parent: "D1" }]);
    expect(await undoImport("system", first.importId ?? "")).toMatchObject({ removed: 2, restored: 0 });
    expect(await named()).toEqual([]);
  });

  it("refuses a second company, a cycle, an unknown parent and a name that is too long", async () => {
    const root = await rootCode();
    expect(
      reasons(await bring(DEPARTMENTS, `code,name,parent\nX1,A,X2\nX2,B,X1\nX3,C,nowhere\nX4,D,\nX5,${"n".repeat(121)},${root}\n`)),
    ).toEqual([
      "2 parent: it leads back to the same row",
      "3 parent: it leads back to the same row",
      "4 parent: no department has this code",
      `5 parent: only the company itself has no parent, and '${root}' has none either`,
      expect.stringContaining("has 121 characters; at most 120 fit"),
    ]);
  });
});

describe("positions", () => {
  it("closed on a screen are reopened by a file that contains them, and closed again when it is undone", async () => {
    const columns = { code: { from: "code" }, title: { from: "title" }, department: { from: "department" } };
    const positions = { target: "positions", columns };
    const file = `code,title,department\nS1,Keeper,${await rootCode()}\n`;
    const first = await bring(positions, file);
    await rows(Prisma.sql`UPDATE position SET archived_at = '2014-05-05', version = version + 1 WHERE code = 'S1' RETURNING id`);
    await expect(undoImport("system", first.importId ?? "")).rejects.toThrow("was changed since");
    const second = await bring(positions, file);
    expect(counts(second)).toEqual(["imported", 0, 1, 0, 0, 0]);
    const closed = () => rows<{ closed: boolean }>(Prisma.sql`SELECT archived_at IS NOT NULL AS closed FROM position WHERE code = 'S1'`);
    expect(await closed()).toEqual([{ closed: false }]);
    await undoImport("system", second.importId ?? "");
    expect(await closed()).toEqual([{ closed: true }]);
  });
});

describe("people", () => {
  it("keeps addresses in lower case and unique, and refuses to undo somebody in use", async () => {
    const root = await rootCode();
    const first = await bring(PEOPLE, `code,name,email,department,hiredOn,leftOn\n1,Ken Sánchez,KEN@Company.example,${root},2009-01-14,\n`);
    expect(await rows(Prisma.sql`SELECT email, hired_on::text FROM person WHERE code = '1'`)).toEqual([
      { email: "ken@company.example", hired_on: "2009-01-14" },
    ]);
    expect(
      reasons(
        await bring(
          PEOPLE,
          `code,name,email,department,hiredOn,leftOn\n2,B,ken@company.example,,,\n3,C,nobody,,,\n4,D,,,2014-01-02,2014-01-01\n`,
        ),
      ),
    ).toEqual([
      "2 email: the person with the code '1' has the same address",
      "3 email: 'nobody' is not an e-mail address of plain letters, digits and signs",
      "4 leftOn: the day of leaving is before the day of hiring, 2014-01-02",
    ]);
    await rows(Prisma.sql`INSERT INTO account (person_id) SELECT id FROM person WHERE code = '1'`);
    await expect(undoImport("system", first.importId ?? "")).rejects.toThrow("in use by other imports");
  });
});

it("the list of people names the person who set up the installation, found by the address", async () => {
  const LIST = { target: "people", columns: { code: { from: "code" }, name: { from: "name" }, email: { from: "email" } } };
  const made = await rows<{ id: string }>(
    Prisma.sql`INSERT INTO person (id, code, name, email) VALUES (uuid_v7(), 'administrator-0a1b2c3d', 'A', 'first@sonne.example') RETURNING id::text`,
  );
  const twice = await bring(LIST, "code,name,email\n0021,Anna,first@sonne.example\n0022,Anna,first@sonne.example\n");
  expect(twice.rejectedRows).toBe(2);
  const first = await bring(LIST, "code,name,email\n0021,Anna Öztürk,first@sonne.example\n");
  expect(counts(first)).toEqual(["imported", 0, 1, 0, 0, 0]);
  const held = () => rows(Prisma.sql`SELECT code, name FROM person WHERE id = ${made[0]?.id}::uuid`);
  expect(await held()).toEqual([{ code: "0021", name: "Anna Öztürk" }]);
  await undoImport("system", first.importId ?? "");
  expect(await held()).toEqual([{ code: "administrator-0a1b2c3d", name: "A" }]);
  await rows(Prisma.sql`DELETE FROM person WHERE id = ${made[0]?.id}::uuid RETURNING id`);
});

describe("KPI definitions", () => {
  it("checks measures against the records and formulas against each other", async () => {
    const root = await rootCode();
    await bring(
      {
        target: "records",
        kind: { code: "job", name: "Job" },
        key: ["id"],
        fields: [
          { name: "on", label: "On", type: "date", from: "on", slot: 1 },
          { name: "cost", label: "Cost", type: "number", from: "cost" },
          { name: "who", label: "Who", type: "text", from: "who" },
        ],
      },
      "id,on,cost,who\n1,2014-01-03,5,a\n2,2014-01-09,7,b\n",
    );
    const measure = (more: object) =>
      `"${JSON.stringify({ basis: "in-period", date: "on", numerator: { fn: "count" }, whenEmpty: "zero", show: ["who"], ...more }).replaceAll('"', '""')}"`;
    const row = (code: string, tail: string) => `${code},Name,${root},operations,u,month,sum,higher,${tail}\n`;
    const bad =
      HEAD +
      row("1X", "manual,,,,,") +
      row("B-1", `records,job,${measure({ show: ["nothing"] })},,,`) +
      row("B-2", `records,job,${measure({ numerator: { fn: "sum", of: { field: "who" } } })},,,`) +
      row("B-3", "records,,,,,") +
      row("B-4", "formula,,,[B-5] + 1,,") +
      row("B-5", "formula,,,[B-4] + 1,,") +
      row("B-6", "formula,,,[NO-1],,") +
      row("B-7", "manual,,,,5,5") +
      `B-8,Name,${root},operations;luck,u,month,sum,higher,manual,,,,,\n`;
    const refused = await bring(KPIS, bad);
    expect(refused.rejectedRows).toBe(9);
    expect(reasons(refused)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("2 code: '1X' is not a KPI code"),
        "3 measure: the records have no field 'nothing'",
        expect.stringMatching(/^4 measure: "Who" is a text/),
        "5 recordKind: a KPI computed from records needs the kind of records",
        expect.stringMatching(/^6 formula: the formulas are circular/),
        expect.stringMatching(/^7 formula: the formulas are circular/),
        "8 formula: no KPI has the code 'NO-1'",
        "9 maximum: it is not above the minimum, 5",
        expect.stringContaining("10 areas: 'luck' is none of operations"),
      ]),
    );
    const good = await bring(
      KPIS,
      HEAD +
        row("R-1", `records,job,${measure({ numerator: { fn: "sum", of: { field: "cost" } } })},,,`) +
        row("R-2", "formula,,,[R-1] / 2,,"),
    );
    expect(counts(good)).toEqual(["imported", 2, 0, 0, 0, 0]);
    expect(
      await rows(
        Prisma.sql`SELECT k.code, trim_scale(m.value)::text AS value FROM measurement m JOIN kpi k ON k.id = m.kpi_id WHERE m.superseded_at IS NULL AND period_start = '2014-01-01' ORDER BY 1`,
      ),
    ).toEqual([
      { code: "R-1", value: "12" },
      { code: "R-2", value: "6" },
    ]);
    expect(await undoImport("system", good.importId ?? "")).toMatchObject({ removed: 2 });
    expect(await rows(Prisma.sql`SELECT code FROM kpi WHERE archived_at IS NULL AND code IN ('R-1', 'R-2')`)).toEqual([]);
  });
});

describe("permissions", () => {
  it("needs data.import on the company, writes in the person's name, and refuses everybody else", async () => {
    const a = await makeDepartment("Assembly", rootId);
    const coo = await makeViewerOf({ name: "Coo", grants: [{ role: "coo", departmentId: rootId }] });
    const lead = await makeViewerOf({ name: "Lead", grants: [{ role: "lead", departmentId: a.id }] });
    const admin = await makeViewerOf({ name: "Admin", grants: [{ role: "administrator", departmentId: rootId }] });
    const root = await rootCode();
    const run = (viewer: Parameters<typeof importFile>[0], code: string) => {
      const file = (async function* () {
        yield Buffer.from(`code,name,parent\n${code},By,${root}\n`);
      })();
      return importFile(viewer, { mapping: Mapping.parse({ name: "who", into: DEPARTMENTS }), file, fileName: "who.csv" });
    };
    await expect(run(lead, "L")).rejects.toThrow("Your role does not allow this here.");
    await expect(undoImport(lead, "1")).rejects.toThrow("Your role does not allow this here.");
    expect((await run(admin, "P")).outcome).toBe("imported");
    const { importId } = await run(coo, "Q");
    expect(
      await rows(Prisma.sql`SELECT actor_name, action, subject_id, after->>'new' AS new FROM audit_event ORDER BY id DESC LIMIT 1`),
    ).toEqual([{ actor_name: "Coo", action: "import.run", subject_id: importId, new: "1" }]);
  });
});
