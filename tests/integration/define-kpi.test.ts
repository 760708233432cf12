import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeKpi, defineKpi } from "@/lib/kpis/commands/define-kpi";
import { previewKpi } from "@/lib/kpis/definition/preview";
import { definitionOf, definitionOptions } from "@/lib/kpis/definition/queries";
import { emptyQuestion, measureOf, type QuestionField } from "@/lib/kpis/definition/question";
import { KpiDefinition } from "@/lib/kpis/definition/schema";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";
import { bringBeside } from "./import-support.fixture";

let company: Company;
const FIELDS: QuestionField[] = [
  { name: "no", label: "No", type: "text" },
  { name: "opened", label: "Opened", type: "date", slot: 1 },
  { name: "done", label: "Done", type: "date", slot: 2 },
  { name: "due", label: "Due", type: "date" },
];
const KIND = (code: string, department?: object) => ({
  target: "records",
  kind: { code, name: code },
  key: ["no"],
  fields: FIELDS.map((f) => ({ ...f, from: f.name })),
  ...(department && { department }),
});

// Four weeks: by hand, opened 3, 2, 0, 1; of those done by the due day 2, 2, -, 0. The first three belong to A, the others to B.
const ROWS = `no,opened,done,due,dept
1,2024-01-01,2024-01-03,2024-01-05,A
2,2024-01-02,2024-01-05,2024-01-05,A
3,2024-01-07,2024-01-20,2024-01-09,A
4,2024-01-08,2024-01-09,2024-01-12,B
5,2024-01-14,2024-01-15,2024-01-15,B
6,2024-01-22,2024-02-15,2024-01-25,B
`;
beforeAll(async () => {
  company = await makeCompany();
  await owner.query("update department set code = 'A' where id = $1", [company.a.id]);
  await owner.query("update department set code = 'B' where id = $1", [company.b.id]);
  await bringBeside(KIND("job", { from: "dept" }), ROWS);
  await bringBeside(KIND("secret"), ROWS);
});
afterAll(() => owner.end());

const share = measureOf(
  { ...emptyQuestion(FIELDS), what: "share", which: [{ field: "done", is: "<=", with: "field", value: "due" }] },
  FIELDS,
);
const count = measureOf(emptyQuestion(FIELDS), FIELDS);
let codes = 0;
const definition = (departmentId: string, more: object = {}): KpiDefinition => {
  codes += 1;
  return KpiDefinition.parse({
    code: `NEW-${codes}`,
    name: "Jobs done in time",
    description: "",
    departmentId,
    positionId: null,
    areas: ["operations"],
    unit: "%",
    frequency: "week",
    aggregation: "ratio",
    direction: "higher",
    companyWide: false,
    dueDays: 3,
    dueWorkingDays: true,
    chart: "xmr",
    minimum: "0",
    maximum: "100",
    source: "records",
    recordKind: "job",
    measure: share,
    formula: null,
    floor: null,
    ceiling: null,
    ...more,
  });
};
const valuesOf = async (id: string) =>
  (
    await owner.query(
      "select period_start::text as p, trim_scale(round(value, 4))::text as v from measurement where kpi_id = $1 and superseded_at is null order by 1",
      [id],
    )
  ).rows.map((r) => [r.p, r.v]);
const define = (viewer: Viewer, d: KpiDefinition) => defineKpi(viewer, { idempotencyKey: randomUUID(), definition: d });
const kpis = async () => (await owner.query("select count(*)::int as n from kpi")).rows[0].n as number;

