import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { now, setBusinessZone, startClockAt, today } from "@/lib/clock";
import { HANDLERS } from "@/lib/entry/handlers";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { remindOfNumbers } from "@/lib/kpis/numbers/reminders";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { getKpi } from "@/lib/pages/kpi/queries";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { deferItem } from "@/lib/today/defer-item";
import { getToday } from "@/lib/today/queries";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePerson, makePosition, viewerFor } from "../support/factories";

/** Half an hour before and after the midnight between 1 and 2 June 2014, and between days with a clock change. */
const MIDNIGHTS = [
  ["Pacific/Auckland", "2014-06-01T11:30:00Z", "2014-06-01", "2014-06-01T12:30:00Z", "2014-06-02"],
  ["America/Los_Angeles", "2014-06-02T06:30:00Z", "2014-06-01", "2014-06-02T07:30:00Z", "2014-06-02"],
  ["America/Los_Angeles", "2014-03-09T07:30:00Z", "2014-03-08", "2014-03-09T08:30:00Z", "2014-03-09"],
  ["America/Los_Angeles", "2014-03-10T06:30:00Z", "2014-03-09", "2014-03-10T07:30:00Z", "2014-03-10"],
  ["Pacific/Auckland", "2014-04-06T11:30:00Z", "2014-04-06", "2014-04-06T12:30:00Z", "2014-04-07"],
  ["Pacific/Auckland", "2014-09-27T11:30:00Z", "2014-09-27", "2014-09-27T12:30:00Z", "2014-09-28"],
] as const;
const [AUCKLAND, ANGELES] = MIDNIGHTS;

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
/** A process that has just started and does not know the company's time zone yet. */
const fresh = async (zone: string, at: string) => {
  await owner.query("delete from setting where key = 'company'");
  await owner.query("insert into setting (key, value) values ('company', $1)", [JSON.stringify({ timeZone: zone })]);
  setBusinessZone("UTC");
  startClockAt(at);
};
beforeEach(() => owner.query("delete from notification; delete from measurement; delete from kpi_summary; delete from kpi"));
afterAll(async () => {
  await owner.end();
  await pool.end();
});

describe.each(MIDNIGHTS)("%s at %s, %s, and at %s, %s", (zone, before, dayBefore, after, dayAfter) => {
  it.each([
    [before, dayBefore],
    [after, dayAfter],
  ])("%s is %s, from the request's viewer on and in a job", async (at, day) => {
    await fresh(zone, at);
    await viewerOf(company.coo.personId);
    expect(today()).toBe(day);
    await fresh(zone, at);
    await HANDLERS.sweep({}, { jobId: "", attempt: 0, signal: new AbortController().signal });
    expect(today()).toBe(day);
  });
});

it("the clock of a demonstration stops at the end of the company's day", async () => {
  await fresh(AUCKLAND[0], AUCKLAND[1]);
  await viewerOf(company.coo.personId);
  startClockAt("2014-06-01T11:59:59.990Z");
  await new Promise((done) => setTimeout(done, 40));
  expect(now().toISOString()).toBe("2014-06-01T11:59:59.999Z");
});

