import "../support/as-worker";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportFile } from "@/lib/exports/commands";
import { ExportInput } from "@/lib/exports/schema";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { setTarget } from "@/lib/kpis/commands/set-target";
import { refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { getKpi } from "@/lib/pages/kpi/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { changeCompany } from "@/lib/settings/commands";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";
import { bring, LONG, TARGETS } from "./import-support.fixture";

// A company whose year begins on 1 July: 1 March 2014 lies in the year from 1 July 2013, its FY2014.

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
  await changeCompany("system", { fiscalStartMonth: 7 });
});
afterAll(() => owner.end());

const yearly = (more: Parameters<typeof makeKpi>[1] = {}) => makeKpi(company.a.id, { frequency: "year", ...more });
const column = async (statement: string, ...values: unknown[]) => (await owner.query(statement, values)).rows.map((row) => row.value);

it("a target set on a day applies from the beginning of the company's year", async () => {
  const kpi = await yearly();
  const input = { kpiId: kpi.id, fromOn: "2014-03-01", floor: "90", ceiling: null, reason: "agreed" };
  expect(await setTarget(company.coo, input)).toEqual({ fromOn: "2013-07-01" });
  expect(await column("select from_on::text as value from target where kpi_id = $1", kpi.id)).toEqual(["2013-07-01"]);
});

it("a value is stored on the first day of the company's year, and refused on the first of the calendar year", async () => {
  const kpi = await yearly();
  const value = { state: "final" as const, kpiId: kpi.id, value: "7", note: "", reason: "", seenVersion: 0 };
  await expect(recordMeasurement(company.leadA, { ...value, periodStart: "2014-01-01" })).rejects.toThrow();
  await recordMeasurement(company.leadA, { ...value, periodStart: "2013-07-01" });
  expect((await getKpi({ ...company.leadA }, kpi.id))?.points.map((point) => point.period)).toEqual(["2013-07-01"]);
});

it("a new level noted on a day begins with the company's year of that day", async () => {
  const kpi = await yearly({ dueDays: 0 });
  for (let year = 1998; year <= 2013; year++)
    await owner.query(
      "insert into measurement (kpi_id, series, period_start, value, state, recorded_at) values ($1, 'actual', $2, $3, 'final', '2014-07-02')",
      [kpi.id, `${year}-07-01`, 10 + (year % 2)],
    );
  const limits = async () => {
    await writing("system", (tx) => refreshSummaries(onTx(tx), [kpi.id], new Date("2014-07-03T08:00:00Z")));
    return column("select lower is not null as value from kpi_summary where kpi_id = $1", kpi.id);
  };
  expect(await limits()).toEqual([true]);
  await addAnnotation(company.leadA, {
    idempotencyKey: randomUUID(),
    kpiId: kpi.id,
    onDate: "2014-03-01",
    kind: "baseline",
    text: "a new line",
  });
  // One value of the new level: no limits yet. By the calendar year the level would begin in 2014 and contain no value at all.
  expect(await limits()).toEqual([false]);
});

it("an imported value and target of a day lie in the company's year of that day", async () => {
  const kpi = await yearly({ source: "imported" });
  expect((await bring(LONG, `kpi,period,value,note,state\n${kpi.code},2014-03-01,5,,\n`)).rejects).toEqual([]);
  expect((await bring(TARGETS, `kpi,fromOn,floor,ceiling,reason\n${kpi.code},2014-03-01,4,,agreed\n`)).rejects).toEqual([]);
  expect(await column("select period_start::text as value from measurement where kpi_id = $1", kpi.id)).toEqual(["2013-07-01"]);
  expect(await column("select from_on::text as value from target where kpi_id = $1", kpi.id)).toEqual(["2013-07-01"]);
});

it("the records exported for a day are those of the company's year of that day", async () => {
  const fields = [{ name: "ended", label: "Ended", type: "date", slot: 1 }];
  const kind = await writing("system", (tx) => tx.recordKind.create({ data: { code: "order", name: "Orders", fields } }));
  const measure = { date: "ended", basis: "in-period", numerator: { fn: "count" }, whenEmpty: "zero", show: ["ended"] };
  const kpi = await yearly({ source: "records", recordKindId: kind.id, measure });
  for (const day of ["2013-06-30", "2013-07-01", "2014-06-30", "2014-07-01"])
    await owner.query(
      "insert into record (record_kind_id, key, department_id, on_1, data, import_id) values ($1, $2::text, $3, $2::date, '{}', 1)",
      [kind.id, day, company.a.id],
    );
  const csv = async (viewer: Viewer, asked: Record<string, string>) =>
    new Response(await (await exportFile(viewer, ExportInput.parse(asked))).open()).text();
  const file = await csv(company.leadA, { what: "records", kpi: kpi.id, period: "2014-03-01" });
  expect(file.match(/^20\d\d-\d\d-\d\d/gm)).toEqual(["2013-07-01", "2014-06-30"]);
});
