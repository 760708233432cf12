import { expect, it } from "vitest";
import { changesOf } from "./changes";

it("names what differs, in words, and leaves out what stayed", () => {
  expect(
    changesOf({ jobTitle: "Buyer", name: "Ann", email: null }, { jobTitle: "Head of buying", name: "Ann", email: "ann@company.example" }),
  ).toEqual([
    { label: "job title", before: "Buyer", after: "Head of buying" },
    { label: "email", before: "none", after: "ann@company.example" },
  ]);
});

it("says all of what came into being or ended", () => {
  expect(changesOf(null, { role: "lead", areas: ["risk", "people"], sent: false })).toEqual([
    { label: "role", before: null, after: "lead" },
    { label: "areas", before: null, after: "risk, people" },
    { label: "sent", before: null, after: "no" },
  ]);
  expect(changesOf({ role: "lead" }, null)).toEqual([{ label: "role", before: "lead", after: null }]);
});

it("keeps what is nested, and makes nothing of what is no record", () => {
  expect(changesOf(null, { detail: { a: 1 } })).toEqual([{ label: "detail", before: null, after: '{"a":1}' }]);
  expect(changesOf("text", [1])).toEqual([]);
  expect(changesOf(null, null)).toEqual([]);
});
