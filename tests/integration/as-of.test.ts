import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { headlineOf, kpiChartOf, targetsValidAt } from "@/lib/kpis/kpi-page";
import { refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { getKpi } from "@/lib/pages/kpi/queries";
import { Prisma } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePosition } from "../support/factories";
import { getArea, getDepartment, getPerformance } from "../support/pages";

// These tests use the real clock; data known in 2014 is inserted with the time it was recorded then.
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
  // Lists read their KPIs from the summaries.
  await writing("system", (tx) => refreshSummaries(onTx(tx), [kpi.id], new Date()));
});

const at = async (asOf: string | null, viewer = company.leadA) => {
  const found = await getKpi(viewer, kpi.id, { asOf });
  if (!found) throw new Error("not found");
  return found;
};

it("a corrected value differs before and after its correction, with what the limits said then", async () => {
  const before = await at("2014-05-05");
  expect(before.summary.latest).toBe(60);
  // mean moving range 2, mean 70: limits 70 plus and minus 5.32; 60 lies below, 66 inside
  expect(before.summary).toMatchObject({ lower: expect.closeTo(64.68, 10), upper: expect.closeTo(75.32, 10), variation: "worsening" });
  expect(headlineOf(before, "2014-05-05").valueText).toBe("60");
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

it("lateness is judged as of that day", async () => {
  expect((await at("2014-04-30")).summary.staleDays).toBeNull();
  // the value of April 2014 was due on 5 May, the third working day after its end; May's on 4 June
  expect((await at("2014-06-03")).summary.staleDays).toBeNull();
  expect((await at("2014-06-10")).summary.staleDays).toBe(6);
});

it("a target is the one agreed then; one replaced later is back", async () => {
  await target("2014-01-01", 65, "2014-01-10T00:00:00Z", "2014-05-10T00:00:00Z");
  await target("2014-01-01", 58, "2014-05-10T00:00:00Z");
  const before = await at("2014-05-05");
  expect(before.summary).toMatchObject({ target: { floor: 65 }, status: "off-track" });
  expect(targetsValidAt(before.targets, before.asOf).map((own) => own.floor)).toEqual(["65"]);
  const after = await at("2014-05-12");
  expect(after.summary).toMatchObject({ target: { floor: 58 }, status: "on-track" });
  expect(targetsValidAt(after.targets, after.asOf).map((own) => own.floor)).toEqual(["58"]);
  expect(after.targets.map((own) => own.floor)).toEqual(["65", "58"]);
});

it("annotations and the limits they move appear from the day they were made", async () => {
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

it("a signal that was open then is listed in its state at that time", async () => {
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
  const area = await getArea(company.leadA, "operations", { asOf: "2014-05-05" });
  const own = area.signals.rows.find((row) => row.id === rows[0]?.id);
  expect(own).toMatchObject({ notes: ["new"], href: `/kpis/${kpi.id}?asOf=2014-05-05` });
  expect(own?.finding).toContain("60%");
});

it("a definition is the one valid then: name, unit, direction, formula, owner", async () => {
  const [seat, other] = [await makePosition(company.a.id, company.leadA.personId), await makePosition(company.a.id, null)];
  const [one, two] = [await makeKpi(company.a.id), await makeKpi(company.a.id)];
  const sum = await makeKpi(company.a.id, {
    source: "formula",
    formula: `[${one.code}] + [${two.code}]`,
    positionId: seat.id,
    name: "Both",
  });
  await owner.query("insert into formula_input (output_id, input_id) values ($1, $2), ($1, $3)", [sum.id, one.id, two.id]);
  for (const [kpiId, value] of [
    [one.id, 30],
    [two.id, 40],
    [sum.id, 70],
  ] as const)
    await owner.query(
      "insert into measurement (kpi_id, period_start, value, state, recorded_at) values ($1, '2014-04-01', $2, 'final', '2014-05-02')",
      [kpiId, value],
    );
  const when = async (sql: string, values: unknown[], at: string) => {
    await owner.query("begin");
    await owner.query("select set_config('app.now', $1, true)", [at]);
    await owner.query(sql, values);
    await owner.query("commit");
  };
  await when("update kpi set name = 'Two of them', direction = 'lower' where id = $1", [sum.id], "2014-05-10T09:00:00Z");
  await when(
    "update kpi set unit = 'tons', formula = $2, position_id = $3 where id = $1",
    [sum.id, `[${one.code}] * 2`, other.id],
    "2014-05-20T09:00:00Z",
  );
  await owner.query("delete from formula_input where input_id = $1", [two.id]);
  await when("update position set title = 'Chief' where id = $1", [seat.id], "2014-05-25T09:00:00Z");
  await when("update kpi set version = version + 1 where id = $1", [sum.id], "2014-05-26T09:00:00Z"); // changes nothing visible
  await writing("system", (tx) => refreshSummaries(onTx(tx), [sum.id], new Date()));
  const said = async (asOf: string | null) => {
    const found = await getKpi(company.leadA, sum.id, { asOf });
    return [
      found?.definition.name,
      found?.definition.direction,
      found?.summary.fullUnit ?? found?.summary.unit,
      found?.definition.ownerName,
      found?.definition.positionTitle,
      found?.formula?.parts.map((part) => part.code).toSorted(),
      found?.inputs.map((input) => input.code).toSorted(),
    ];
  };
  const both = [one.code, two.code].toSorted();
  expect(await said("2014-05-05")).toEqual(["Both", "higher", "pieces", company.leadA.name, "Seat", both, both]);
  expect(await said("2014-05-15")).toEqual(["Two of them", "lower", "pieces", company.leadA.name, "Seat", both, both]);
  expect(await said("2014-05-22")).toEqual(["Two of them", "lower", "tons", null, "Seat", [one.code], [one.code]]);
  expect(await said(null)).toEqual(["Two of them", "lower", "tons", null, "Seat", [one.code], [one.code]]);
  // The removed input used to be listed as part of the sum, and no longer is.
  expect((await getKpi(company.leadA, two.id, { asOf: "2014-05-05" }))?.usedBy.map((k) => k.name)).toEqual(["Both"]);
  expect((await getKpi(company.leadA, two.id, { asOf: "2014-05-22" }))?.usedBy).toEqual([]);
  const area = await getArea(company.leadA, "operations", { asOf: "2014-05-05" });
  expect(area.rows.find((row) => row.id === sum.id)).toMatchObject({ name: "Both", unit: "pieces", ownerName: company.leadA.name });
});

it("an older definition reveals nothing more: somebody who may not read the KPI now reads none of it", async () => {
  await owner.query("update kpi set department_id = $2, name = 'Moved' where id = $1", [kpi.id, company.b.id]);
  expect(await getKpi(company.leadA, kpi.id, { asOf: "2014-05-05" })).toBeNull();
  expect((await getKpi(company.leadB, kpi.id, { asOf: "2014-05-05" }))?.definition).toMatchObject({
    name: kpi.name,
    departmentId: company.b.id,
  });
  const seen = (viewer: typeof company.leadA) =>
    reading(viewer, (tx) => onTx(tx).query(Prisma.sql`SELECT 1 FROM kpi_past WHERE kpi_id = ${kpi.id}::uuid`));
  expect([(await seen(company.leadA)).length, (await seen(company.leadB)).length]).toEqual([0, 1]);
  await expect(
    writing("system", (tx) =>
      onTx(tx).query(Prisma.sql`INSERT INTO kpi_past (kpi_id, until, was) VALUES (${kpi.id}::uuid, now(), '{}') RETURNING 1`),
    ),
  ).rejects.toThrow("permission denied");
});

it("comments are not settled or turned into an action before that happened; work appears from when it was opened", async () => {
  const { rows } = await owner.query(
    `insert into comment (subject_type, subject_id, author_id, body, at, resolved_at, resolved_by_id) values ('kpi', $1, $2, 'Why?', '2014-05-03 09:00Z', '2014-05-12 09:00Z', $2)
     returning id`,
    [kpi.id, company.leadA.personId],
  );
  await owner.query(
    `insert into action (title, department_id, owner_id, due_on, done_on, comment_id, created_at)
     values ('Ask them', $1, $2, '2014-05-30', '2014-05-20', $3, '2014-05-06 09:00Z')`,
    [company.a.id, company.leadA.personId, rows[0].id],
  );
  const initiative = await owner.query(
    `insert into initiative (code, title, kind, department_id, owner_id, area, starts_on, baseline_due_on, due_on, created_at)
     values ('IN-77', 'Mend it', 'improvement', $1, $2, 'operations', '2014-05-01', '2014-09-01', '2014-09-01', '2014-05-10 09:00Z') returning id`,
    [company.a.id, company.leadA.personId],
  );
  await owner.query("insert into effect (initiative_id, kpi_id, low, likely, high, from_on) values ($1, $2, 1, 2, 3, '2014-06-01')", [
    initiative.rows[0].id,
    kpi.id,
  ]);
  const said = async (asOf: string | null) => {
    const { comments, initiatives } = await at(asOf);
    return [comments.map((c) => [c.resolvedBy, c.action?.done ?? null]), initiatives.map((i) => i.code)];
  };
  const { name } = company.leadA;
  expect(await said("2014-05-02")).toEqual([[], []]);
  expect(await said("2014-05-05")).toEqual([[[null, null]], []]);
  expect(await said("2014-05-11")).toEqual([[[null, false]], ["IN-77"]]);
  expect(await said("2014-05-13")).toEqual([[[name, false]], ["IN-77"]]);
  expect(await said("2014-05-21")).toEqual([[[name, true]], ["IN-77"]]);
  expect(await said(null)).toEqual([[[name, true]], ["IN-77"]]);
});

it("a value that was late then has a signal that was open, not a past one", async () => {
  await owner.query(
    `insert into signal (kind, kpi_id, department_id, rules, tone, severity, period_start, last_period, state, opened_at, closed_at)
     values ('late', $1, $2, '{late}', 'neutral', 0, '2014-04-01', '2014-04-01', 'closed', '2014-05-04 09:00Z', '2014-05-09 09:00Z')`,
    [kpi.id, company.a.id],
  );
  expect((await at("2014-05-05")).signals).toMatchObject([{ kind: "late", state: "open", closedAt: null }]);
  expect((await at("2014-05-10")).signals).toMatchObject([{ kind: "late", state: "closed" }]);
});

it("areas, departments and the scorecard agree with the KPI's own page", async () => {
  const area = await getArea(company.leadA, "operations", { asOf: "2014-05-05" });
  const row = area.rows.find((own) => own.id === kpi.id);
  expect(row).toMatchObject({
    latest: 60,
    latestPeriodLabel: "April 2014",
    variation: "worsening",
    href: `/kpis/${kpi.id}?asOf=2014-05-05`,
  });
  expect(area.asOfText).toContain("5 May 2014");
  const department = await getDepartment(company.leadA, company.a.id, { asOf: "2014-05-05" });
  expect(department?.rows.find((own) => own.id === kpi.id)?.latest).toBe(60);
  const performance = await getPerformance(company.leadA, "2014-05-05");
  expect(performance.rows.find((own) => own.id === kpi.id)?.latest).toBe(60);
  expect(performance.scorecard[0]?.href).toContain("?asOf=2014-05-05");
});

it("before anything was known the page is empty, and says so", async () => {
  const early = await at("2014-03-01");
  expect(early.nothingKnown).toBe(true);
  expect(early.summary).toMatchObject({ latest: null, status: "no-data", staleDays: null });
  expect(early.points).toEqual([]);
  expect((await getArea(company.leadA, "operations", { asOf: "2013-01-01" })).nothingKnown).toBe(true);
});

it("today, a later day and an invalid date mean now", async () => {
  for (const asked of ["2199-01-01", "yesterday", "2014-02-30", new Date().toISOString().slice(0, 10)])
    expect((await at(asked)).asOf).toBeNull();
});

it("shows nobody more than they may see now", async () => {
  expect(await getKpi(company.leadB, kpi.id, { asOf: "2014-05-05" })).toBeNull();
  const area = await getArea(company.leadB, "operations", { asOf: "2014-05-05" });
  expect(JSON.stringify(area)).not.toContain(kpi.id);
  expect(await getDepartment(company.leadB, company.a.id, { asOf: "2014-05-05" })).toBeNull();
  expect(await getKpi(company.administrator, kpi.id, { asOf: "2014-05-05" })).toBeNull();
});

it("who changed what: before, after, and the day to look back to", async () => {
  const { changes } = await at(null);
  expect(changes[0]).toMatchObject({ what: "value", on: "2014-04-01", value: "66", valueBefore: "60", version: 2, replaces: true });
  expect(changes[1]).toMatchObject({ what: "value", on: "2014-04-01", value: "60", valueBefore: null, replaces: false });
});