describe.each([AUCKLAND, ANGELES])("%s", (zone, before, dayBefore, after, dayAfter) => {
  const arrive = async (at: string) => {
    await fresh(zone, at);
    return viewerFor({ id: company.leadA.personId });
  };

  it("somebody who leaves on the second day can sign in until midnight there", async () => {
    const person = await makePerson({ name: "Leaver", departmentId: company.a.id });
    await owner.query("update person set left_on = $2 where id = $1", [person.id, dayAfter]);
    await fresh(zone, before);
    expect(await viewerOf(person.id)).not.toBeNull();
    await fresh(zone, after);
    expect(await viewerOf(person.id)).toBeNull();
  });

  it("the value of a day can be entered once that day has ended there, and then appears on My numbers", async () => {
    const kpi = await makeKpi(company.a.id, { frequency: "day", dueDays: 0, dueWorkingDays: false, startsOn: new Date("2014-05-31") });
    const value = { state: "final" as const, kpiId: kpi.id, periodStart: dayBefore, value: "7", note: "", reason: "", seenVersion: 0 };
    const early = await arrive(before);
    await expect(recordMeasurement(early, value)).rejects.toThrow("has not ended yet");
    expect((await getMyNumbers(early)).due[0]?.due.period).toBe("2014-05-31");
    const late = await arrive(after);
    expect((await getMyNumbers(late)).due[0]?.due.period).toBe(dayBefore);
    await recordMeasurement(late, value);
    const { rows } = await owner.query("select latest_period::text as period, late_from::text as late from kpi_summary");
    expect(rows).toEqual([{ period: dayBefore, late: "2014-06-03" }]);
  });

  it("a value is late from midnight there, on its page and in reminders", async () => {
    const seat = await makePosition(company.a.id, company.leadA.personId);
    // Due on the day after the end of 31 May, so late from 2 June on.
    const kpi = await makeKpi(company.a.id, { frequency: "day", dueDays: 1, dueWorkingDays: false, positionId: seat.id });
    await fresh(zone, before);
    await owner.query(
      "insert into measurement (kpi_id, series, period_start, value, state, recorded_at) values ($1, 'actual', '2014-05-30', 1, 'final', '2014-05-31T12:00Z')",
      [kpi.id],
    );
    const kinds = async (at: string) => {
      const viewer = await arrive(at);
      await writing("system", (tx) => refreshSummaries(onTx(tx), [kpi.id], now()));
      await owner.query("delete from notification");
      await writing("system", (tx) => remindOfNumbers(onTx(tx), now()));
      const { rows } = await owner.query("select kind from notification order by kind");
      return { stale: (await getKpi(viewer, kpi.id))?.summary.staleDays, kinds: rows.map((row) => row.kind) };
    };
    expect(await kinds(before)).toEqual({ stale: null, kinds: ["numbers-due"] });
    expect(await kinds(after)).toEqual({ stale: 1, kinds: ["numbers-due", "numbers-late"] });
  });

  it("work due on the first day is overdue from midnight there, and work snoozed until the second day is back", async () => {
    const { rows } = await owner.query(
      "insert into action (title, department_id, owner_id, due_on) values ('Call', $1, $2, $3) returning id::text",
      [company.a.id, company.leadA.personId, dayBefore],
    );
    const item = { type: "action", id: String(rows[0].id) };
    const overdue = async () =>
      (await getToday(await viewerFor({ id: company.leadA.personId }))).sections.overdue.items.map(({ key }) => key);
    const early = await arrive(before);
    expect(await overdue()).toEqual([]);
    await deferItem(early, { item, until: dayAfter });
    const late = await arrive(after);
    expect(await overdue()).toEqual([`action:${item.id}`]);
    await expect(deferItem(late, { item, until: dayAfter })).rejects.toThrow("Choose a day after today");
    await owner.query("delete from action");
  });

  it('"as known on" a day lasts until its last moment there; today does not count', async () => {
    const kpi = await makeKpi(company.a.id);
    for (const [value, at] of [
      [1, new Date(Date.parse(before) - 60_000)],
      [2, new Date(Date.parse(after) + 60_000)],
    ] as const)
      await owner.query(
        "insert into measurement (kpi_id, series, period_start, value, state, recorded_at, superseded_at, version) values ($1, 'actual', '2014-04-01', $2::int, 'final', $3, $4, $2::int)",
        [kpi.id, value, at, value === 1 ? new Date(Date.parse(after) + 60_000) : null],
      );
    const early = await arrive(before);
    expect((await getKpi(early, kpi.id, { asOf: dayBefore }))?.asOf).toBeNull();
    const late = await arrive(new Date(Date.parse(after) + 120_000).toISOString());
    expect((await getKpi(late, kpi.id, { asOf: dayBefore }))?.points.map((point) => point.value)).toEqual(["1"]);
    expect((await getKpi(late, kpi.id))?.points.map((point) => point.value)).toEqual(["2"]);
  });
});
