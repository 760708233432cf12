import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { headlineOf, holdingTargets, kpiChartOf } from "@/lib/kpis/kpi-page";
import { getKpi } from "@/lib/kpis/queries/detail";
import { getArea, getDepartment } from "@/lib/kpis/queries/pages";
import { getPerformance } from "@/lib/kpis/queries/performance";
import { refreshSummaries } from "@/lib/kpis/recompute";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

// The clock of these tests is the real one; what was known in 2014 is written as it was recorded then.
let company: Company;
let kpi: { id: string; name: string };
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

type Version = { period: string; value: number | null; at: string; until?: string; version?: number; state?: string };
async function put({ period, value, at, until, version = 1, state = "final" }: Version): Promise<void> {
  await owner.query(
    `insert into measurement (kpi_id, period_start, value, state, reason, version, recorded_at, superseded_at)
     values ($1, $2, $3, $4::measurement_state, $5, $6, $7, $8)`,
    [kpi.id, period, value, state, value === null ? "not counted" : null, version, at, until ?? null],
  );
}
const target = (fromOn: string, floor: number, at: string, until: string | null = null) =>
  owner.query("insert into target (kpi_id, from_on, floor, reason, recorded_at, superseded_at) values ($1, $2, $3, 'agreed', $4, $5)", [
    kpi.id,
    fromOn,
    floor,
    at,
    until,
  ]);
