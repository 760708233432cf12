import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { defineKpi } from "@/lib/kpis/commands/define-kpi";
import { previewKpi } from "@/lib/kpis/definition/preview";
import { KpiDefinition } from "@/lib/kpis/definition/schema";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
  await makeKpi(company.b.id, { code: "HID-1" });
  await makeKpi(company.a.id, { code: "OWN-1" });
  // A KPI that A reads, computed from one that A may not read.
  const over = await makeKpi(company.a.id, { code: "OVER-1", source: "formula", formula: "[HID-1] * 2" });
  await owner.query("insert into formula_input (output_id, input_id) select $1, id from kpi where code = 'HID-1'", [over.id]);
  await makeKpi(company.b.id, { code: "GONE-1", archivedAt: new Date() });
});
afterAll(() => owner.end());

const definition = (code: string, more: object = {}): KpiDefinition =>
  KpiDefinition.parse({
    ...{ code, name: "A name", description: "", departmentId: company.a.id, positionId: null, areas: ["operations"], unit: "pieces" },
    ...{ frequency: "month", aggregation: "sum", direction: "higher", companyWide: false, dueDays: 3, dueWorkingDays: true, chart: "xmr" },
    ...{ minimum: null, maximum: null, source: "manual", recordKind: null, measure: null, formula: null, floor: null, ceiling: null },
    ...more,
  });
const said = (run: Promise<unknown>) =>
  run.then(
    (answer) => ({ answer }),
    (error: { code?: string; field?: string; message: string }) => ({ code: error.code, field: error.field, message: error.message }),
  );
const define = (d: KpiDefinition) => said(defineKpi(company.leadA, { idempotencyKey: randomUUID(), definition: d }));
const preview = (d: KpiDefinition) => said(previewKpi(company.leadA, { kpiId: "", definition: d }));
const count = async () => (await owner.query("select count(*)::int as n from kpi")).rows[0].n as number;

it("a taken code is refused in the same words whoever has it, and nothing reveals that it exists", async () => {
  const before = await count();
  const hidden = await define(definition("HID-1"));
  expect(hidden).toEqual({ code: "INVALID", field: "code", message: "This code cannot be used here. Choose another." });
  for (const code of ["OWN-1", "OVER-1", "GONE-1"]) expect(await define(definition(code))).toEqual(hidden);
  expect(await count()).toBe(before);
});

it("a preview reveals nothing about its code: the answer is the same whether it is taken or free", async () => {
  const before = await count();
  const free = await preview(definition("FREE-1"));
  expect(free).toMatchObject({ answer: { kpis: 1, name: "A name" } });
  for (const code of ["HID-1", "OWN-1", "GONE-1"]) expect(await preview(definition(code))).toEqual(free);
  expect(await count()).toBe(before);
});

it("a formula's code does not reveal what a readable KPI is computed from", async () => {
  const over = { source: "formula", formula: "[OVER-1] + 1" };
  const free = await preview(definition("FREE-2", over));
  expect(free).toMatchObject({ answer: { kpis: 1 } });
  expect(await preview(definition("HID-1", over))).toEqual(free);
  expect(await define(definition("HID-1", over))).toMatchObject({ field: "code" });
  expect(await define(definition("FREE-3", { source: "formula", formula: "[FREE-3] + 1" }))).toMatchObject({
    field: "formula",
    message: "The formula would refer to itself.",
  });
});

it("a formula with a hidden KPI is answered like one with an unknown KPI", async () => {
  for (const run of [define, preview])
    for (const formula of ["[CODE]", "[OWN-1] + [CODE]", "[CODE] / [OWN-1]"]) {
      const ask = async (code: string) => {
        const answer = await run(definition("FREE-4", { source: "formula", formula: formula.replace("CODE", code) }));
        return JSON.stringify(answer).replaceAll(code, "CODE");
      };
      expect(await ask("HID-1")).toBe(await ask("NONE-1"));
      expect(await ask("GONE-1")).toBe(await ask("NONE-1"));
    }
});

it("guessing codes is audited, and every free one becomes a KPI of the person who guesses", async () => {
  const denied = async () =>
    (
      await owner.query("select after->>'answer' as answer from audit_event where action = 'access.denied' and actor_id = $1", [
        company.leadA.personId,
      ])
    ).rows;
  const before = (await denied()).length;
  await define(definition("HID-1"));
  await define(definition("FREE-5"));
  const after = await denied();
  expect(after.length).toBe(before + 1);
  expect(after.at(-1)?.answer).toContain("HID-1");
  expect((await owner.query("select 1 from kpi where code = 'FREE-5' and department_id = $1", [company.a.id])).rowCount).toBe(1);
});
