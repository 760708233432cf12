import { expect, it } from "vitest";
import { countsInWords } from "./blockers";

const held = (kpis: number, people: number, below: number) =>
  countsInWords([
    { count: kpis, one: "open KPI", many: "open KPIs" },
    { count: people, one: "person", many: "people" },
    { count: below, one: "department below it", many: "departments below it" },
  ]);

it.each([
  [held(0, 0, 0), null],
  [held(0, 1, 0), "1 person"],
  [held(2, 0, 1), "2 open KPIs and 1 department below it"],
  [held(1, 1_200, 2), "1 open KPI, 1,200 people and 2 departments below it"],
])("what keeps something open is said as %s", (said, expected) => expect(said).toBe(expected));
