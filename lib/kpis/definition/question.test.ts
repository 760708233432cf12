import { describe, expect, it } from "vitest";
import { Measure } from "../compute/measure";
import { chartOf, definitionOfDraft, newDraft, perspectiveOf } from "./draft";
import {
  aggregationFor,
  emptyQuestion,
  measureOf,
  type Question,
  type QuestionField,
  questionOf,
  questionProblems,
  unitFor,
} from "./question";
import { KpiDefinition } from "./schema";

const FIELDS: QuestionField[] = [
  { name: "number", label: "Parcel", type: "text" },
  { name: "sent_on", label: "Sent", type: "date", slot: 1 },
  { name: "promised_on", label: "Promised", type: "date", slot: 2 },
  { name: "value", label: "Value", type: "number", unit: "EUR" },
  { name: "weight", label: "Weight", type: "number", unit: "kg" },
];
const ask = (more: Partial<Question>): Question => ({ ...emptyQuestion(FIELDS), ...more });
const LATE = { field: "sent_on", is: "<=", with: "field", value: "promised_on" } as const;

// The share of parcels sent by the promised day, exactly as in docs/your-own-company.md.
it("expresses the example of the documentation", () => {
  const readme = {
    basis: "in-period",
    date: "sent_on",
    factor: 100,
    whenEmpty: "missing",
    numerator: { fn: "count", where: [{ field: "sent_on", is: "<=", than: { field: "promised_on" } }] },
    denominator: { fn: "count" },
    show: ["number", "sent_on", "promised_on"],
    highlight: [{ field: "sent_on", is: ">", than: { field: "promised_on" } }],
  };
  const made = measureOf(ask({ what: "share", which: [LATE] }), FIELDS);
  const { show: _, ...byHand } = readme;
  expect(made).toMatchObject({ ...byHand, where: [] });
  expect(questionOf(Measure.parse(readme), FIELDS)).toEqual(ask({ what: "share", which: [LATE] }));
});

describe("every question", () => {
  it.each<Partial<Question>>([
    { what: "count" },
    {
      what: "count",
      where: [
        { field: "value", is: ">=", with: "value", value: "100" },
        { field: "number", is: "filled", with: "value", value: "" },
      ],
    },
    { what: "share", which: [LATE] },
    { what: "sum", field: "value" },
    { what: "mean", field: "value" },
    { what: "ratio", field: "value", over: "weight" },
    { what: "days", from: "sent_on", to: "promised_on" },
    { what: "distinct", field: "number" },
    { what: "min", field: "weight" },
    { what: "max", field: "weight" },
    { what: "count", basis: "at-period-end", until: "promised_on" },
  ])("becomes a measure, and can be read back from it: %o", (more) => {
    const question = ask(more);
    expect(questionProblems(question, FIELDS)).toEqual([]);
    const measure = Measure.parse(measureOf(question, FIELDS));
    expect(questionOf(measure, FIELDS)).toEqual(question);
  });
});

it("rejects measures it cannot express", () => {
  const product = Measure.parse({
    basis: "in-period",
    date: "sent_on",
    numerator: { fn: "sum", of: { product: ["value", "weight"] } },
    whenEmpty: "zero",
    show: ["number"],
  });
  expect(questionOf(product, FIELDS)).toBeNull();
  const listed = Measure.parse({
    basis: "in-period",
    date: "sent_on",
    where: [{ field: "number", in: ["a"] }],
    numerator: { fn: "count" },
    whenEmpty: "zero",
    show: ["number"],
  });
  expect(questionOf(listed, FIELDS)).toBeNull();
});

it("lists what is missing", () => {
  expect(questionProblems(ask({ what: "share", date: "" }), FIELDS)).toEqual([
    "Choose the date that decides in which period a record counts.",
    "Enter which records count for the share.",
  ]);
  expect(questionProblems(ask({ where: [{ field: "value", is: "=", with: "value", value: "many" }] }), FIELDS)).toEqual([
    "'many' is not a number.",
  ]);
});

it("longer periods and units follow from the question", () => {
  expect(["count", "share", "mean", "days", "min"].map((what) => aggregationFor(ask({ what: what as Question["what"] })))).toEqual([
    "sum",
    "ratio",
    "ratio",
    "ratio",
    "min",
  ]);
  expect(aggregationFor(ask({ basis: "at-period-end" }))).toBe("last");
  expect(unitFor(ask({ what: "sum", field: "value" }), FIELDS, "Parcels")).toBe("EUR");
  expect(unitFor(ask({ what: "ratio", field: "value", over: "weight" }), FIELDS, "Parcels")).toBe("EUR/kg");
});

it("a draft becomes a definition", () => {
  const kind = { code: "parcel", name: "Parcels", fields: FIELDS };
  const draft = {
    ...newDraft(kind, "0190b5a0-0000-7000-8000-000000000001"),
    code: "PAR-1",
    name: "Parcels on time",
    question: ask({ what: "share", which: [LATE] }),
  };
  const { definition, problems } = definitionOfDraft(draft, [kind]);
  expect(problems).toEqual([]);
  expect(KpiDefinition.parse(definition)).toMatchObject({
    unit: "%",
    aggregation: "ratio",
    minimum: "0",
    maximum: "100",
    chart: "laney_p",
    recordKind: "parcel",
    formula: null,
  });
  expect(definitionOfDraft(newDraft(undefined, ""), []).problems).toEqual([
    "Give it a name.",
    "Give it a code.",
    "Choose its department.",
    "Enter the unit.",
  ]);
});

it("chart and perspective follow from the question until they are chosen", () => {
  const kind = { code: "ticket", name: "Tickets", fields: FIELDS };
  const draft = newDraft(kind, "d");
  const kept = { field: "closed", is: "<=", with: "field", value: "due" } as const;
  const share = { ...draft, question: { ...draft.question, what: "share" as const, which: [kept] } };
  expect([chartOf(draft), perspectiveOf(draft)]).toEqual(["xmr", "volume"]);
  expect([chartOf(share), perspectiveOf(share)]).toEqual(["laney_p", "delivery"]);
  expect(perspectiveOf({ ...share, question: { ...share.question, which: [{ ...kept, is: "=", with: "value" }] } })).toBe("quality");
  expect(perspectiveOf({ ...draft, areas: ["operations", "customer"] })).toBe("customer");
  expect(perspectiveOf({ ...draft, unit: "EUR" })).toBe("cost");
  expect([chartOf({ ...share, chart: "xmr" }), perspectiveOf({ ...share, perspective: "people" })]).toEqual(["xmr", "people"]);
});
