import { expect, it } from "vitest";
import { Mapping } from "@/lib/imports/mapping";
import { detect } from "@/lib/tables/read/detect";
import { changeField, draftOf, mappingOf, reusedDraft, sameMapping, suggestDraft, toggleSlot } from "./draft";
import { lookAtColumns } from "./look";

const KNOWN = { departments: [{ code: "D1", name: "North" }], root: "company" };
function lookOf(text: string) {
  const detected = detect(Buffer.from(text), {}, true);
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(detected.format.delimiter));
  return { columns: lookAtColumns(detected.headers, rows, detected.format, detected.units), format: detected.format };
}
const TICKETS = lookOf(
  "Ticket,Opened,Closed,Due,Answered,Hours\nT1,2024-01-02,2024-01-05,2024-01-04,2024-01-03,2.5\nT2,2024-01-03,,2024-01-09,2024-01-04,1\n",
);

it("a suggested draft of an unknown file is a mapping that can be checked at once", () => {
  const draft = suggestDraft(TICKETS, "tickets 2024.csv", KNOWN);
  const { mapping, problems } = mappingOf(draft, {});
  expect(problems).toEqual([]);
  expect(Mapping.parse(mapping).into).toMatchObject({ target: "records", key: ["Ticket"], kind: { code: "tickets", name: "Tickets" } });
});

it("what is missing is said before anything is sent", () => {
  const people = suggestDraft(lookOf("Mail\na@b.example\n"), "x.csv", KNOWN, "people");
  expect(mappingOf(people, {}).problems).toEqual(["Choose the column for the name, or a value for every row."]);
  const draft = suggestDraft(TICKETS, "tickets.csv", KNOWN);
  const bare = { ...draft, name: " ", records: { ...draft.records, key: [], fields: draft.records.fields.map(({ slot: _, ...f }) => f) } };
  expect(mappingOf(bare, {}).problems).toHaveLength(2);
});

it("a date takes one of three places in time and gives it back", () => {
  const { records } = suggestDraft(TICKETS, "tickets.csv", KNOWN);
  const slots = (r: typeof records) => Object.fromEntries(r.fields.filter((f) => f.type === "date").map((f) => [f.name, f.slot]));
  expect(slots(records)).toEqual({ opened: 1, answered: 3, due: 2, closed: undefined });
  expect(slots(toggleSlot(records, "closed")).closed).toBeUndefined(); // all three are taken
  const freed = toggleSlot(records, "opened");
  expect(slots(toggleSlot(freed, "closed")).closed).toBe(1);
  expect(toggleSlot(records, "hours")).toBe(records);
});

it("a field that is no date any more has no place in time, one that is no number no unit", () => {
  const { records } = suggestDraft(TICKETS, "tickets.csv", KNOWN);
  expect(changeField(records, "opened", { type: "text" }).fields.find((f) => f.name === "opened")).not.toHaveProperty("slot");
  const euros = changeField(records, "hours", { unit: "EUR" });
  expect(euros.fields.find((f) => f.name === "hours")?.unit).toBe("EUR");
  expect(changeField(euros, "hours", { type: "text" }).fields.find((f) => f.name === "hours")).not.toHaveProperty("unit");
});

it("a saved mapping comes back as the draft it was, whatever order its parts are kept in", () => {
  const { mapping } = mappingOf(suggestDraft(TICKETS, "tickets.csv", KNOWN), { dates: "iso" });
  const saved = Mapping.parse(mapping);
  const back = mappingOf(draftOf(saved, TICKETS, "tickets.csv", KNOWN), saved.format).mapping;
  expect(sameMapping(back, saved)).toBe(true);
  expect(sameMapping({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toBe(true);
  expect(sameMapping(back, { ...saved, partial: true })).toBe(false);
});

it("departments can be read from a list of people: each once, whatever else the rows say", () => {
  const staff = lookOf("Nr,Name,Abt.\n1,Ann,Lager\n2,Bo,Lager\n3,Cy,Büro\n");
  const draft = suggestDraft(staff, "staff.csv", KNOWN, "departments");
  expect(draft).toMatchObject({
    repeats: true,
    columns: { code: { from: "Abt." }, name: { from: "Abt." }, parent: { default: "company" } },
  });
  expect(Mapping.parse(mappingOf(draft, {}).mapping).into).toMatchObject({ repeats: true });
});

it("a mapping that is used again learns which departments new values mean, and keeps what was said of the old ones", () => {
  const company = {
    departments: [
      { code: "D1", name: "Lager" },
      { code: "D2", name: "Büro" },
    ],
    root: "company",
  };
  const first = lookOf("Nr,Name,Abt.\n1,Ann,Lager\n");
  const saved = Mapping.parse(mappingOf(suggestDraft(first, "staff.csv", company, "people"), {}).mapping);
  if (saved.into.target !== "people") throw new Error("people were asked for");
  expect(saved.into.columns.department).toEqual({ from: "Abt.", values: { Lager: "D1" } });
  saved.into.columns.department = { from: "Abt.", values: { Lager: "D2" } };
  const again = reusedDraft(saved, lookOf("Nr,Name,Abt.\n1,Ann,Lager\n2,Bo,Büro\n"), "staff.csv", company);
  expect(again.columns.department?.values).toEqual({ Lager: "D2", Büro: "D2" });
});