describe("a KPI over records", () => {
  it("is previewed exactly as it will be, and nothing of the preview remains", async () => {
    const wanted = definition(company.root.id);
    const before = await kpis();
    const audit = (await owner.query("select count(*)::int as n from audit_event")).rows[0].n;
    const seen = await previewKpi(company.coo, { kpiId: "", definition: wanted });
    expect([await kpis(), (await owner.query("select count(*)::int as n from audit_event")).rows[0].n]).toEqual([before, audit]);
    expect((await owner.query("select 1 from measurement where value is not null")).rowCount).toBe(0);
    const { id } = await define(company.coo, wanted);
    expect(await valuesOf(id)).toEqual([
      ["2024-01-01", "66.6667"],
      ["2024-01-08", "100"],
      ["2024-01-22", "0"],
    ]);
    // Newest first in the table of the preview; the third week has no record and so no value.
    expect(seen.prepared.rows.map((r) => r.valueText)).toEqual(["0", "–", "100", "67"]);
    expect(seen).toMatchObject({
      kpis: 1,
      periods: 3,
      records: 6,
      warnings: [
        expect.stringContaining("3 periods"),
        expect.stringContaining("1 of the last 4"),
        expect.stringContaining("fewer than five"),
      ],
    });
    expect((await auditOf(id)).map((e) => [e.action, e.department_id])).toEqual([["kpi.define", company.root.id]]);
    expect((await owner.query("select trim_scale(latest_value)::text as v from kpi_summary where kpi_id = $1", [id])).rows).toEqual([
      { v: "0" },
    ]);
  });

  it("is created once however often it is sent, with its first target", async () => {
    const d = definition(company.root.id, { floor: "95" });
    const idempotencyKey = randomUUID();
    const sent = await Promise.all(Array.from({ length: 5 }, () => defineKpi(company.coo, { idempotencyKey, definition: d })));
    expect(new Set(sent.map((s) => s.id)).size).toBe(1);
    expect((await owner.query("select 1 from kpi where code = $1", [d.code])).rowCount).toBe(1);
    expect((await owner.query("select trim_scale(floor)::text as floor from target where kpi_id = $1", [sent[0]?.id])).rows).toEqual([
      { floor: "95" },
    ]);
  });

  it("can be created for each department that has records", async () => {
    const d = definition(company.root.id, { departmentId: "each", measure: count, aggregation: "sum", unit: "jobs", maximum: null });
    expect(await previewKpi(company.coo, { kpiId: "", definition: d })).toMatchObject({
      kpis: 2,
      name: "Jobs done in time, Department A",
      records: 3,
    });
    const { made } = await define(company.coo, d);
    expect(made).toBe(2);
    const { rows } = await owner.query("select id, code, department_id from kpi where code like $1 order by code", [`${d.code}-%`]);
    expect(rows.map((r) => [r.code, r.department_id])).toEqual([
      [`${d.code}-A`, company.a.id],
      [`${d.code}-B`, company.b.id],
    ]);
    expect((await valuesOf(rows[0].id)).slice(0, 2)).toEqual([
      ["2024-01-01", "3"],
      ["2024-01-08", "0"],
    ]);
  });
});

