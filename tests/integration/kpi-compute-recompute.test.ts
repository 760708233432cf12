import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recompute, refreshSummaries, type Touched } from "@/lib/kpis/recompute/recompute";
import { db, type Prisma } from "@/lib/platform/db/client";
import { bulkWriting, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type Company, makeCompany, makeKpi } from "../support/factories";

const NOW = new Date("2014-06-02T08:00:00Z");
let company: Company;
let kindId: number;

beforeAll(async () => {
  company = await makeCompany();
  const fields = [
    { name: "ended", label: "Ended", type: "date", slot: 1 },
    { name: "pieces", label: "Pieces", type: "number" },
    { name: "good", label: "Good", type: "number" },
  ];
  kindId = (
    await writing("system", (tx) => tx.recordKind.create({ data: { code: "order", name: "Orders", fields }, select: { id: true } }))
  ).id;
  await addRecords([
    ["1", company.a.id, "2014-04-10", 40, 30],
    ["2", company.a.id, "2014-05-05", 50, 50],
    ["3", company.b1.id, "2014-05-20", 50, 25],
    ["4", company.b.id, "2014-06-01", 9, 9],
  ]);
});
afterAll(() => db.$disconnect());

const addRecords = (rows: [key: string, departmentId: string, ended: string, pieces: number, good: number][]) =>
  writing("system", (tx) =>
    tx.record.createMany({
      data: rows.map(([key, departmentId, ended, pieces, good]) => ({
        recordKindId: kindId,
        key,
        departmentId,
        on1: new Date(ended),
        data: { pieces, good },
        importId: 1n,
      })),
    }),
  );
const run = (what: Touched, at = NOW) => bulkWriting("system", (client) => recompute(client, what, at, 7n));
const enter = (kpiId: string, values: Record<string, number | null>) =>
  writing("system", (tx) =>
    tx.measurement.createMany({
      data: Object.entries(values).map(([period, value]) => ({
        kpiId,
        periodStart: new Date(period),
        value,
        ...(value === null && { state: "missing" as const, reason: "meter broken" }),
      })),
    }),
  );
const current = async (kpiId: string) =>
  (
    await writing("system", (tx) =>
      tx.measurement.findMany({
        where: { kpiId, supersededAt: null },
        orderBy: { periodStart: "asc" },
        select: { periodStart: true, value: true, numerator: true, denominator: true, state: true, version: true },
      }),
    )
  ).map((m) => [
    m.periodStart.toISOString().slice(0, 10),
    m.value === null ? null : Number(m.value),
    m.numerator === null ? null : Number(m.numerator),
    m.denominator === null ? null : Number(m.denominator),
    m.state,
    m.version,
  ]);
const summary = (kpiId: string) => writing("system", (tx) => tx.kpiSummary.findUniqueOrThrow({ where: { kpiId } }));
const signals = (kpiId: string) => writing("system", (tx) => tx.signal.findMany({ where: { kpiId }, orderBy: { openedAt: "asc" } }));

const share = {
  basis: "in-period",
  date: "ended",
  numerator: { fn: "sum", of: { field: "good" } },
  denominator: { fn: "sum", of: { field: "pieces" } },
  factor: 100,
  whenEmpty: "missing",
  show: ["pieces"],
};
const fromRecords = (departmentId: string, more: Partial<Prisma.KpiUncheckedCreateInput> = {}) =>
  makeKpi(departmentId, { source: "records", recordKindId: kindId, measure: share, unit: "%", aggregation: "ratio", chart: "p", ...more });

