import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { app, operations } from "./play";
import { ACTIONS, PAGES, PUBLIC, ROUTES } from "./policy";

// Both ways: everything the build serves has a row, and every row is served.
it("every action of the build has a row in the policy, and every row an action", () => {
  expect([...operations.actions.keys()].sort()).toEqual(Object.keys(ACTIONS).sort());
});

it("every page of the build has a row in the policy, and every row a page", () => {
  expect(operations.pages).toEqual(Object.keys(PAGES).sort());
});

it("every route of the build has a row in the policy, and every row a route", () => {
  expect(operations.routes).toEqual(Object.keys(ROUTES).sort());
});

it("every public file has a row in the policy, and every row a file", () => {
  const files = readdirSync(path.join(app.directory, "public")).map((file) => `/${file}`);
  expect(files.sort()).toEqual(Object.keys(PUBLIC).sort());
});
