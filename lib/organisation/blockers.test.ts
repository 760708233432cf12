import { expect, it } from "vitest";
import { departmentBlockers, positionBlockers } from "./blockers";

const nothing = { kpis: 0, initiatives: 0, actions: 0, decisions: 0, people: 0, positions: 0, below: 0, roles: 0 };

it.each([
  [{}, null],
  [{ people: 1 }, "1 person"],
  [{ kpis: 2, below: 1 }, "2 open KPIs and 1 department below it"],
  [
    { kpis: 1, initiatives: 2, actions: 1, decisions: 2, people: 1_200, positions: 3, below: 2, roles: 1 },
    "1 open KPI, 2 open initiatives, 1 open action, 2 decisions without an outcome, 1,200 people, 3 open positions, 2 departments below it and 1 role on it",
  ],
])("%j keeps a department open: %s", (held, said) => expect(departmentBlockers({ ...nothing, ...held })).toBe(said));

it("says what keeps a position open", () => {
  expect(positionBlockers({ kpis: 0, reports: 0 })).toBeNull();
  expect(positionBlockers({ kpis: 3, reports: 1 })).toBe("3 open KPIs and 1 position that reports to it");
});