describe("KPIs from records", () => {
  it("share of good pieces: April 30/40 = 75, May (50 + 25)/100 = 75; June is not over; May is provisional until due on 4 June", async () => {
    const kpi = await fromRecords(company.root.id);
    expect(await run({ recordKindIds: [kindId] })).toEqual({ measurements: 2, summaries: 1 });
    expect(await current(kpi.id)).toEqual([
      ["2014-04-01", 75, 30, 40, "final", 1],
      ["2014-05-01", 75, 75, 100, "provisional", 1],
    ]);
    const row = await summary(kpi.id);
    expect([
      row.latestPeriod?.toISOString().slice(0, 10),
      Number(row.latestValue),
      row.latestState,
      row.status,
      row.lateFrom?.toISOString().slice(0, 10),
      row.points,
    ]).toEqual(["2014-05-01", 75, "provisional", "no-target", "2014-07-04", 2]);
  });

  it("a department counts its own subtree: B with B1 25/50 = 50 in May", async () => {
    const kpi = await fromRecords(company.b.id);
    await run({ kpiIds: [kpi.id] });
    expect(await current(kpi.id)).toEqual([["2014-05-01", 50, 25, 50, "provisional", 1]]);
  });

  it("writes a new version only where something differs: a late record changes May to 76/102, April stays version 1", async () => {
    const kpi = await fromRecords(company.root.id);
    await run({ kpiIds: [kpi.id] });
    expect(await run({ kpiIds: [kpi.id] })).toEqual({ measurements: 0, summaries: 1 });
    await addRecords([["5", company.a.id, "2014-05-30", 2, 1]]);
    expect(await run({ kpiIds: [kpi.id] }, new Date("2014-06-05T08:00:00Z"))).toEqual({ measurements: 1, summaries: 1 });
    expect(await current(kpi.id)).toEqual([
      ["2014-04-01", 75, 30, 40, "final", 1],
      ["2014-05-01", 74.5098039216, 76, 102, "final", 2],
    ]);
    await writing("system", (tx) => tx.record.updateMany({ where: { key: "5" }, data: { supersededById: 9n } }));
    await run({ kpiIds: [kpi.id] });
    expect((await current(kpi.id)).map((m) => [m[1], m[5]])).toEqual([
      [75, 1],
      [75, 3],
    ]);
  });

  it("a state at a period's end continues up to the last import: 1 of April, 3 with May's, 4 with June's, still 4 in July; imported on 2 August, August's end is not known", async () => {
    const stock = { basis: "at-period-end", date: "ended", numerator: { fn: "count" }, whenEmpty: "zero", show: ["pieces"] };
    const kpi = await makeKpi(company.root.id, { source: "records", recordKindId: kindId, measure: stock });
    const importedAt = new Date("2014-08-02");
    const file = {
      target: "records",
      fileName: "o.csv",
      sha256: new Uint8Array(32),
      rows: 4,
      newRows: 4,
      changedRows: 0,
      sameRows: 0,
      rejectedRows: 0,
    };
    await writing("system", (tx) => tx.import.create({ data: { ...file, id: 1n, importedAt }, select: { id: true } }));
    await run({ kpiIds: [kpi.id] }, new Date("2014-11-10"));
    expect((await current(kpi.id)).map((m) => [m[0], m[1]])).toEqual([
      ["2014-04-01", 1],
      ["2014-05-01", 3],
      ["2014-06-01", 4],
      ["2014-07-01", 4],
    ]);
    await writing("system", (tx) => tx.import.delete({ where: { id: 1n }, select: { id: true } }));
  });

  it("names the KPI whose measure cannot be computed, and writes nothing", async () => {
    const kpi = await fromRecords(company.root.id, { measure: { ...share, date: "begun" } });
    await expect(run({ kpiIds: [kpi.id] })).rejects.toThrow(`${kpi.code}: The records have no field "begun".`);
    await writing("system", (tx) => tx.kpi.delete({ where: { id: kpi.id } }));
  });
});