describe("grouped by a field", () => {
  const fields: QuestionField[] = [
    { name: "no", label: "No", type: "text" },
    { name: "sold", label: "Sold", type: "date", slot: 1 },
    { name: "goods", label: "Goods", type: "text" },
  ];
  const grouped = (departmentId: string, more: object = {}) =>
    definition(departmentId, {
      name: "Sales",
      recordKind: "sale",
      measure: measureOf(emptyQuestion(fields), fields),
      aggregation: "sum",
      unit: "sales",
      maximum: null,
      eachValue: "goods",
      perspective: "customer",
      ...more,
    });
  beforeAll(async () => {
    const rows = [
      "1,2024-01-01,Rye bread,A",
      "2,2024-01-02,rye-bread,A",
      "3,2024-01-09,Rolls,A",
      "4,2024-01-09,Rolls,B",
      "5,2024-01-10,,B",
    ];
    const mapping = { target: "records", kind: { code: "sale", name: "Sale" }, key: ["no"], department: { from: "dept" } };
    await bringBeside({ ...mapping, fields: fields.map((f) => ({ ...f, from: f.name })) }, `no,sold,goods,dept\n${rows.join("\n")}\n`);
  });

  it("gives one KPI for each value, computed only from its records", async () => {
    const d = grouped(company.root.id);
    expect(await previewKpi(company.coo, { kpiId: "", definition: d })).toMatchObject({ kpis: 3, name: "Sales, Rolls", records: 2 });
    expect((await define(company.coo, d)).made).toBe(3);
    const { rows } = await owner.query("select id, code, name, perspective from kpi where code like $1 order by name", [`${d.code}-%`]);
    expect(rows.map((r) => [r.code, r.name, r.perspective])).toEqual([
      [`${d.code}-ROLLS`, "Sales, Rolls", "customer"],
      [`${d.code}-RYE-BREAD`, "Sales, Rye bread", "customer"],
      [`${d.code}-RYE-BREAD-2`, "Sales, rye-bread", "customer"],
    ]);
    expect((await valuesOf(rows[0].id)).slice(0, 2)).toEqual([
      ["2024-01-01", "0"],
      ["2024-01-08", "2"],
    ]);
    const held = await definitionOf(company.coo, rows[0].id);
    expect(held?.definition).toMatchObject({ perspective: "customer", eachValue: null });
  });

  it("with departments, gives one for each of theirs; another department's values are not revealed", async () => {
    expect(await previewKpi(company.coo, { kpiId: "", definition: grouped("each") })).toMatchObject({ kpis: 4 });
    expect(await previewKpi(company.leadB, { kpiId: "", definition: grouped(company.b.id) })).toMatchObject({
      kpis: 1,
      name: "Sales, Rolls",
      records: 1,
    });
    await expect(previewKpi(company.leadB, { kpiId: "", definition: grouped(company.a.id) })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(define(company.coo, grouped(company.root.id, { eachValue: "sold" }))).rejects.toMatchObject({ field: "eachValue" });
  });
});

describe("rights", () => {
  it("a lead defines in their own department, over records that all belong to departments, and sees only their own", async () => {
    const options = await definitionOptions(company.leadA);
    expect(options?.departments.map((d) => d.id)).toEqual([company.a.id]);
    expect(options?.kinds.map((k) => k.code)).toEqual(["sale", "job"]); // "secret" has no department: its figures are the company's
    const seen = await previewKpi(company.leadA, { kpiId: "", definition: definition(company.a.id) });
    expect(seen).toMatchObject({ records: 3, periods: 1 });
    const { id } = await define(company.leadA, definition(company.a.id));
    expect(await valuesOf(id)).toEqual([["2024-01-01", "66.6667"]]);
  });
  it.each<[string, (c: Company) => [Viewer, KpiDefinition], object]>([
    ["another department", (c) => [c.leadA, definition(c.b.id)], { code: "FORBIDDEN" }],
    ["the company", (c) => [c.leadA, definition(c.root.id)], { code: "FORBIDDEN" }],
    ["records of nobody's department", (c) => [c.leadA, definition(c.a.id, { recordKind: "secret" })], { code: "NOT_FOUND" }],
    ["everybody as readers", (c) => [c.leadA, definition(c.a.id, { companyWide: true })], { code: "INVALID", field: "companyWide" }],
    ["a target, as a lead", (c) => [c.leadA, definition(c.a.id, { floor: "1" })], { code: "FORBIDDEN" }],
    ["anything, as a member", (c) => [c.memberA, definition(c.a.id)], { code: "FORBIDDEN" }],
    ["anything, as an administrator", (c) => [c.administrator, definition(c.a.id)], { code: "FORBIDDEN" }],
    ["a department that is none", (c) => [c.coo, definition(randomUUID())], {}],
    [
      "a field the records lack",
      (c) => [c.coo, definition(c.root.id, { measure: { ...count, date: "nowhere" } })],
      { code: "INVALID", field: "measure" },
    ],
  ])("not %s", async (_what, make, error) => {
    const [viewer, d] = make(company);
    const before = await kpis();
    await expect(previewKpi(viewer, { kpiId: "", definition: d })).rejects.toMatchObject(error);
    await expect(define(viewer, d)).rejects.toMatchObject(error);
    expect(await kpis()).toBe(before);
  });
});

describe("a formula", () => {
  const formula = (departmentId: string, text: string, more: object = {}) =>
    definition(departmentId, { source: "formula", recordKind: null, measure: null, formula: text, ...more });
  it("uses KPIs the viewer may read, and never itself", async () => {
    const own = await makeKpi(company.a.id, { frequency: "week" });
    const foreign = await makeKpi(company.b.id, { frequency: "week" });
    await expect(define(company.leadA, formula(company.a.id, `[${foreign.code}] * 2`))).rejects.toMatchObject({
      code: "INVALID",
      message: `No KPI that you can read has the code '${foreign.code}'.`,
    });
    await expect(define(company.leadA, formula(company.a.id, "1 + "))).rejects.toMatchObject({ code: "INVALID", field: "formula" });
    const { id } = await define(company.leadA, formula(company.a.id, `[${own.code}] * 2`));
    const held = await definitionOf(company.leadA, id);
    if (!held) throw new Error("not there");
    const around = { ...held.definition, formula: `[${held.definition.code}] + 1` };
    await expect(changeKpi(company.leadA, { kpiId: id, version: held.version, definition: around })).rejects.toMatchObject({
      code: "INVALID",
      field: "formula",
    });
  });
});

describe("a change", () => {
  it("is based on the version seen, recomputes, and reports the changes", async () => {
    const { id } = await define(company.coo, definition(company.root.id));
    const held = await definitionOf(company.coo, id);
    if (!held) throw new Error("not there");
    const changed = { ...held.definition, measure: count, unit: "jobs", aggregation: "sum" as const, maximum: null };
    const seen = await previewKpi(company.coo, { kpiId: id, definition: changed });
    expect(seen.periods).toBe(4);
    expect((await valuesOf(id)).length).toBe(3);
    await changeKpi(company.coo, { kpiId: id, version: held.version, definition: changed });
    expect(await valuesOf(id)).toEqual([
      ["2024-01-01", "3"],
      ["2024-01-08", "2"],
      ["2024-01-15", "0"],
      ["2024-01-22", "1"],
    ]);
    await expect(changeKpi(company.coo, { kpiId: id, version: held.version, definition: changed })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const [, entry] = await auditOf(id);
    expect(entry).toMatchObject({
      action: "kpi.change",
      before: { unit: "%", aggregation: "ratio", maximum: "100" },
      after: { unit: "jobs", aggregation: "sum", maximum: null },
    });
    expect(Object.keys(entry?.after ?? {}).sort()).toEqual(["aggregation", "maximum", "measure", "unit"]);
  });
  it("is not allowed to others", async () => {
    const { id } = await define(company.coo, definition(company.b.id));
    for (const who of [company.leadA, company.memberA, company.administrator]) expect(await definitionOf(who, id)).toBeNull();
    const held = await definitionOf(company.leadB, id);
    if (!held) throw new Error("not there");
    await expect(changeKpi(company.leadA, { kpiId: id, version: held.version, definition: held.definition })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    // Moved to a department where the lead may not define.
    await expect(
      changeKpi(company.leadB, { kpiId: id, version: held.version, definition: { ...held.definition, departmentId: company.a.id } }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await viewerOf(company.leadB.personId)).not.toBeNull();
  });
});