const month = (index: number) => `${2012 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;

/** Two years around 70, recorded on 1 April 2014; April at 60 on 2 May, corrected to 66 on 20 May. */
beforeEach(async () => {
  kpi = await makeKpi(company.a.id, { unit: "%" });
  for (let index = 0; index < 27; index += 1)
    await put({ period: month(index), value: index % 2 === 0 ? 69 : 71, at: "2014-04-01T08:00:00Z" });
  await put({ period: "2014-04-01", value: 60, at: "2014-05-02T09:00:00Z", until: "2014-05-20T09:00:00Z" });
  await put({ period: "2014-04-01", value: 66, at: "2014-05-20T09:00:00Z", version: 2 });
  // Lists read the KPIs there are from their summaries.
  await writing("system", (tx) => refreshSummaries(onTx(tx), [kpi.id], new Date()));
});

const at = async (known: string | null, viewer = company.leadA) => {
  const found = await getKpi(viewer, kpi.id, { known });
  if (!found) throw new Error("not found");
  return found;
};

it("a corrected value stands on both sides of its correction, with what the limits said then", async () => {
  const before = await at("2014-05-05");
  expect(before.summary.latest).toBe(60);
  // mean moving range 2, mean 70: limits 70 plus and minus 5.32; 60 lies below, 66 inside
  expect(before.summary).toMatchObject({ lower: expect.closeTo(64.68, 10), upper: expect.closeTo(75.32, 10), variation: "worsening" });
  expect(headlineOf(before).valueText).toBe("60");
  const after = await at("2014-05-20");
  expect(after.summary.latest).toBe(66);
  expect(after.summary.variation).toBe("common-cause");
  expect((await at("2014-05-19")).summary.latest).toBe(60);
  expect((await at("2014-04-15")).summary).toMatchObject({ latest: 69, latestPeriodLabel: "March 2014" });
  const chart = kpiChartOf(before, "2014-05-05", 36);
  expect(chart.rows[0]).toMatchObject({ label: "April 2014", valueText: expect.stringMatching(/^60(\.0)?$/), signal: { tone: "worse" } });
});

it("a moment is the end of that day: what was recorded later that day counts, the next day does not", async () => {
  expect((await at("2014-05-01")).summary.latest).toBe(69);
  expect((await at("2014-05-02")).summary.latest).toBe(60);
});

it("how late a value was is asked of that day", async () => {
  expect((await at("2014-04-30")).summary.staleDays).toBeNull();
  // the value of April 2014 was due on 5 May, the third working day after its end; May's on 4 June
  expect((await at("2014-06-03")).summary.staleDays).toBeNull();
  expect((await at("2014-06-10")).summary.staleDays).toBe(6);
});

it("a target is the one that was agreed then; one replaced later is back", async () => {
  await target("2014-01-01", 65, "2014-01-10T00:00:00Z", "2014-05-10T00:00:00Z");
  await target("2014-01-01", 58, "2014-05-10T00:00:00Z");
  const before = await at("2014-05-05");
  expect(before.summary).toMatchObject({ target: { floor: 65 }, status: "off-track" });
  expect(holdingTargets(before.targets, before.known).map((own) => own.floor)).toEqual(["65"]);
  const after = await at("2014-05-12");
  expect(after.summary).toMatchObject({ target: { floor: 58 }, status: "on-track" });
  expect(holdingTargets(after.targets, after.known).map((own) => own.floor)).toEqual(["58"]);
  expect(after.targets.map((own) => own.floor)).toEqual(["65", "58"]);
});

it("annotations and the limits they move are there from the day they were made", async () => {
  await owner.query(
    "insert into annotation (id, kpi_id, department_id, on_date, kind, text, created_at) values ($1, $2, $3, '2013-01-01', 'baseline', 'moved', '2014-05-08')",
    [randomUUID(), kpi.id, company.a.id],
  );
  const before = await at("2014-05-05");
  expect(before.annotations).toEqual([]);
  const after = await at("2014-05-09");
  expect(after.annotations.map((own) => own.text)).toEqual(["moved"]);
  // 16 values from 2013 on, the last of them 60: another mean, and another range
  expect(after.summary.mean).not.toBe(before.summary.mean);
  expect(before.summary.mean).toBe(70);
});

it("a signal that was open then is listed in the state its story had brought it to", async () => {
  const { rows } = await owner.query<{ id: string }>(
    `insert into signal (kpi_id, department_id, rules, tone, severity, period_start, last_period, value, state, opened_at, closed_at)
     values ($1, $2, '{outside}', 'worse', 1, '2014-04-01', '2014-04-01', 60, 'closed', '2014-05-02 09:00Z', '2014-05-20 09:00Z') returning id`,
    [kpi.id, company.a.id],
  );
  const story = (step: string, when: string) =>
    owner.query("insert into signal_event (signal_id, at, step) values ($1, $2, $3)", [rows[0]?.id, when, step]);
  await story("opened", "2014-05-02 09:00Z");
  await story("acknowledged", "2014-05-06 09:00Z");
  await story("explained", "2014-05-08 09:00Z");
  await owner.query("insert into signal_event (signal_id, at, step, text) values ($1, '2014-05-09 09:00Z', 'undone', 'explained')", [
    rows[0]?.id,
  ]);
  expect((await at("2014-05-05")).signals).toMatchObject([{ state: "open", closedAt: null }]);
  expect((await at("2014-05-07")).signals).toMatchObject([{ state: "acknowledged", closedAt: null }]);
  expect((await at("2014-05-08")).signals).toMatchObject([{ state: "explained" }]);
  expect((await at("2014-05-09")).signals).toMatchObject([{ state: "acknowledged" }]);
  expect((await at("2014-05-21")).signals).toMatchObject([{ state: "closed" }]);
  expect((await at("2014-05-01")).signals).toEqual([]);
  const area = await getArea(company.leadA, "operations", "Operations", { known: "2014-05-05" });
  const own = area.signals.rows.find((row) => row.id === rows[0]?.id);
  expect(own).toMatchObject({ notes: ["new"], href: `/kpis/${kpi.id}?known=2014-05-05` });
  expect(own?.finding).toContain("60 %");
});

it("areas, departments and the scorecard say the same as the KPI's own page", async () => {
  const area = await getArea(company.leadA, "operations", "Operations", { known: "2014-05-05" });
  const row = area.rows.find((own) => own.id === kpi.id);
  expect(row).toMatchObject({
    latest: 60,
    latestPeriodLabel: "April 2014",
    variation: "worsening",
    href: `/kpis/${kpi.id}?known=2014-05-05`,
  });
  expect(area.asOfText).toContain("5 May 2014");
  const department = await getDepartment(company.leadA, company.a.id, { known: "2014-05-05" });
  expect(department?.overview.rows.find((own) => own.id === kpi.id)?.latest).toBe(60);
  const performance = await getPerformance(company.leadA, "2014-05-05");
  expect(performance.rows.find((own) => own.id === kpi.id)?.latest).toBe(60);
  expect(performance.scorecard[0]?.href).toContain("?known=2014-05-05");
});

it("before anything was known there is nothing, and it says so", async () => {
  const early = await at("2014-03-01");
  expect(early.nothing).toBe(true);
  expect(early.summary).toMatchObject({ latest: null, status: "no-data", staleDays: null });
  expect(early.points).toEqual([]);
  expect((await getArea(company.leadA, "operations", "Operations", { known: "2013-01-01" })).nothing).toBe(true);
});

it("today, a later day and what is no date are now", async () => {
  for (const asked of ["2199-01-01", "yesterday", "2014-02-30", new Date().toISOString().slice(0, 10)])
    expect((await at(asked)).known).toBeNull();
});

it("shows nobody more than they may see now", async () => {
  expect(await getKpi(company.leadB, kpi.id, { known: "2014-05-05" })).toBeNull();
  const area = await getArea(company.leadB, "operations", "Operations", { known: "2014-05-05" });
  expect(JSON.stringify(area)).not.toContain(kpi.id);
  expect(await getDepartment(company.leadB, company.a.id, { known: "2014-05-05" })).toBeNull();
  expect(await getKpi(company.administrator, kpi.id, { known: "2014-05-05" })).toBeNull();
});

it("who changed what: before, after, and the day to ask about", async () => {
  const { changes } = await at(null);
  expect(changes[0]).toMatchObject({ what: "value", on: "2014-04-01", value: "66", valueBefore: "60", version: 2, replaces: true });
  expect(changes[1]).toMatchObject({ what: "value", on: "2014-04-01", value: "60", valueBefore: null, replaces: false });
});
