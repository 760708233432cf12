import { expect, it } from "vitest";
import { changesOf, referencesOf } from "./changes";

it("describes the fields that differ in words, and leaves out the unchanged ones", () => {
  expect(
    changesOf({ jobTitle: "Buyer", name: "Ann", email: null }, { jobTitle: "Head of buying", name: "Ann", email: "ann@company.example" }),
  ).toEqual([
    { label: "job title", before: "Buyer", after: "Head of buying" },
    { label: "email", before: "none", after: "ann@company.example" },
  ]);
});

it("lists every field of something created or removed", () => {
  expect(changesOf(null, { role: "lead", areas: ["risk", "people"], sent: false })).toEqual([
    { label: "role", before: null, after: "lead" },
    { label: "areas", before: null, after: "risk, people" },
    { label: "sent", before: null, after: "no" },
  ]);
  expect(changesOf({ role: "lead" }, null)).toEqual([{ label: "role", before: "lead", after: null }]);
});

it("describes nested values in words, keeps decimals as written, and ignores what is not a record", () => {
  const effect = { kpi: "PRC-01", low: "5.0", likely: 8, high: 12.5, fromOn: "2014-07-10" };
  expect(changesOf(null, { effect })).toEqual([
    { label: "effect", before: null, after: "KPI PRC-01, low 5.0, likely 8, high 12.5, from 2014-07-10" },
  ]);
  expect(
    changesOf(null, { milestones: ["Gate 1, 2014-06-15", "Gate 2, 2014-07-01"], of: { where: [{ field: "type", is: "P" }, "x"] } }),
  ).toEqual([
    { label: "milestones", before: null, after: "Gate 1, 2014-06-15; Gate 2, 2014-07-01" },
    { label: "of", before: null, after: "where ((field type, is P); x)" },
  ]);
  expect(changesOf("text", [1])).toEqual([]);
  expect(changesOf(null, null)).toEqual([]);
});

it("shows a file's details before its results, and keeps the order of the other fields", () => {
  const labels = (after: object) => changesOf(null, after).map(({ label }) => label);
  expect(
    labels({ new: 1, rows: 12, same: 11, sha256: "d5", target: "measurements", changed: 0, leftOut: 0, mapping: "Shares", rejected: 0 }),
  ).toEqual(["mapping", "target", "rows", "new", "changed", "same", "rejected", "left out", "SHA-256"]);
  expect(labels({ title: "Buyer", name: "Ann" })).toEqual(["title", "name"]);
});

it("shows a person's name instead of an id, and finds the ids that need a name", () => {
  const id = "01890a5d-ac96-774b-bcce-b302099a8057";
  const other = "01890a5d-ac96-774b-bcce-b302099a8058";
  const after = { state: "acted_on", personId: id, ownerId: other, dueAt: "2014-06-04T15:00:00.000Z", importId: "7" };
  expect(referencesOf({ state: "open" }, after, null)).toEqual([id, other]);
  expect(changesOf({ state: "open" }, after, new Map([[id, "Ann Beebe"]]))).toEqual([
    { label: "state", before: "open", after: "acted on" },
    { label: "person", before: null, after: "Ann Beebe" },
    { label: "owner", before: null, after: "not known" },
    { label: "due", before: null, after: "4 Jun 2014, 15:00 UTC" },
    { label: "import", before: null, after: "7" },
  ]);
  expect(changesOf({ ownerId: id, note: null }, { ownerId: other, note: "" }), "two whose names are not known differ still").toEqual([
    { label: "owner", before: "not known", after: "not known" },
  ]);
});
