import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addMonths } from "@/lib/calendar/dates";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { recompute } from "@/lib/kpis/recompute/recompute";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { db, type Prisma } from "@/lib/platform/db/client";
import { bulkWriting, reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { getExplaining } from "@/lib/signals/answers/explaining";
import { openLateSignals } from "@/lib/signals/late/late";
import { watchClock } from "@/lib/signals/life/jobs";
import { expectedFalseSignals } from "@/lib/signals/rates/expected-false";
import { partOf } from "@/lib/today/items/part";
import { listSignalItems } from "@/lib/today/items/signal-items";
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
  it("one signal with its owner, due time, level, money and reach, an event without an actor, and a notice for people who watch", async () => {
    const kpi = await makeKpi(company.a.id, { positionId: seat.id, unit: "USD" });
    const twice = await makeKpi(company.root.id, { source: "formula", formula: `[${kpi.code}] * 2` });
    const four = await makeKpi(company.a.id, { source: "formula", formula: `[${twice.code}] * 2` });
    // Computed by a sibling department, so it does not count here.
    const beside = await makeKpi(company.b.id, { source: "formula", formula: `[${kpi.code}] * 3` });
    const behind = await makeKpi(company.a.id, { source: "formula", formula: `[${beside.code}] * 3` });
    await bulkWriting("system", (client) => recompute(client, { kpiIds: [twice.id, four.id, beside.id, behind.id] }, AT));
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
    const { chart } = await getExplaining(company.leadA, signal?.id ?? "");
    expect(chart).toMatchObject({ name: kpi.name, unit: "USD", caption: "USD, last 25 months", mean: expect.closeTo(11, 9) });
    expect(chart?.points.at(-1)).toMatchObject({ value: 2 });
    expect(signal?.events).toMatchObject([{ step: "opened", actorId: null, personId: company.memberA.personId }]);
    const told = await reading("system", (tx) =>
      tx.notification.findMany({ where: { subjectType: "signal", subjectId: signal?.id ?? null } }),
    );
    expect(told.map(({ personId, kind }) => [personId, kind])).toEqual([[company.viewerA.personId, "signal-watched"]]);
  });

  it("an improvement waits for nobody", async () => {
    const kpi = await kpiWith([...steady, 30]);
    expect(await signalsOf(kpi.id)).toMatchObject([{ tone: "better", level: 1, answerBy: null }]);
  });

  it("follows the company's own clock", async () => {
    await writing("system", (tx) => tx.setting.create({ data: { key: "signal-clock", value: { workingDays: { 2: 4 }, hour: 9 } } }));
    const kpi = await kpiWith([...steady, 2]);
    await writing("system", (tx) => tx.setting.delete({ where: { key: "signal-clock" } }));
    expect((await signalsOf(kpi.id))[0]?.answerBy).toEqual(new Date("2014-10-10T09:00:00Z"));
  });

  it("one cause is one signal: ten months of a new level, getting worse, proposed with its start and both means", async () => {
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
  it("verified at the first quiet point from any state, back to that state at a relapse, closed at the third quiet point", async () => {
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

  it("a corrected value withdraws its signal, and can bring it back", async () => {
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

  it("a change to the other side closes it and opens another", async () => {
    const kpi = await kpiWith([...steady, 2]);
    await enter(kpi.id, 25, [40]);
    expect((await signalsOf(kpi.id)).map(({ tone, state }) => [tone, state])).toEqual([
      ["worse", "closed"],
      ["better", "open"],
    ]);
  });

  it("a new baseline closes it", async () => {
    const kpi = await kpiWith([...steady, 2, 2, 2]);
    await addAnnotation(company.leadA, {
      kpiId: kpi.id,
      onDate: month(24),
      kind: "baseline",
      text: "New level",
      idempotencyKey: randomUUID(),
    });
    expect((await signalsOf(kpi.id)).map(({ state }) => state)).toEqual(["closed"]);
  });
});

describe("late values", () => {
  const late = (where: Prisma.SignalWhereInput = {}) =>
    reading("system", (tx) =>
      tx.signal.findMany({ where: { kind: { in: ["late", "source"] }, ...where }, include: { events: { orderBy: { id: "asc" } } } }),
    );
  /** Late values and sources on that person's Today: the KPI, or the department of the source. */
  const shownTo = (viewer: Viewer) =>
    reading(viewer, async (tx) => {
      const rows = await listSignalItems(onTx(tx), viewer, partOf(viewer), 50);
      return rows.filter((row) => row.signalKind !== "process").map((row) => [row.signalKind, row.id ?? row.signalDepartmentId]);
    });
  const quietly = (at = AT) => writing("system", (tx) => openLateSignals(onTx(tx), at));

  beforeEach(async () => {
    // Values left by the tests above are no longer owed.
    await bulkWriting("system", (client) => client.query("UPDATE kpi_summary SET late_from = NULL WHERE late_from IS NOT NULL"));
    await quietly();
  });

  it("one for the first missing period, once however often it runs, closed when the value arrives", async () => {
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

  it("none for a KPI that ended or is archived, and an open one is closed by the clock", async () => {
    const kpi = await makeKpi(company.a.id);
    await enter(kpi.id, 30, [5]);
    await quietly();
    await writing("system", (tx) => tx.kpi.update({ where: { id: kpi.id }, data: { archivedAt: AT } }));
    expect((await quietly()).closed).toBe(1);
    expect((await late({ kpiId: kpi.id })).map(({ state }) => state)).toEqual(["closed"]);
    expect(await quietly()).toEqual({ opened: 0, closed: 0 });
  });

  it("a formula waits for its inputs without a separate signal", async () => {
    const input = await makeKpi(company.a.id);
    const formula = await makeKpi(company.a.id, { source: "formula", formula: `[${input.code}] * 2` });
    await bulkWriting("system", (client) => recompute(client, { kpiIds: [formula.id] }, AT));
    await enter(input.id, 30, [5]);
    await quietly();
    expect((await late({ state: "open" })).map(({ kpiId }) => kpiId)).toEqual([input.id]);
  });

  it("a formula has its own if the late input is another department's, and is covered by the input's for people who have both", async () => {
    const input = await makeKpi(company.b.id);
    const formula = await makeKpi(company.a.id, { source: "formula", formula: `[${input.code}] * 2` });
    await bulkWriting("system", (client) => recompute(client, { kpiIds: [formula.id] }, AT));
    await enter(input.id, 30, [5]);
    await quietly();
    expect(await shownTo(company.leadA)).toEqual([["late", formula.id]]);
    expect(await shownTo(company.coo)).toEqual([["late", input.id]]);
  });

  describe("several of one kind of records", () => {
    let kindId: number;
    const fed = async (departmentId: string, from: number, more: Parameters<typeof makeKpi>[1] = {}) => {
      const kpi = await makeKpi(departmentId, { source: "imported", recordKindId: kindId, ...more });
      await enter(kpi.id, from, [5]);
      return kpi;
    };
    const told = async () =>
      (await late({ state: "open" })).map(({ kind, departmentId, kpiId, reach }) => [kind, kpiId ?? departmentId, reach]).sort();
    beforeEach(async () => {
      const code = `kind_${randomUUID().slice(0, 8)}`;
      kindId = (await writing("system", (tx) => tx.recordKind.create({ data: { code, name: "Orders", fields: [] } }))).id;
    });

    it("each KPI has its signal, and the source one for all of them, which closes when all values arrive", async () => {
      const one = await fed(company.b.id, 30);
      await quietly();
      expect(await told()).toEqual([["late", one.id, 0]]);
      const other = await fed(company.b1.id, 29);
      await Promise.all([quietly(), quietly()]);
      await quietly();
      expect(await told()).toEqual(
        [
          ["late", one.id, 0],
          ["late", other.id, 0],
          ["source", company.b.id, 2],
        ].sort(),
      );
      const [source] = await late({ recordKindId: kindId });
      expect(source).toMatchObject({ kpiId: null, ownerId: company.leadB.personId });
      expect(source?.periodStart.toISOString().slice(0, 10)).toBe(month(30));
      await enter(one.id, 31, [5, 5]);
      expect(await told()).toEqual(
        [
          ["late", other.id, 0],
          ["source", company.b.id, 2],
        ].sort(),
      );
      await enter(other.id, 30, [5, 5, 5]);
      expect((await late({ recordKindId: kindId })).map(({ state, events }) => [state, events.map((event) => event.step)])).toEqual([
        ["closed", ["opened", "closed"]],
      ]);
    });

    it("readers of the source see one line, and those of one department the same as without the other", async () => {
      const mine = await fed(company.a.id, 30, { positionId: seat.id });
      await quietly();
      const alone = [await shownTo(company.leadA), await shownTo(company.memberA), await shownTo(company.viewerA)];
      expect(alone).toEqual([[["late", mine.id]], [["late", mine.id]], []]);
      const [before] = await late({ kpiId: mine.id });
      await fed(company.b.id, 30);
      await fed(company.b1.id, 30);
      await quietly();
      expect([await shownTo(company.leadA), await shownTo(company.memberA), await shownTo(company.viewerA)]).toEqual(alone);
      expect(await late({ kpiId: mine.id })).toEqual([{ ...before, waitsForId: expect.any(String) }]);
      expect(await shownTo(company.leadB)).toEqual([["source", company.b.id]]);
      expect(await shownTo(company.coo)).toEqual([["source", company.root.id]]);
      // A second one of A: one line for its lead too, whose department's signal it is; nothing more for the COO.
      await fed(company.a.id, 30, { positionId: seat.id });
      await quietly();
      expect([await shownTo(company.leadA), await shownTo(company.memberA)]).toEqual([[["source", company.a.id]], []]);
      expect(await shownTo(company.coo)).toEqual([["source", company.root.id]]);
    });

    it("unanswered, the department's source escalates and not each KPI; readers of the larger one are not notified again", async () => {
      const [one] = [await fed(company.a.id, 30), await fed(company.a.id, 30)];
      const single = await fed(company.b.id, 30);
      await quietly();
      const climbed = async () =>
        (await late({ state: "open", escalatedToId: { not: null } })).map(({ kpiId, departmentId }) => kpiId ?? departmentId).sort();
      await watchClock(new Date("2014-10-13T08:00:00Z"));
      expect(await climbed()).toEqual([company.a.id, company.root.id, single.id].sort());
      const [own] = await late({ kpiId: single.id });
      const notices = await reading("system", (tx) =>
        tx.notification.findMany({ where: { kind: "signal-escalated", subjectType: "signal", subjectId: own?.id ?? null } }),
      );
      expect([own?.kpiId, notices]).toEqual([single.id, []]);
      expect((await late({ kpiId: one.id }))[0]?.escalatedToId).toBeNull();
    });
  });
});

it("simultaneous values open one signal", async () => {
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
  // Owed again, because the tests above removed that.
  const kpi = await kpiWith(steady);
  const after = { b: await count(company.viewerB), all: await count("system") };
  expect([after.all.kpis - before.all.kpis, after.b]).toEqual([1, before.b]);
  // 24 points, by month: 0.0162 x 12 / 52.1775 weeks
  expect(after.all.perWeek - before.all.perWeek).toBeCloseTo((0.0162 * 12) / 52.1775, 6);
  // The summary follows the definition: limits on 12 points raise more by chance than those on 24, and weeks more often than months.
  const define = (data: Prisma.KpiUpdateInput) =>
    writing("system", (tx) => tx.kpi.update({ where: { id: kpi.id }, data, select: { id: true } }));
  await define({ baselinePoints: 12 });
  expect((await count("system")).perWeek).toBeGreaterThan(after.all.perWeek);
  await define({ baselinePoints: 24, frequency: "week" });
  expect((await count("system")).perWeek - before.all.perWeek).toBeCloseTo(0.0162, 6);
  await define({ frequency: "month" });
});
