import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { recordMeasurements } from "@/lib/kpis/commands/record-measurements";
import { takeBackMeasurement } from "@/lib/kpis/commands/take-back-measurement";
import { remindOfNumbers } from "@/lib/kpis/numbers/reminders";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { listNumbersDue } from "@/lib/kpis/queries/numbers-due";
import { RecordMeasurementsInput } from "@/lib/kpis/schema";
import { verifyChain } from "@/lib/platform/audit/verify";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePosition } from "../support/factories";

// These tests use the real clock: May 2014 and the months around it are closed periods.
let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

const MAY = "2014-05-01";
const typed = (kpiId: string, value: string, seenVersion = 0) => ({ kpiId, periodStart: MAY, value, seenVersion });
const block = (rows: ReturnType<typeof typed>[], idempotencyKey: string = randomUUID()) => ({ idempotencyKey, rows });
const single = (kpiId: string, value: string, more: object = {}) => ({
  state: "final" as const,
  ...typed(kpiId, value),
  note: "",
  reason: "",
  ...more,
});
const valuesOf = async (kpiId: string) =>
  (
    await owner.query(
      "SELECT version, trim_scale(value)::text AS value, superseded_at IS NULL AS current FROM measurement WHERE kpi_id = $1 ORDER BY version",
      [kpiId],
    )
  ).rows;

describe("a block of values", () => {
  it("saves what can be saved, and gives the reason for each of the others", async () => {
    const kpis = await Promise.all(Array.from({ length: 4 }, () => makeKpi(company.a.id, { minimum: "0" })));
    const [fresh, same, taken, below] = kpis.map((kpi) => kpi.id) as [string, string, string, string];
    await recordMeasurement(company.leadA, single(same, "5"));
    await recordMeasurement(company.leadA, single(taken, "6"));
    const answers = await recordMeasurements(
      company.leadA,
      block([typed(fresh, "1.5"), typed(same, "5", 1), typed(taken, "7"), typed(below, "-1")]),
    );
    expect(answers.map((a) => [a.outcome, a.current?.value ?? null])).toEqual([
      ["saved", "1.5"],
      ["same", "5"],
      ["conflict", "6"],
      ["refused", null],
    ]);
    expect(answers[3]).toMatchObject({ message: "This cannot be below 0 pieces." });
    expect(await valuesOf(fresh)).toEqual([{ version: 1, value: "1.5", current: true }]);
    expect(await valuesOf(taken)).toEqual([{ version: 1, value: "6", current: true }]);
    expect((await auditOf(fresh)).map((e) => e.action)).toEqual(["measurement.record"]);
    expect((await owner.query("SELECT trim_scale(latest_value)::text AS v FROM kpi_summary WHERE kpi_id = $1", [fresh])).rows).toEqual([
      { v: "1.5" },
    ]);
  });

  it("each value has its own audit row, in the order of the block, and the chain is intact", async () => {
    const { id } = await makeKpi(company.a.id);
    const rows = ["2014-05-01", "2014-03-01", "2014-04-01"].map((periodStart, n) => ({ ...typed(id, String(n)), periodStart }));
    await recordMeasurements(company.leadA, block(rows));
    expect((await auditOf(id)).map((e) => [e.action, e.before, e.after])).toEqual(
      rows.map(({ periodStart, value }) => ["measurement.record", null, { period: periodStart, value, state: "final", reason: null }]),
    );
    expect((await reading("system", (tx) => verifyChain(onTx(tx)))).broken).toBeNull();
  });

  it("a closed value is refused and corrected separately; a provisional one is not closed", async () => {
    const [closed, open] = [(await makeKpi(company.a.id)).id, (await makeKpi(company.a.id)).id];
    await recordMeasurement(company.leadA, single(closed, "5"));
    await owner.query("INSERT INTO measurement (kpi_id, period_start, value, state) VALUES ($1, $2, 5, 'provisional')", [open, MAY]);
    const answers = await recordMeasurements(company.leadA, block([typed(closed, "6", 1), typed(open, "5", 1)]));
    expect(answers.map((a) => a.outcome)).toEqual(["refused", "saved"]);
    expect(answers[0]).toMatchObject({ message: "May 2014 is closed: correct it on its own, with a reason." });
    expect((await owner.query("SELECT state FROM measurement WHERE kpi_id = $1 AND superseded_at IS NULL", [open])).rows).toEqual([
      { state: "final" },
    ]);
  });

  it("sent twice under one key it is recorded once, with the same answer", async () => {
    const { id } = await makeKpi(company.a.id);
    const sent = block([typed(id, "3")]);
    const both = await Promise.all([recordMeasurements(company.leadA, sent), recordMeasurements(company.leadA, sent)]);
    expect(both.flat().map((a) => [a.outcome, a.current?.value])).toEqual([
      ["saved", "3"],
      ["saved", "3"],
    ]);
    expect(await valuesOf(id)).toHaveLength(1);
    expect(await auditOf(id)).toHaveLength(1);
  });

  it("saves nothing at all when one of the measures is not the writer's", async () => {
    const [own, other] = [(await makeKpi(company.a.id)).id, (await makeKpi(company.b.id)).id];
    await expect(recordMeasurements(company.leadA, block([typed(own, "1"), typed(other, "1")]))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(recordMeasurements(company.memberA, block([typed(own, "1")]))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await valuesOf(own)).toEqual([]);
  });

  it("is a list with no value twice, of at most 2,000", () => {
    const rows = (list: unknown) => RecordMeasurementsInput.safeParse({ idempotencyKey: randomUUID(), rows: JSON.stringify(list) }).success;
    const one = typed(randomUUID(), "1");
    expect([rows([one]), rows([one, one]), rows([]), rows([{ ...one, recordedById: one.kpiId }]), rows({})]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(rows(Array.from({ length: 2001 }, () => typed(randomUUID(), "1")))).toBe(false);
    expect(RecordMeasurementsInput.safeParse({ idempotencyKey: randomUUID(), rows: "[" }).success).toBe(false);
  });
});

describe("one value", () => {
  it("sent again under its key after a lost answer is recorded once", async () => {
    const { id } = await makeKpi(company.a.id);
    const sent = single(id, "4", { idempotencyKey: randomUUID() });
    expect(await recordMeasurement(company.leadA, sent)).toMatchObject({ version: 1, value: "4" });
    expect(await recordMeasurement(company.leadA, sent)).toMatchObject({ version: 1, value: "4" });
    expect(await valuesOf(id)).toHaveLength(1);
    await recordMeasurement(company.coo, single(id, "9", { seenVersion: 1, reason: "counted again" }));
    await expect(recordMeasurement(company.leadA, sent)).rejects.toMatchObject({ code: "CONFLICT", current: { value: "9" } });
  });

  it("is undone by the person who saved it: the earlier value is back, or nothing", async () => {
    const { id } = await makeKpi(company.a.id);
    const back = (seenVersion: number) => ({ kpiId: id, periodStart: MAY, seenVersion, idempotencyKey: randomUUID() });
    await recordMeasurement(company.leadA, single(id, "4"));
    await expect(takeBackMeasurement(company.coo, back(1))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await takeBackMeasurement(company.leadA, back(1))).toBeNull();
    expect((await valuesOf(id)).map((v) => v.current)).toEqual([false]);

    await recordMeasurement(company.leadA, single(id, "5"));
    await recordMeasurement(company.leadA, single(id, "6", { seenVersion: 2, reason: "typed wrong" }));
    await expect(takeBackMeasurement(company.leadA, back(2))).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await takeBackMeasurement(company.leadA, back(3))).toMatchObject({ version: 4, value: "5" });
    expect((await valuesOf(id)).map((v) => [v.value, v.current])).toEqual([
      ["4", false],
      ["5", false],
      ["6", false],
      ["5", true],
    ]);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: "measurement.correct", before: { value: "6" }, after: { value: "5" } });
  });
});

