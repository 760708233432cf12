import { Decimal } from "decimal.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { watchKpi } from "@/lib/kpis/commands/watch";
import { formulaTree, readableFormula } from "@/lib/kpis/formula/formula-view";
import { refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { getKpi } from "@/lib/pages/kpi/queries";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

async function put(kpiId: string, values: Record<string, number>): Promise<void> {
  for (const [period, value] of Object.entries(values))
    await owner.query("insert into measurement (kpi_id, period_start, value) values ($1, $2, $3)", [kpiId, period, value]);
}

it("a formula over two departments: the COO sees the parts, which add up; a lead does not even see the other department's code", async () => {
  const price = await makeKpi(company.a.id, { name: "Price", unit: "USD" });
  const volume = await makeKpi(company.b.id, { name: "Volume of B" });
  const sales = await makeKpi(company.a.id, { source: "formula", formula: `[${price.code}] * [${volume.code}]`, unit: "USD" });
  for (const input of [price, volume])
    await owner.query("insert into formula_input (output_id, input_id) values ($1, $2)", [sales.id, input.id]);
  await put(price.id, { "2014-03-01": 9, "2014-04-01": 10, "2014-05-01": 12 });
  await put(volume.id, { "2014-04-01": 100, "2014-05-01": 90 });
  await put(sales.id, { "2014-04-01": 1000, "2014-05-01": 1080 });
  await writing("system", (tx) => refreshSummaries(onTx(tx), [sales.id], new Date()));

  const all = await getKpi(company.coo, sales.id);
  const parts = all?.formula?.parts ?? [];
  expect(all?.formula).toMatchObject({ period: "2014-05-01", periodBefore: "2014-04-01", change: "80", hidden: 0 });
  // L(1080, 1000) = 80 / ln 1.08; price takes ln 1.2 of it, volume ln 0.9
  expect(parts.map((part) => [part.name, Number(part.contribution)])).toEqual(
    [
      ["Price", expect.closeTo((80 / Math.log(1.08)) * Math.log(1.2), 6)],
      ["Volume of B", expect.closeTo((80 / Math.log(1.08)) * Math.log(0.9), 6)],
    ].toSorted((a, b) => (codeOf(a[0]) < codeOf(b[0]) ? -1 : 1)),
  );
  expect(parts.reduce((sum, part) => sum.plus(part.contribution ?? 0), new Decimal(0)).toFixed()).toBe("80");

  const own = await getKpi(company.leadA, sales.id);
  expect(own?.formula).toMatchObject({
    change: null,
    hidden: 1,
    parts: [{ name: "Price", value: "12", before: "10", contribution: null }],
  });
  expect(JSON.stringify(own?.formula)).not.toMatch(new RegExp(`Volume of B|${volume.code}`));
  expect(own?.formula && formulaTree(own.formula, { unit: "USD", frequency: "month" }, CALENDAR_YEAR).hidden).toBe(1);
  expect(readableFormula(own?.definition.formula ?? "", own?.inputs.map((input) => input.code) ?? [])).toBe(
    `[${price.code}] * [an input you do not have access to]`,
  );
  expect((await getKpi(company.leadA, price.id))?.usedBy.map((link) => link.id)).toEqual([sales.id]);

  function codeOf(name: unknown) {
    return name === "Price" ? price.code : volume.code;
  }
});

it("watching is personal: repeated it is stored once, and affects nobody else", async () => {
  const kpi = await makeKpi(company.a.id);
  for (let i = 0; i < 2; i += 1) await watchKpi(company.viewerA, { kpiId: kpi.id, watch: "yes" });
  expect((await getKpi(company.viewerA, kpi.id))?.watched).toBe(true);
  expect((await getKpi(company.leadA, kpi.id))?.watched).toBe(false);
  await watchKpi(company.viewerA, { kpiId: kpi.id, watch: "no" });
  expect((await getKpi(company.viewerA, kpi.id))?.watched).toBe(false);
  expect((await auditOf(kpi.id)).map((entry) => [entry.action, entry.after])).toEqual([
    ["kpi.watch", { watched: true }],
    ["kpi.watch", { watched: false }],
  ]);
  await expect(watchKpi(company.leadB, { kpiId: kpi.id, watch: "yes" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(watchKpi(company.administrator, { kpiId: kpi.id, watch: "yes" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const wide = await makeKpi(company.a.id, { companyWide: true });
  await expect(watchKpi(company.viewerB, { kpiId: wide.id, watch: "yes" })).resolves.toEqual({ watched: true });
});
