import { expect, it } from "vitest";
import { operations } from "./play";
import { ACTIONS, PAGES, ROUTES } from "./policy";

// Both ways: what the build serves has a row, and what has a row is served.
it("every action of the build has a row in the policy, and every row an action", () => {
  expect([...operations.actions.keys()].sort()).toEqual(Object.keys(ACTIONS).sort());
});

it("every page of the build has a row in the policy, and every row a page", () => {
  expect(operations.pages).toEqual(Object.keys(PAGES).sort());
});

it("every route of the build has a row in the policy, and every row a route", () => {
  expect(operations.routes).toEqual(Object.keys(ROUTES).sort());
});