describe("reminders", () => {
  const remind = (at: string) => writing("system", (tx) => remindOfNumbers(onTx(tx), new Date(at)));
  const noticesOf = async (personId: string, kpiId: string) =>
    (await owner.query("SELECT kind FROM notification WHERE person_id = $1 AND subject_id = $2 ORDER BY id", [personId, kpiId])).rows.map(
      (r) => r.kind,
    );

  it("tell the holder once before and once after a value is due, however often they run, and again for the next period", async () => {
    const seat = await makePosition(company.a.id, company.memberA.personId);
    // Due on the third calendar day: May on 3 June.
    const { id } = await makeKpi(company.a.id, {
      positionId: seat.id,
      dueDays: 3,
      dueWorkingDays: false,
      startsOn: new Date("2014-05-01"),
    });
    const mine = () => noticesOf(company.memberA.personId, id);
    await remind("2014-06-01T06:00:00Z");
    expect(await mine()).toEqual([]);
    await remind("2014-06-02T06:00:00Z");
    await remind("2014-06-03T06:00:00Z");
    expect(await mine()).toEqual(["numbers-due"]);
    await Promise.all([remind("2014-06-04T06:00:00Z"), remind("2014-06-04T06:00:01Z"), remind("2014-06-20T06:00:00Z")]);
    expect(await mine()).toEqual(["numbers-due", "numbers-late"]);
    await remind("2014-07-02T06:00:00Z"); // June is due; May is still late, and was reported
    expect(await mine()).toEqual(["numbers-due", "numbers-late", "numbers-due"]);
    // The lead of the department does not owe values of a position with a holder.
    expect(await noticesOf(company.leadA.personId, id)).toEqual([]);
  });

  it("list what is due by tomorrow and what is late, for the lead where nobody holds the seat, and stop once it is in", async () => {
    const { id } = await makeKpi(company.b1.id, { dueDays: 3, dueWorkingDays: false, startsOn: new Date("2014-04-01") });
    const due = (day: string) => writing("system", (tx) => listNumbersDue(onTx(tx), [company.leadB.personId], day));
    const of = (list: Awaited<ReturnType<typeof due>>) =>
      list
        .flatMap((p) => [...p.late, ...p.due])
        .filter((n) => n.kpiId === id)
        .map((n) => [n.period, n.dueOn, n.lateDays]);
    expect(of(await due("2014-06-02"))).toEqual([
      ["2014-04-01", "2014-05-03", 30],
      ["2014-05-01", "2014-06-03", 0],
    ]);
    await recordMeasurement(company.leadB, single(id, "4"));
    expect(of(await due("2014-06-02"))).toEqual([["2014-04-01", "2014-05-03", 30]]);
  });
});

it("the grid finds values still owed before the shown periods", async () => {
  const seat = await makePosition(company.b.id, company.memberB.personId);
  const started = new Date();
  started.setUTCFullYear(started.getUTCFullYear() - 1);
  const { id } = await makeKpi(company.b.id, { positionId: seat.id, startsOn: started });
  const row = (await getMyNumbers(company.memberB)).due.find((r) => r.id === id);
  expect(row?.earlier).toHaveLength(3);
  expect(row?.openBefore.length).toBeGreaterThanOrEqual(7);
});