describe("formulas", () => {
  it("C = A / B and D = 100 x C follow an entry in A, in that order; a missing B leaves the month missing", async () => {
    const [a, b] = [await makeKpi(company.a.id, { source: "manual" }), await makeKpi(company.b.id, { source: "manual" })];
    await enter(a.id, { "2014-03-01": 10, "2014-04-01": 12, "2014-05-01": 5 });
    await enter(b.id, { "2014-03-01": 4, "2014-04-01": null, "2014-05-01": 8 });
    const c = await makeKpi(company.root.id, { source: "formula", formula: `[${a.code}] / [${b.code}]`, aggregation: "ratio" });
    const d = await makeKpi(company.root.id, { source: "formula", formula: `100 * [${c.code}]` });
    expect(await run({ kpiIds: [d.id, c.id] })).toEqual({ measurements: 4, summaries: 2 });
    expect(await current(c.id)).toEqual([
      ["2014-03-01", 2.5, 10, 4, "final", 1],
      ["2014-05-01", 0.625, 5, 8, "provisional", 1],
    ]);

    // A lead of A may neither read nor write in the root department, but the effects of their value may.
    await writing(company.leadA, async (tx) => {
      await tx.$queryRaw`UPDATE measurement SET superseded_at = now() WHERE kpi_id = ${a.id}::uuid AND period_start = '2014-05-01'`;
      await tx.measurement.create({
        data: { kpiId: a.id, periodStart: new Date("2014-05-01"), value: 6, version: 2 },
        select: { id: true },
      });
      expect(await refreshSummaries(onTx(tx), [a.id], NOW)).toBe(3);
      expect(await tx.kpi.findUnique({ where: { id: d.id }, select: { id: true } })).toBeNull();
    });
    expect((await current(d.id)).map((m) => [m[0], m[1], m[5]])).toEqual([
      ["2014-03-01", 250, 1],
      ["2014-05-01", 75, 2],
    ]);
    expect(Number((await summary(d.id)).latestValue)).toBe(75);
  });

  it("two people who enter A and B at the same moment both count: 6 / 8 = 0.75, eight times over", async () => {
    const [a, b] = [await makeKpi(company.a.id), await makeKpi(company.b.id)];
    const c = await makeKpi(company.root.id, {
      source: "formula",
      formula: `[${a.code}] / [${b.code}]`,
      aggregation: "ratio",
      frequency: "day",
    });
    await writing("system", (tx) => tx.kpi.updateMany({ where: { id: { in: [a.id, b.id] } }, data: { frequency: "day" } }));
    await run({ kpiIds: [c.id] });
    const save = (kpiId: string, day: string, value: number) =>
      writing("system", async (tx) => {
        await tx.measurement.create({ data: { kpiId, periodStart: new Date(day), value }, select: { id: true } });
        await refreshSummaries(onTx(tx), [kpiId], NOW);
      });
    const days = Array.from({ length: 8 }, (_, i) => `2014-05-${String(i + 1).padStart(2, "0")}`);
    for (const day of days) await Promise.all([save(a.id, day, 6), save(b.id, day, 8)]);
    expect((await current(c.id)).map((m) => m[1])).toEqual(days.map(() => 0.75));
  });

  it("adds months up to a quarter first: 1 + 2 + 3 = 6; a quarter with a month missing has no value", async () => {
    const a = await makeKpi(company.a.id, { source: "manual", aggregation: "sum" });
    await enter(a.id, { "2013-10-01": 1, "2013-11-01": 2, "2013-12-01": 3, "2014-01-01": 1, "2014-02-01": null, "2014-03-01": 1 });
    const q = await makeKpi(company.a.id, { source: "formula", formula: `[${a.code}] * 1`, frequency: "quarter" });
    await run({ kpiIds: [q.id] });
    expect((await current(q.id)).map((m) => m.slice(0, 2))).toEqual([["2013-10-01", 6]]);
  });

  it("refuses a cycle with its path and a code that does not exist", async () => {
    const x = await makeKpi(company.a.id, { code: "X-1", source: "formula", formula: "[Y-1] + 1" });
    const y = await makeKpi(company.a.id, { code: "Y-1", source: "formula", formula: "[X-1] + 1" });
    await expect(run({ kpiIds: [x.id, y.id] })).rejects.toThrow(/^Circular formulas: (X-1 from Y-1 from X-1|Y-1 from X-1 from Y-1)\.$/);
    await writing("system", (tx) => tx.kpi.update({ where: { id: y.id }, data: { formula: "[NOPE] + 1" } }));
    await expect(run({ kpiIds: [y.id] })).rejects.toThrow("Y-1: the formula names [NOPE], and there is no KPI with that code.");
    await writing("system", (tx) => tx.kpi.deleteMany({ where: { id: { in: [x.id, y.id] } } }));
  });
});

describe("signals", () => {
  it("one opens when the latest value leaves its range, is updated while it lasts, and is verified when the value is back", async () => {
    const kpi = await makeKpi(company.a.id, { source: "manual", direction: "higher" });
    const month = (n: number) => new Date(Date.UTC(2012, n, 1)).toISOString().slice(0, 10);
    // 24 months 10, 12, 10, 12 ...: mean 11, mean moving range 2, limits 11 -/+ 2.66 x 2 = 5.68 and 16.32
    await enter(kpi.id, Object.fromEntries(Array.from({ length: 24 }, (_, i) => [month(i), i % 2 ? 12 : 10])));
    await run({ kpiIds: [kpi.id] });
    expect(await signals(kpi.id)).toEqual([]);
    const row = await summary(kpi.id);
    expect([row.variation, row.mean, row.lower, row.upper, row.points]).toEqual([
      "common-cause",
      11,
      expect.closeTo(5.68, 9),
      expect.closeTo(16.32, 9),
      24,
    ]);

    await enter(kpi.id, { [month(24)]: 2 });
    await run({ kpiIds: [kpi.id] });
    expect(await signals(kpi.id)).toMatchObject([
      { tone: "worse", state: "open", rules: ["outside"], periodStart: new Date(month(24)), lastPeriod: new Date(month(24)) },
    ]);
    expect((await summary(kpi.id)).variation).toBe("worsening");

    await enter(kpi.id, { [month(25)]: 1 });
    await run({ kpiIds: [kpi.id] });
    const [lasting, ...more] = await signals(kpi.id);
    expect([more.length, lasting?.lastPeriod, lasting?.version, Number(lasting?.value)]).toEqual([0, new Date(month(25)), 1, 1]);

    await enter(kpi.id, { [month(26)]: 12 });
    await run({ kpiIds: [kpi.id] });
    expect(await signals(kpi.id)).toMatchObject([{ state: "verified", quietPoints: 1, closedAt: null, version: 2 }]);
  });
});
