import "../support/as-worker";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { undoImport } from "@/lib/imports/undo/undo";
import { changeKpi, defineKpi } from "@/lib/kpis/commands/define-kpi";
import { previewKpi } from "@/lib/kpis/definition/preview";
import { definitionOf } from "@/lib/kpis/definition/queries";
import { KpiDefinition } from "@/lib/kpis/definition/schema";
import { getKpi } from "@/lib/pages/kpi/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";
import { bring } from "./import-support.fixture";

let company: Company;
let root: string;
const code = { usd: "M-USD", usd2: "M-USD2", eur: "M-EUR", hidden: "M-B-EUR" };
const kpi: Record<string, string> = {};
beforeAll(async () => {
  company = await makeCompany();
  root = (await owner.query("select code from department where parent_id is null")).rows[0].code;
  for (const [name, own] of Object.entries(code))
    kpi[name] = (
      await makeKpi(name === "hidden" ? company.b.id : company.a.id, { code: own, unit: name.startsWith("usd") ? "USD" : "EUR" })
    ).id;
});
afterAll(() => owner.end());

let made = 0;
const definition = (more: object): KpiDefinition =>
  KpiDefinition.parse({
    ...{
      code: `SUM-${++made}`,
      name: "Money",
      description: "",
      departmentId: company.a.id,
      positionId: null,
      areas: ["finance"],
      unit: "USD",
    },
    ...{ frequency: "month", aggregation: "sum", direction: "higher", companyWide: false, dueDays: 3, dueWorkingDays: true, chart: "xmr" },
    ...{ minimum: null, maximum: null, source: "formula", recordKind: null, measure: null, floor: null, ceiling: null },
    ...more,
  });
const formula = (text: string, unit = "USD") => definition({ formula: text, unit });
const define = (viewer: Viewer, d: KpiDefinition) => defineKpi(viewer, { idempotencyKey: randomUUID(), definition: d });
const edit = async (viewer: Viewer, id: string, more: Partial<KpiDefinition>) => {
  const held = await definitionOf(viewer, id);
  if (!held) throw new Error("not to be defined");
  return changeKpi(viewer, { kpiId: id, version: held.version, definition: { ...held.definition, ...more } });
};
const MIXED = {
  code: "INVALID",
  field: "formula",
  message: expect.stringMatching(/USD \(\[M-USD\]\).*EUR \(\[M-EUR\]\).*no dated exchange rate/),
};

const HEAD = "code,name,department,areas,unit,frequency,aggregation,direction,source,recordKind,measure,formula";
const KPIS = { target: "kpis", columns: Object.fromEntries(HEAD.split(",").map((name) => [name, { from: name }])) };
const row = (own: string, unit: string, source: string, tail = ",,") =>
  `${own},Money,${root},finance,${unit},month,sum,higher,${source},${tail}\n`;
const reasons = (result: Awaited<ReturnType<typeof bring>>) => result.rejects.map((r) => `${r.line} ${r.column}: ${r.reason}`);

