import { afterAll, beforeAll, expect, it } from "vitest";
import { undoImport } from "@/lib/imports/undo/undo";
import { Prisma, pool } from "@/lib/platform/db/client";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";
import { bring, bringBeside, LONG, rows, TARGETS } from "./import-support.fixture";

// An import made beside the web server is undone in it, on the Data page; its role may not create temporary tables.
let company: Company;
let kpi: { id: string; code: string };
beforeAll(async () => {
  company = await makeCompany();
  kpi = await makeKpi(company.a.id, { source: "imported" });
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const RECORDS = {
  target: "records",
  kind: { code: "parcel", name: "Parcel" },
  key: ["no"],
  fields: [
    { name: "no", label: "No", type: "text", from: "no" },
    { name: "sent_on", label: "Sent", type: "date", from: "sent", slot: 1 },
  ],
};
const current = (table: "measurement" | "target") =>
  rows<{ at: string; value: string; version: number }>(
    table === "measurement"
      ? Prisma.sql`SELECT period_start::text AS at, trim_scale(value)::text AS value, version FROM measurement WHERE kpi_id = ${kpi.id}::uuid AND superseded_at IS NULL ORDER BY 1`
      : Prisma.sql`SELECT from_on::text AS at, trim_scale(floor)::text AS value, 0 AS version FROM target WHERE kpi_id = ${kpi.id}::uuid AND superseded_at IS NULL ORDER BY 1`,
  );

it("an import cannot run here: only the worker imports", async () => {
  await expect(bring(LONG, `kpi,period,value\n${kpi.code},2014-01,1\n`)).rejects.toThrow(/permission denied to create temporary tables/);
});

it("values", async () => {
  const head = "kpi,period,value,note,state\n";
  const first = await bringBeside(LONG, `${head}${kpi.code},2014-01,1,,\n${kpi.code},2014-02,2,,\n`);
  const second = await bringBeside(LONG, `${head}${kpi.code},2014-02,22,,\n${kpi.code},2014-03,3,,\n`);
  await expect(undoImport(company.administrator, first)).rejects.toThrow("1 of its values was replaced since");
  expect(await undoImport(company.administrator, second)).toMatchObject({ fileName: "test.csv", removed: 2, restored: 1 });
  expect(await current("measurement")).toEqual([
    { at: "2014-01-01", value: "1", version: 1 },
    { at: "2014-02-01", value: "2", version: 3 },
  ]);
  expect(await undoImport(company.administrator, first)).toMatchObject({ fileName: "test.csv", removed: 2, restored: 0 });
  expect(await current("measurement")).toEqual([]);
});

it("targets", async () => {
  const head = "kpi,fromOn,floor,ceiling,reason\n";
  const first = await bringBeside(TARGETS, `${head}${kpi.code},2014-03-01,10,,Agreed\n`);
  const second = await bringBeside(TARGETS, `${head}${kpi.code},2014-03-01,12,,Raised\n`);
  await expect(undoImport(company.administrator, first)).rejects.toThrow("1 of its targets was replaced since");
  expect(await undoImport(company.administrator, second)).toMatchObject({ fileName: "test.csv", removed: 1, restored: 1 });
  expect(await current("target")).toEqual([{ at: "2014-03-01", value: "10", version: 0 }]);
});

it("records, and values computed from them", async () => {
  const first = await bringBeside(RECORDS, "no,sent\n1,2014-01-03\n2,2014-02-04\n");
  const [kind] = await rows<{ id: number }>(Prisma.sql`SELECT id FROM record_kind WHERE code = 'parcel'`);
  const measure = {
    basis: "in-period",
    date: "sent_on",
    where: [],
    numerator: { fn: "count" },
    factor: 1,
    whenEmpty: "zero",
    show: ["no"],
  };
  const computed = await makeKpi(company.a.id, { source: "records", recordKindId: kind?.id ?? 0, measure });
  const held = () =>
    rows<{ value: string }>(
      Prisma.sql`SELECT trim_scale(value)::text AS value FROM measurement WHERE kpi_id = ${computed.id}::uuid AND superseded_at IS NULL ORDER BY period_start`,
    );
  const second = await bringBeside(RECORDS, "no,sent\n3,2014-02-05\n");
  expect(await held()).toEqual([{ value: "1" }, { value: "2" }]);
  expect(await undoImport(company.administrator, second)).toMatchObject({ removed: 1, restored: 0 });
  expect(await held()).toEqual([{ value: "1" }, { value: "1" }]);
  expect(await undoImport(company.administrator, first)).toMatchObject({ removed: 2, restored: 0 });
  expect(await held()).toEqual([]);
});
