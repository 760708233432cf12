import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { callAction } from "../support/app-server";
import { SIGNED_IN } from "./names";
import { addressOf, app, eachOf, openOwner, operations, rowOf, world } from "./play";
import { digests, restore } from "./state";

/** Columns no form contains: they decide who owns a row, its department, its worth and who may sign in. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  id: "0197d3a0-0000-7000-8000-000000000001",
  departmentId: "0197d3a0-0000-7000-8000-000000000002",
  ownerId: "0197d3a0-0000-7000-8000-000000000003",
  personId: "0197d3a0-0000-7000-8000-000000000004",
  role: "administrator",
  version: "7",
  status: "on-track",
  state: "final",
  stage: "done",
  code: "K_1",
  createdById: "0197d3a0-0000-7000-8000-000000000005",
  recordedById: "0197d3a0-0000-7000-8000-000000000005",
  sponsorId: "0197d3a0-0000-7000-8000-000000000005",
  authorId: "0197d3a0-0000-7000-8000-000000000005",
  createdAt: "2014-01-01",
  baselineDueOn: "2014-01-01",
  closedOn: "2014-01-01",
  archivedAt: "",
  deletedAt: "",
  disabledAt: "",
  passwordHash: "$argon2id$",
  companyWide: "on",
  demonstration: "on",
  administrator: "on",
  everything: "on",
  grants: "[]",
  connect: '{"id":"1"}',
  create: '{"role":"administrator"}',
  "grants[create][role]": "administrator",
  constructor: "x",
  toString: "x",
};

let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterEach(() => restore(owner)); // also after a failure: the next test starts from the same company
afterAll(() => owner.end());

it.each([...operations.actions.keys()])("%s takes no field it does not ask for", async (name) => {
  const row = rowOf(name);
  const who = SIGNED_IN.find((one) => row.allowed[one] !== undefined) ?? "administrator";
  const scope = row.allowed[who]?.[0] ?? row.scopes[0] ?? "A";
  const given = row.given?.(world, scope, who);
  if (given) await owner.query(given.sql, given.values);
  const fields = row.fields(world, scope, who);
  const wrong: string[] = [];
  const before = await digests(owner);
  await eachOf(
    Object.entries(FORBIDDEN).filter(([field]) => !Object.hasOwn(fields, field)),
    async ([field, value]) => {
      const { state, status } = await callAction(app, addressOf(name), { ...fields, [field]: value }, { cookie: world.cookies[who] });
      if (state?.status !== "invalid") wrong.push(`${field}: ${status} ${JSON.stringify(state)?.slice(0, 200)}`);
    },
  );
  expect(wrong).toEqual([]);
  expect(await digests(owner)).toEqual(before);
});
