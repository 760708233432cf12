import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { tellDecision } from "@/lib/decisions/commands/tell";
import { refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { getDecision } from "@/lib/pages/decision/queries";
import { stepsOf } from "@/lib/pages/decision/view";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

/** A decision of department B that its lead has to make, asked by the COO. */
async function make(code: string, about: readonly (readonly [string, string])[] = [], askedAt = "2014-03-10T12:00:00Z") {
  const id = randomUUID();
  await owner.query(
    `insert into decision (id, code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by)
     values ($1, $2, 'Which?', 'operations', $3, $4, $5, $6, '2014-06-10')`,
    [id, code, company.b.id, company.coo.personId, askedAt, company.leadB.personId],
  );
  for (const [type, subject] of about)
    await owner.query("insert into decision_about (decision_id, subject_type, subject_id) values ($1, $2, $3)", [id, type, subject]);
  return id;
}
const decided = async (id: string) => {
  const { rows } = await owner.query<{ id: string }>(
    "insert into decision_option (decision_id, place, title) values ($1, 1, 'This') returning id",
    [id],
  );
  await owner.query(
    "update decision set chosen_option_id = $2, reason = 'So', sure = 70, decided_by_id = owner_id, decided_at = now(), review_on = current_date + 30 where id = $1",
    [id, rows[0]?.id],
  );
};
const stepOf = async (viewer: Viewer, id: string, label: string, asOf: string | null = null) => {
  const row = await getDecision(viewer, id, asOf === null ? null : { day: asOf, at: `${asOf}T23:59:59Z` });
  if (row === null) throw new Error("not found");
  return stepsOf(row, asOf ?? new Date().toISOString().slice(0, 10)).find((step) => step.label === label);
};

describe("evidence", () => {
  it("is what was known when it was asked, with unit, period and status, of what the reader may read", async () => {
    const [own, other] = [await makeKpi(company.b.id), await makeKpi(company.a.id)];
    for (const kpi of [own, other])
      for (const [month, value, at] of [
        ["2014-01-01", 7, "2014-02-01"],
        ["2014-02-01", 8, "2014-03-01"],
        ["2014-03-01", 9, "2014-04-01"], // after the asking
      ])
        await owner.query("insert into measurement (kpi_id, period_start, value, recorded_at) values ($1, $2, $3, $4)", [
          kpi.id,
          month,
          value,
          at,
        ]);
    await owner.query("insert into target (kpi_id, from_on, floor, recorded_at, reason) values ($1, '2014-01-01', 9, '2014-01-01', 'so')", [
      own.id,
    ]);
    await writing("system", (tx) => refreshSummaries(onTx(tx), [own.id, other.id], new Date()));
    const id = await make("DE-1", [
      ["kpi", own.id],
      ["kpi", other.id],
    ]);
    const shown = async (viewer: Viewer) => (await getDecision(viewer, id, null))?.evidence;
    expect(await shown(company.leadB)).toEqual([
      expect.objectContaining({
        ...{ id: own.id, name: own.name, href: `/kpis/${own.id}`, value: "8 pieces", note: "February 2014" },
        status: expect.objectContaining({ mark: "off-track" }),
      }),
    ]);
    expect((await shown(company.coo))?.map((one) => one.id).toSorted()).toEqual([own.id, other.id].toSorted());
    expect(await stepOf(company.leadB, id, "Evidence")).toMatchObject({ text: "1 figure, as of the asking", done: true });
    expect(await stepOf(company.coo, await make("DE-2"), "Evidence")).toMatchObject({ text: "nothing linked", done: false });
  });
});

describe("heard", () => {
  it("are those whom the asker named, and whether they have answered since; by a day", async () => {
    const id = await make("DE-3");
    const comment = (viewer: Viewer, body: string) =>
      writeComment(viewer, { idempotencyKey: randomUUID(), about: { type: "decision", id }, body });
    const at = async (day: string) =>
      owner.query("update comment set at = $2 where subject_id = $1 and at > now() - interval '1 hour'", [id, `${day}T12:00:00Z`]);
    expect(await stepOf(company.coo, id, "Heard")).toMatchObject({ text: "nobody asked", done: false });
    await comment(company.memberB, "Before I am asked.");
    await at("2014-03-11");
    expect(await stepOf(company.coo, id, "Heard")).toMatchObject({ text: "1 person commented", done: true });
    await comment(company.coo, `@${company.memberB.name} and @${company.leadB.name}, what do you say?`);
    await at("2014-03-12");
    expect(await stepOf(company.coo, id, "Heard")).toMatchObject({ text: "0 of 2 asked have answered", done: false });
    await comment(company.memberB, `No, says @${company.viewerB.name}.`); // named by somebody else
    await at("2014-03-14");
    const row = await getDecision(company.coo, id, null);
    expect(row?.heard.map(({ id: who, answeredOn }) => [who, answeredOn]).toSorted()).toEqual(
      [
        [company.leadB.personId, null],
        [company.memberB.personId, "2014-03-14"],
      ].toSorted(),
    );
    expect(await stepOf(company.coo, id, "Heard")).toMatchObject({ text: "1 of 2 asked has answered", done: false });
    expect(await stepOf(company.coo, id, "Heard", "2014-03-13")).toMatchObject({ text: "0 of 2 asked have answered" });
  });
});

describe("told", () => {
  it("says how many it concerns, to who may tell them, and when they were told to everybody", async () => {
    const id = await make("DE-4");
    expect(await stepOf(company.leadB, id, "Told")).toMatchObject({ text: "after that", done: false });
    await decided(id);
    expect(await stepOf(company.leadB, id, "Told")).toMatchObject({ text: "1 person, not sent yet", done: false });
    expect(await stepOf(company.coo, id, "Told")).toMatchObject({ text: "not yet", done: false });
    expect((await getDecision(company.leadB, id, null))?.may.tell).toBe(true);
    expect((await getDecision(company.coo, id, null))?.may.tell).toBe(false);
    await tellDecision(company.leadB, { id });
    expect((await getDecision(company.leadB, id, null))?.may.tell).toBe(false);
    for (const viewer of [company.leadB, company.coo, company.viewerB])
      expect(await stepOf(viewer, id, "Told")).toMatchObject({ text: expect.stringMatching(/^1 person, /), done: true });
    expect(await stepOf(company.coo, id, "Told", "2014-05-01")).toMatchObject({ text: "after that", done: false });
  });
});
