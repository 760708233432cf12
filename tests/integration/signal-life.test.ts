import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addMonths } from "@/lib/calendar/dates";
import { db, type Prisma } from "@/lib/db/client";
import { bulkWriting, reading, writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { recompute } from "@/lib/kpis/recompute";
import { expectedFalseSignals } from "@/lib/signals/expected-false";
import { watchClock } from "@/lib/signals/jobs";
import { raiseLate } from "@/lib/signals/late";
import { type Company, makeCompany, makeKpi, makePosition } from "../support/factories";

// 24 months 10, 12, 10, 12 ... from January 2012: mean 11, mean moving range 2, limits 11 -/+ 2.66 x 2 = 5.68 and 16.32.

const AT = new Date("2014-10-06T08:00:00Z");
let company: Company;
let seat: { id: string };

beforeAll(async () => {
  company = await makeCompany();
  seat = await makePosition(company.a.id, company.memberA.personId);
});
afterAll(() => db.$disconnect());

const month = (index: number) => addMonths("2012-01-01", index);
const steady = Array.from({ length: 24 }, (_, index) => (index % 2 ? 12 : 10));

async function enter(kpiId: string, from: number, values: readonly number[], at = AT) {
  await writing("system", (tx) =>
    tx.measurement.createMany({ data: values.map((value, index) => ({ kpiId, periodStart: new Date(month(from + index)), value })) }),
  );
  await bulkWriting("system", (client) => recompute(client, { kpiIds: [kpiId] }, at));
}
const kpiWith = async (values: readonly number[], more: Parameters<typeof makeKpi>[1] = {}) => {
  const kpi = await makeKpi(company.a.id, { positionId: seat.id, unit: "USD", ...more });
  await enter(kpi.id, 0, values);
  return kpi;
};
const signalsOf = (kpiId: string) =>
  reading("system", (tx) =>
    tx.signal.findMany({ where: { kpiId }, include: { events: { orderBy: { id: "asc" } } }, orderBy: { openedAt: "asc" } }),
  );
const story = async (kpiId: string) => (await signalsOf(kpiId)).map(({ state, events }) => [state, ...events.map((event) => event.step)]);
const setState = (kpiId: string, state: "acknowledged" | "explained") =>
  writing("system", (tx) => tx.signal.updateMany({ where: { kpiId, state: { not: "closed" } }, data: { state } }));

describe("opening", () => {
  it("one signal with its owner, clock, level, money and reach, an event without an actor, and a notice to who watches", async () => {
    const kpi = await makeKpi(company.a.id, { positionId: seat.id, unit: "USD" });
    const twice = await makeKpi(company.b.id, { source: "formula", formula: `[${kpi.code}] * 2` });
    const four = await makeKpi(company.b.id, { source: "formula", formula: `[${twice.code}] * 2` });
    await bulkWriting("system", (client) => recompute(client, { kpiIds: [twice.id, four.id] }, AT));
    await writing("system", (tx) => tx.kpiWatch.create({ data: { kpiId: kpi.id, personId: company.viewerA.personId, at: AT } }));
    await enter(kpi.id, 0, [...steady, 2]);
    const [signal, ...more] = await signalsOf(kpi.id);
    expect(more).toEqual([]);
    // (11 - 2) / 5.32 = 1.69 half widths from the mean: outside, level 2; until 16:00 of the next working day.
    expect(signal).toMatchObject({
      kind: "process",
      state: "open",
      tone: "worse",
      level: 2,
      reach: 2,
      departmentId: company.a.id,
      ownerId: company.memberA.personId,
      answerBy: new Date("2014-10-07T16:00:00Z"),
      moneyUnit: "USD",
    });
    expect([Number(signal?.money), signal?.severity]).toEqual([9, expect.closeTo(9 / 5.32 - 1, 9)]);
    expect(signal?.events).toMatchObject([{ step: "opened", actorId: null, personId: company.memberA.personId }]);
    const told = await reading("system", (tx) => tx.notification.findMany({ where: { signalId: signal?.id ?? null } }));
    expect(told.map(({ personId, kind, kpiId }) => [personId, kind, kpiId])).toEqual([
      [company.viewerA.personId, "signal-watched", kpi.id],
    ]);
  });

  it("what improved waits for nobody", async () => {
    const kpi = await kpiWith([...steady, 30]);
    expect(await signalsOf(kpi.id)).toMatchObject([{ tone: "better", level: 1, answerBy: null }]);
  });

  it("follows the company's own clock", async () => {
    await writing("system", (tx) => tx.setting.create({ data: { key: "signal-clock", value: { workingDays: { 2: 4 }, hour: 9 } } }));
    const kpi = await kpiWith([...steady, 2]);
    await writing("system", (tx) => tx.setting.delete({ where: { key: "signal-clock" } }));
    expect((await signalsOf(kpi.id))[0]?.answerBy).toEqual(new Date("2014-10-10T09:00:00Z"));
  });

  it("one cause is one signal: ten months of a new level, worse as they come, proposed with its start and both means", async () => {
    const kpi = await kpiWith([...steady, 9]);
    for (let index = 25; index < 33; index += 1) await enter(kpi.id, index, [7.5]);
    const [signal, ...more] = await signalsOf(kpi.id);
    expect([more.length, signal?.state, signal?.rules.includes("run")]).toEqual([0, "open", true]);
    expect(signal?.shiftFrom?.toISOString().slice(0, 10)).toBe(month(24));
    expect([signal?.shiftBefore, signal?.shiftAfter?.toFixed(2)]).toEqual([11, "7.67"]);
  });

  it("a level that rises is an event of the same signal", async () => {
    const kpi = await kpiWith([...steady, 5]);
    await enter(kpi.id, 25, [-5]);
    const [signal] = await signalsOf(kpi.id);
    expect([signal?.level, signal?.lastPeriod, signal?.events.map((event) => event.step)]).toEqual([
      3,
      new Date(month(25)),
      ["opened", "worse"],
    ]);
  });
});

describe("recovery", () => {
  it("verified at the first quiet point whatever the state, back to that state at a relapse, closed at the third quiet point", async () => {
    const kpi = await kpiWith([...steady, 2]);
    await setState(kpi.id, "explained");
    await enter(kpi.id, 25, [11]);
    expect(await story(kpi.id)).toEqual([["verified", "opened", "recovered", "verified"]]);
    await enter(kpi.id, 26, [2]);
    expect(await story(kpi.id)).toEqual([["explained", "opened", "recovered", "verified", "returned"]]);
    for (const index of [27, 28]) await enter(kpi.id, index, [11]);
    expect((await signalsOf(kpi.id))[0]).toMatchObject({ state: "verified", quietPoints: 2, closedAt: null });
    await enter(kpi.id, 29, [12]);
    expect((await story(kpi.id))[0]).toEqual(["closed", "opened", "recovered", "verified", "returned", "recovered", "verified", "closed"]);
    await enter(kpi.id, 30, [2]);
    expect((await story(kpi.id)).map(([state]) => state)).toEqual(["closed", "open"]);
  });

  it("a corrected value takes its signal back, and brings it back", async () => {
    const kpi = await kpiWith([...steady]);
    const typed = (value: string, seenVersion: number) =>
      recordMeasurement(company.leadA, {
        state: "final",
        kpiId: kpi.id,
        periodStart: month(24),
        value,
        note: "",
        reason: "typing slip",
        seenVersion,
      });
    await typed("2", 0);
    await typed("12", 1);
    expect((await signalsOf(kpi.id))[0]).toMatchObject({ state: "verified", quietPoints: 0 });
    await typed("2", 2);
    expect((await signalsOf(kpi.id))[0]).toMatchObject({ state: "open", quietPoints: 0 });
  });

  it("the other way round closes it and opens another", async () => {
    const kpi = await kpiWith([...steady, 2]);
    await enter(kpi.id, 25, [40]);
    expect((await signalsOf(kpi.id)).map(({ tone, state }) => [tone, state])).toEqual([
      ["worse", "closed"],
      ["better", "open"],
    ]);
  });

  it("a new baseline closes it", async () => {
    const kpi = await kpiWith([...steady, 2, 2, 2]);
    await addAnnotation(company.leadA, { kpiId: kpi.id, onDate: month(24), kind: "baseline", text: "New level", onceKey: randomUUID() });
    expect((await signalsOf(kpi.id)).map(({ state }) => state)).toEqual(["closed"]);
  });
});

describe("late values", () => {
  const late = (where: Prisma.SignalWhereInput = {}) =>
    reading("system", (tx) =>
      tx.signal.findMany({ where: { kind: { in: ["late", "source"] }, ...where }, include: { events: { orderBy: { id: "asc" } } } }),
    );
  const quietly = (at = AT) => writing("system", (tx) => raiseLate(onTx(tx), at));

  beforeEach(async () => {
    // What the tests above left behind is not owed any more.
    await bulkWriting("system", (client) => client.query("UPDATE kpi_summary SET late_from = NULL WHERE late_from IS NOT NULL"));
    await quietly();
  });

  it("one for the first missing period, once however often and at once it is asked, closed where the value lands", async () => {
    const kpi = await makeKpi(company.a.id, { positionId: seat.id });
    await enter(kpi.id, 30, [5]);
    await Promise.all([watchClock(AT), watchClock(AT), watchClock(AT)]);
    await watchClock(AT);
    const [signal, ...more] = await late({ kpiId: kpi.id });
    expect([more.length, signal?.rules, signal?.tone, signal?.periodStart.toISOString().slice(0, 10)]).toEqual([
      0,
      ["late"],
      "neutral",
      month(31),
    ]);
    expect(signal).toMatchObject({
      ownerId: company.memberA.personId,
      departmentId: company.a.id,
      answerBy: new Date("2014-10-09T16:00:00Z"),
    });
    await enter(kpi.id, 31, [5]);
    expect((await late({ kpiId: kpi.id }))[0]?.state).toBe("open"); // September is late as well
    await enter(kpi.id, 32, [5]);
    expect((await late({ kpiId: kpi.id })).map(({ state, events }) => [state, events.map((event) => event.step)])).toEqual([
      ["closed", ["opened", "closed"]],
    ]);
  });

  it("nothing for a KPI that ended or is archived, and what was open for it is closed by the clock", async () => {
    const kpi = await makeKpi(company.a.id);
    await enter(kpi.id, 30, [5]);
    await quietly();
    await writing("system", (tx) => tx.kpi.update({ where: { id: kpi.id }, data: { archivedAt: AT } }));
    expect((await quietly()).closed).toBe(1);
    expect((await late({ kpiId: kpi.id })).map(({ state }) => state)).toEqual(["closed"]);
    expect(await quietly()).toEqual({ opened: 0, closed: 0 });
  });

  it("a formula waits for its inputs without a signal of its own", async () => {
    const input = await makeKpi(company.a.id);
    const formula = await makeKpi(company.a.id, { source: "formula", formula: `[${input.code}] * 2` });
    await bulkWriting("system", (client) => recompute(client, { kpiIds: [formula.id] }, AT));
    await enter(input.id, 30, [5]);
    await quietly();
    expect((await late({ state: "open" })).map(({ kpiId }) => kpiId)).toEqual([input.id]);
  });

  it("a kind of records that two KPIs wait for has one signal, in the department both lie under, and it closes when they came", async () => {
    const kindId = (await writing("system", (tx) => tx.recordKind.create({ data: { code: "late_kind", name: "Orders", fields: [] } }))).id;
    const fed = (departmentId: string) => makeKpi(departmentId, { source: "imported", recordKindId: kindId });
    const [one, other] = [await fed(company.b.id), await fed(company.b1.id)];
    await enter(one.id, 30, [5]);
    await quietly();
    expect(await late({ state: "open" })).toMatchObject([{ kind: "late", kpiId: one.id }]);
    await enter(other.id, 29, [5]);
    await Promise.all([quietly(), quietly()]);
    await quietly();
    const open = await late({ state: "open" });
    expect(open).toMatchObject([
      { kind: "source", kpiId: null, recordKindId: kindId, departmentId: company.b.id, reach: 2, ownerId: company.leadB.personId },
    ]);
    expect(open[0]?.periodStart.toISOString().slice(0, 10)).toBe(month(30));
    await enter(one.id, 31, [5, 5]);
    expect((await late({ state: "open" })).length).toBe(1);
    await enter(other.id, 30, [5, 5, 5]);
    expect((await late({ recordKindId: kindId })).map(({ state, events }) => [state, events.map((event) => event.step)])).toEqual([
      ["closed", ["opened", "closed"]],
    ]);
  });
});

it("values that land at once open one signal", async () => {
  const kpi = await kpiWith(steady);
  const typed = (index: number) =>
    recordMeasurement(company.leadA, {
      state: "final",
      kpiId: kpi.id,
      periodStart: month(24 + index),
      value: "2",
      note: "",
      reason: "",
      seenVersion: 0,
    });
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(typed));
  const [signal, ...more] = await signalsOf(kpi.id);
  expect([more.length, signal?.state, signal?.lastPeriod, signal?.events.filter((event) => event.step === "opened").length]).toEqual([
    0,
    "open",
    new Date(month(31)),
    1,
  ]);
});

it("the expected number of false signals counts what the viewer may read", async () => {
  const count = (viewer: Parameters<typeof reading>[0]) => reading(viewer, (tx) => expectedFalseSignals(onTx(tx)));
  const before = { b: await count(company.viewerB), all: await count("system") };
  // Owed again, since the tests above took that away.
  const kpi = await kpiWith(steady);
  const after = { b: await count(company.viewerB), all: await count("system") };
  expect(kpi.id).toBeDefined();
  expect([after.all.kpis - before.all.kpis, after.b]).toEqual([1, before.b]);
  // 24 points, by month: 0.0162 x 12 / 52.1775 weeks
  expect(after.all.perWeek - before.all.perWeek).toBeCloseTo((0.0162 * 12) / 52.1775, 6);
});
