import { expect, it } from "vitest";
import { AssignInitiativeInput, ChangeMilestoneInput, CompleteActionInput, ReportInitiativeInput } from "./schema";

const ID = "0190f3a0-0000-7000-8000-000000000001";
const form = (more: Record<string, unknown> = {}) => ({
  idempotencyKey: "7b0b0b0e-7f53-4f0b-9a55-0d5c4f1f2a10",
  title: "Finish every day",
  summary: "",
  kind: "improvement",
  area: "operations",
  departmentId: ID,
  ownerId: ID,
  updateEveryDays: "7",
  startsOn: "2014-04-01",
  dueOn: "2014-12-01",
  ...more,
});
const effect = { effectKpiId: ID, effectLow: "5", effectLikely: "8", effectHigh: "12", effectFromOn: "2014-07-10" };
const blamed = (more: Record<string, unknown>) =>
  AssignInitiativeInput.safeParse(form(more)).error?.issues.map((issue) => String(issue.path[0])) ?? [];

it("treats an empty form field as nothing, and a decimal comma as a point", () => {
  const parsed = AssignInitiativeInput.parse(form({ ...effect, effectHigh: "12,5", milestone1Title: "", milestone1DueOn: "" }));
  expect(parsed).toMatchObject({ effectHigh: "12.5", milestone1DueOn: null, updateEveryDays: 7 });
  expect(AssignInitiativeInput.parse(form({ effectKpiId: "", effectLow: "" }))).toMatchObject({ effectKpiId: null, effectLow: null });
});

it("requires a whole claim or none, the likely value between low and high, and never zero", () => {
  expect(blamed({ ...effect, effectLow: "", effectFromOn: "" })).toEqual(["effectLow", "effectFromOn"]);
  expect(blamed({ effectLikely: "8" })).toEqual(["effectKpiId"]);
  expect(blamed({ ...effect, effectLikely: "13" })).toEqual(["effectLikely"]);
  expect(blamed({ ...effect, effectLow: "-1", effectLikely: "0" })).toEqual(["effectLikely"]);
  expect(blamed({ ...effect, effectLow: "-5", effectLikely: "-8", effectHigh: "-12" })).toEqual([]);
});

it("compares claims exactly: 20 digits that a floating-point number could not tell apart", () => {
  expect(blamed({ ...effect, effectLow: "1", effectLikely: "99999999999999999999", effectHigh: "99999999999999999998" })).toEqual([
    "effectLikely",
  ]);
});

it("reports a date before the start, and half a milestone, at its field", () => {
  expect(blamed({ dueOn: "2014-03-31" })).toEqual(["dueOn"]);
  expect(blamed({ milestone2Title: "Gate" })).toEqual(["milestone2DueOn"]);
  expect(blamed({ milestone3DueOn: "2014-06-01" })).toEqual(["milestone3Title"]);
});

it.each([
  ["title", ["a", "b"]],
  ["title", "   "],
  ["title", "a\u0000b"],
  ["title", "a\u202Eb"],
  ["title", "x".repeat(201)],
  ["kind", "__proto__"],
  ["area", "OPERATIONS"],
  ["departmentId", "1 OR 1=1"],
  ["dueOn", "2014-02-30"],
  ["dueOn", "9999-01-01"],
  ["updateEveryDays", "0"],
  ["updateEveryDays", "1e2"],
  ["effectKpiId", "x"],
  ["idempotencyKey", ""],
])("refuses %s = %j with a sentence at that field", (field, value) => {
  const result = AssignInitiativeInput.safeParse(form({ [field]: value }));
  expect(result.error?.issues.map((issue) => issue.path[0])).toContain(field);
  for (const issue of result.error?.issues ?? []) expect(issue.message).toMatch(/^[A-Z].*\.$/);
});

it("refuses unknown fields, and invalid versions and judgements", () => {
  expect(AssignInitiativeInput.safeParse(form({ sponsorId: ID })).success).toBe(false);
  expect(CompleteActionInput.safeParse({ id: ID, version: "1.5" }).success).toBe(false);
  expect(ChangeMilestoneInput.safeParse({ id: ID, version: "1", dueOn: "", doneOn: "" }).success).toBe(false);
  expect(ReportInitiativeInput.safeParse({ idempotencyKey: ID, id: ID, judgement: "green", text: "x", obstacle: "" }).success).toBe(false);
});
