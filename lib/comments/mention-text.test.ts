import { expect, it } from "vitest";
import { mentionedIn, piecesOf, typedMention } from "./mention-text";

const people = [
  { id: "1", name: "Ann" },
  { id: "2", name: "Ann Smith" },
  { id: "3", name: "Peter Krebs" },
  { id: "4", name: "Peter Krebs" },
];
const ids = (body: string) => mentionedIn(body, people).map((person) => person.id);

it("finds whole names only, the longest first, each once", () => {
  expect(ids("@Ann Smith, please")).toEqual(["2"]);
  expect(ids("@Ann, and @Ann again")).toEqual(["1"]);
  expect(ids("@Annabel and ann@Ann and Ann")).toEqual([]);
  expect(ids("@Ann Smithson")).toEqual(["1"]);
  expect(ids("see @Peter Krebs.")).toEqual(["3", "4"]);
  expect(ids("@peter krebs")).toEqual([]);
});

it("splits a text at its names and loses nothing", () => {
  const pieces = piecesOf("Why, @Peter Krebs? @Nobody", ["Peter Krebs"]);
  expect(pieces).toEqual([
    { text: "Why, ", mention: false },
    { text: "@Peter Krebs", mention: true },
    { text: "? @Nobody", mention: false },
  ]);
});

it("finds the name that is being typed", () => {
  expect(typedMention("ask @Pet", 8)).toEqual({ from: 4, query: "Pet" });
  expect(typedMention("ask @Peter Kr and", 13)).toEqual({ from: 4, query: "Peter Kr" });
  expect(typedMention("mail a@b", 8)).toBeNull();
  expect(typedMention("@Peter Krebs said something", 27)).toBeNull();
  expect(typedMention("nobody", 6)).toBeNull();
});