describe("a formula that mixes currencies is refused", () => {
  it("in a definition and in its preview", async () => {
    const mixed = formula(`[${code.usd}] + [${code.eur}]`);
    await expect(define(company.leadA, mixed)).rejects.toMatchObject(MIXED);
    await expect(previewKpi(company.leadA, { kpiId: "", definition: mixed })).rejects.toMatchObject(MIXED);
    await expect(define(company.leadA, formula(`[${code.usd}] + [${code.usd2}]`, "EUR"))).rejects.toMatchObject({
      code: "INVALID",
      field: "formula",
      message: expect.stringContaining("comes out in USD"),
    });
  });

  it("in a file, with line and column, over existing KPIs and over those in the file", async () => {
    const text = `${HEAD}\n${row("F-1", "USD", "formula", `,,[${code.usd}] - [${code.eur}]`)}${row("F-2", "GBP", "manual")}${row("F-3", "USD", "formula", `,,[F-2] + [${code.usd}]`)}${row("F-4", "USD", "formula", `,,[${code.usd}] + [${code.usd2}]`)}`;
    const result = await bring(KPIS, text, { dryRun: true });
    expect(reasons(result)).toEqual([
      expect.stringMatching(/^2 formula: USD \(\[M-USD\]\) and EUR \(\[M-EUR\]\) are subtracted/),
      expect.stringMatching(/^4 formula: GBP \(\[F-2\]\) and USD \(\[M-USD\]\) are added/),
    ]);
    expect(result).toMatchObject({ newRows: 2, rejectedRows: 2 });
  });

  it("but a single currency is accepted", async () => {
    const { id } = await define(company.leadA, formula(`([${code.usd}] + [${code.usd2}]) / 2`));
    await define(company.leadA, formula(`[${code.usd}] / [${code.usd2}] * 100`, "%"));
    await expect(edit(company.leadA, id, { formula: `[${code.usd}] + [${code.eur}]` })).rejects.toMatchObject(MIXED);
    await expect(edit(company.leadA, id, { unit: "EUR" })).rejects.toMatchObject({ message: expect.stringContaining("comes out in USD") });
  });
});

describe("an input that changes its currency", () => {
  it("is refused if a formula over it would mix, naming that formula only to people who may read it", async () => {
    await define(company.leadA, definition({ code: "OVER-1", formula: `[${code.usd}] + [${code.usd2}]` }));
    await expect(edit(company.leadA, kpi.usd2 ?? "", { unit: "EUR" })).rejects.toMatchObject({
      code: "INVALID",
      field: "unit",
      message: expect.stringMatching(/OVER-1.*USD.*EUR/),
    });
    await edit(company.leadA, kpi.usd2 ?? "", { unit: "$" }); // the same currency by another name
    const own = await makeKpi(company.a.id, { code: "M-SHARED", unit: "EUR" });
    await define(
      company.coo,
      definition({ code: "OVER-B", departmentId: company.b.id, unit: "EUR", formula: `[M-SHARED] + [${code.hidden}]` }),
    );
    const refused = await edit(company.leadA, own.id, { unit: "USD" }).catch((error: Error) => error);
    expect(refused).toMatchObject({ code: "INVALID", field: "unit" });
    expect(String(refused)).not.toMatch(/OVER-B|M-B-EUR/);
    await expect(edit(company.coo, own.id, { unit: "USD" })).rejects.toMatchObject({ message: expect.stringContaining("OVER-B") });
  });

  it("is refused in a file, too, unless the file changes the formula with it", async () => {
    await makeKpi(company.a.id, { code: "IN-1", unit: "USD", source: "imported" });
    await makeKpi(company.a.id, { code: "IN-2", unit: "USD", source: "imported" });
    expect((await bring(KPIS, `${HEAD}\n${row("OUT-1", "USD", "formula", ",,[IN-1] + [IN-2]")}`)).rejects).toEqual([]);
    const changed = row("IN-1", "EUR", "imported");
    expect(reasons(await bring(KPIS, `${HEAD}\n${changed}`, { dryRun: true }))).toEqual([
      expect.stringMatching(/^2 unit: .*OUT-1.*EUR.*USD/),
    ]);
    const both = `${changed}${row("IN-2", "EUR", "imported")}${row("OUT-1", "EUR", "formula", ",,[IN-1] + [IN-2]")}`;
    expect(reasons(await bring(KPIS, `${HEAD}\n${both}`, { dryRun: true }))).toEqual([]);
  });
});

