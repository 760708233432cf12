import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportFile } from "@/lib/exports/commands";
import { ExportInput } from "@/lib/exports/schema";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { changeKpi } from "@/lib/kpis/commands/define-kpi";
import { definitionOf } from "@/lib/kpis/definition/queries";
import { getKpi } from "@/lib/pages/kpi/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { acknowledgeSignal } from "@/lib/signals/commands/steps";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

const csv = async (viewer: Viewer, input: object) => new Response(await (await exportFile(viewer, ExportInput.parse(input))).open()).text();

/** A KPI of A with values, an open signal for them, and a baseline annotation. */
async function held(more: object = {}) {
  const kpi = await makeKpi(company.a.id, more);
  for (let month = 1; month <= 12; month++)
    await owner.query("insert into measurement (kpi_id, period_start, value, recorded_at) values ($1, make_date(2013, $2, 1), $2, now())", [
      kpi.id,
      month,
    ]);
  await addAnnotation(company.leadA, {
    idempotencyKey: randomUUID(),
    kpiId: kpi.id,
    onDate: "2013-06-01",
    kind: "baseline",
    text: "a second line",
  });
  const { rows } = await owner.query<{ id: string }>(
    `insert into signal (kpi_id, kind, department_id, rules, tone, severity, period_start, last_period, value, opened_at)
     values ($1, 'late', $2, '{late}', 'worse', 3, '2013-12-01', '2013-12-01', 4711.5, now()) returning id`,
    [kpi.id, company.a.id],
  );
  return { ...kpi, signal: rows[0]?.id ?? "" };
}

it("takes its signals and annotations along: its former readers read none of them, its new ones work on them", async () => {
  const kpi = await held();
  const found = await definitionOf(company.coo, kpi.id);
  if (!found) throw new Error("the COO may define it");
  expect(await csv(company.viewerA, { what: "signals" })).toContain("4711.5");
  const definition = { ...found.definition, departmentId: company.b.id };
  await changeKpi(company.coo, { kpiId: kpi.id, version: found.version, definition });

  expect(await csv(company.viewerA, { what: "signals" })).not.toContain("4711.5");
  expect(await csv(company.viewerB, { what: "signals" })).toContain("4711.5");
  expect((await owner.query("select department_id from annotation where kpi_id = $1", [kpi.id])).rows).toEqual([
    { department_id: company.b.id },
  ]);
  const { rows } = await owner.query("select version from signal where id = $1", [kpi.signal]);
  const step = { idempotencyKey: randomUUID(), id: kpi.signal, version: rows[0].version };
  await expect(acknowledgeSignal(company.leadA, step)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await acknowledgeSignal(company.leadB, step);
});

it("has the same limits for everybody if the whole company reads it", async () => {
  const kpi = await held({ companyWide: true });
  const drawn = async (viewer: Viewer) => (await getKpi(viewer, kpi.id))?.annotations;
  expect(await drawn(company.leadA)).toMatchObject([{ kind: "baseline", onDate: "2013-06-01" }]);
  expect(await drawn(company.viewerB)).toEqual(await drawn(company.leadA));
});
