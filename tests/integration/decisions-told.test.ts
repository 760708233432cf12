import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { askDecision } from "@/lib/decisions/commands/ask-decision";
import { decide, undoDecision } from "@/lib/decisions/commands/decide";
import { remindDecider, tellDecision } from "@/lib/decisions/commands/tell";
import { AskDecisionInput, DecideInput } from "@/lib/decisions/schema";
import { listNotices } from "@/lib/notices/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePosition } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const options = Object.fromEntries(
  [1, 2, 3, 4].flatMap((n) => ["Title", "Detail", "Gain", "Odds", "Risk"].map((part) => [`option${n}${part}`, ""])),
);
/** A decision of department A that its lead has to make. */
const asked = async (by: Viewer, more: Record<string, string> = {}) => {
  const input = {
    ...{
      idempotencyKey: randomUUID(),
      question: "Which?",
      background: "",
      area: "operations",
      decideBy: inDays(2),
      atStake: "",
      about: "",
    },
    ...{ ...options, option1Title: "One", option2Title: "The other", departmentId: company.a.id, ownerId: company.leadA.personId },
    ...more,
  };
  return (await askDecision(by, AskDecisionInput.parse(input))).id;
};
const decided = async (by: Viewer, id: string) => {
  const { rows } = await owner.query(
    "select d.version, o.id from decision d join decision_option o on o.decision_id = d.id where d.id = $1",
    [id],
  );
  const choice = { id, version: String(rows[0].version), optionId: rows[0].id, reason: "So", sure: "70", reviewOn: inDays(60) };
  await decide(by, DecideInput.parse({ ...choice, holdsKpiId: "", holdsSide: "at-most", holdsBound: "", holdsOn: "" }));
};
/** A KPI of department A that somebody owns. */
const kpiOf = async ({ personId }: Viewer) => makeKpi(company.a.id, { positionId: (await makePosition(company.a.id, personId)).id });
const noticesOf = async (viewer: Viewer, id: string) =>
  (await listNotices(viewer)).filter(({ href, text }) => href === `/decisions/${id}` && /reminds|tells/.test(text)).map(({ text }) => text);
const actionsOf = async (id: string) => (await auditOf(id)).map(({ action }) => action);
const comment = (viewer: Viewer, id: string, body: string) =>
  writeComment(viewer, { idempotencyKey: randomUUID(), about: { type: "decision", id }, body });

describe("reminding", () => {
  it("tells who decides, once a day however many would, with an audit row", async () => {
    const id = await asked(company.memberA);
    await remindDecider(company.memberA, { id });
    expect(await noticesOf(company.leadA, id)).toEqual([expect.stringMatching(/ reminds you to decide: D-\d+ Which\?/)]);
    await expect(remindDecider(company.coo, { id })).rejects.toThrow(`${company.leadA.name} was already reminded today.`);
    expect(await noticesOf(company.leadA, id)).toHaveLength(1);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: "decision.remind", after: { reminded: company.leadA.name } });
    // The day after.
    await owner.query("update notification set at = at - interval '1 day' where subject_id = $1", [id]);
    await remindDecider(company.coo, { id });
    expect(await noticesOf(company.leadA, id)).toHaveLength(2);
  });

  it("somebody else who decides now can be reminded the same day", async () => {
    const id = await asked(company.coo);
    await remindDecider(company.coo, { id });
    await owner.query("update decision set owner_id = $2 where id = $1", [id, company.memberA.personId]);
    await remindDecider(company.coo, { id });
    expect(await noticesOf(company.memberA, id)).toHaveLength(1);
  });

  it("is not for who decides, who only reads, other departments, nor once it is decided", async () => {
    const id = await asked(company.coo);
    for (const nobody of [company.leadA, company.memberA, company.viewerA])
      await expect(remindDecider(nobody, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(remindDecider(company.leadB, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await decided(company.leadA, id);
    await expect(remindDecider(company.coo, { id })).rejects.toThrow("is decided.");
    expect(await noticesOf(company.leadA, id)).toEqual([]);
  });
});

describe("telling", () => {
  it("reaches whoever asked, those heard and the owner of the KPI who may read it, once; again after another choice", async () => {
    const kpi = await kpiOf(company.viewerA);
    const id = await asked(company.coo, { about: `kpi:${kpi.id}` });
    await comment(company.coo, id, `@${company.memberA.name} what do you think?`);
    await expect(tellDecision(company.leadA, { id })).rejects.toThrow("is not decided yet");
    await decided(company.leadA, id);
    await tellDecision(company.leadA, { id });
    for (const told of [company.coo, company.memberA, company.viewerA])
      expect(await noticesOf(told, id)).toEqual([expect.stringContaining(`${company.leadA.name} tells you what was decided`)]);
    expect(await noticesOf(company.leadA, id)).toEqual([]);
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: "decision.tell",
      after: { told: [company.coo.name, company.memberA.name, company.viewerA.name].sort() },
    });
    await expect(tellDecision(company.leadA, { id })).rejects.toThrow("were already told");
    // Read notices are swept; it stays told.
    await owner.query("delete from notification where subject_id = $1", [id]);
    await expect(tellDecision(company.leadA, { id })).rejects.toThrow("were already told");
    const [row] = (await owner.query<{ version: number }>("select version from decision where id = $1", [id])).rows;
    await undoDecision(company.leadA, { id, version: row?.version ?? 0 });
    await decided(company.leadA, id);
    await tellDecision(company.leadA, { id });
    expect((await actionsOf(id)).filter((action) => action === "decision.tell")).toHaveLength(2);
  });

  it("is not done once the outcome is recorded", async () => {
    const id = await asked(company.coo);
    await decided(company.leadA, id);
    await owner.query("update decision set outcome = 'better', scored_by_id = owner_id, scored_at = now() where id = $1", [id]);
    await expect(tellDecision(company.leadA, { id })).rejects.toThrow("The outcome is already recorded.");
  });

  it("is nobody else's, and leaves out who may not read it", async () => {
    const kpi = await kpiOf(company.leadB);
    const id = await asked(company.leadA, { about: `kpi:${kpi.id}` });
    await decided(company.leadA, id);
    await expect(tellDecision(company.coo, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(tellDecision(company.leadB, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(tellDecision(company.leadA, { id })).rejects.toThrow("It concerns nobody else who may read it.");
    expect(await noticesOf(company.leadB, id)).toEqual([]);
  });
});