describe("records", () => {
  const kind = (unit: string) => ({
    target: "records",
    kind: { code: "bill", name: "Bill" },
    key: ["id"],
    fields: [
      { name: "id", label: "Id", type: "text", from: "id" },
      { name: "on", label: "On", type: "date", from: "on", slot: 1 },
      { name: "usd", label: "Dollars", type: "number", from: "usd", unit },
      { name: "eur", label: "Euros", type: "number", from: "eur", unit: "EUR" },
    ],
  });
  const FILE = "id,on,usd,eur\n1,2014-01-03,5,4\n";
  const measure = (of: object) => ({
    basis: "in-period",
    date: "on",
    numerator: { fn: "sum", of },
    whenEmpty: "zero",
    show: ["id"],
    where: [],
    factor: 1,
  });
  const over = (of: object, unit: string) =>
    definition({ source: "records", recordKind: "bill", measure: measure(of), formula: null, unit });

  it("a KPI over them is in the currency of its fields, and adds up only one", async () => {
    const { importId } = await bring(kind("USD"), FILE);
    await define(company.coo, over({ field: "usd" }, "USD"));
    await expect(define(company.coo, over({ field: "usd" }, "EUR"))).rejects.toMatchObject({
      code: "INVALID",
      field: "measure",
      message: expect.stringContaining("comes out in USD"),
    });
    await expect(define(company.coo, over({ difference: ["usd", "eur"] }, "USD"))).rejects.toMatchObject({
      message: expect.stringMatching(/USD \('Dollars'\) and EUR \('Euros'\)/),
    });
    const json = JSON.stringify(measure({ difference: ["usd", "eur"] })).replaceAll('"', '""');
    const text = `${HEAD}\n${row("R-1", "USD", "records", `bill,"${json}",`)}`;
    expect(reasons(await bring(KPIS, text, { dryRun: true }))).toEqual([expect.stringMatching(/^2 measure: USD/)]);
    expect(importId).not.toBeNull();
  });

  it("a field cannot change its currency while it has records", async () => {
    await expect(bring(kind("EUR"), FILE.replace("1,", "2,"))).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringMatching(/'Dollars'.*USD.*EUR/),
    });
    expect(await bring(kind("$"), FILE.replace("\n1,", "\n3,"))).toMatchObject({ outcome: "imported" });
    const other = { ...kind("USD"), kind: { code: "empty", name: "Empty" } };
    const { importId } = await bring(other, FILE);
    await undoImport("system", importId ?? "");
    expect(await bring({ ...kind("EUR"), kind: { code: "empty", name: "Empty" } }, FILE)).toMatchObject({ outcome: "imported" });
  });
});

describe("an old formula that mixes", () => {
  it("stays and is computed, says so on its page, and is refused at its next change", async () => {
    const { id } = await define(company.leadA, formula(`[${code.usd}] + [${code.usd2}]`));
    for (const input of [kpi.usd, kpi.usd2, kpi.eur])
      await owner.query("insert into measurement (kpi_id, period_start, value, recorded_at) values ($1, '2014-05-01', 5, now())", [input]);
    await owner.query("update kpi set formula = $2 where id = $1", [id, `[${code.usd}] + [${code.eur}]`]);
    await owner.query("delete from formula_input where output_id = $1", [id]);
    await owner.query("insert into formula_input (output_id, input_id) values ($1, $2), ($1, $3)", [id, kpi.usd, kpi.eur]);
    await owner.query("insert into measurement (kpi_id, period_start, value, recorded_at) values ($1, '2014-05-01', 10, now())", [id]);
    await owner.query("update kpi_summary set latest_period = '2014-05-01', latest_value = 10 where kpi_id = $1", [id]);
    const page = await getKpi(company.leadA, id);
    expect(page?.formula?.mixes).toMatch(/USD.*EUR.*no dated exchange rate/);
    expect(page?.formula?.change).toBeNull();
    await expect(edit(company.leadA, id, { name: "Other name" })).rejects.toMatchObject(MIXED);
    await edit(company.leadA, id, { formula: `[${code.usd}] + [${code.usd2}]` });
    expect((await getKpi(company.leadA, id))?.formula?.mixes).toBeNull();
  });
});
