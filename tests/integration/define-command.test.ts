import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand, defineLongCommand } from "@/lib/platform/commands/define-command";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeViewerOf } from "../support/factories";

/** Tests the command form itself, over a separate kind of row: actions, renamed and copied. */
type Thing = { id: string; title: string; departmentId: string; version: number; doneOn: string | null };

/** A change by somebody else after the row was read and before it is locked. */
let meanwhile: () => Promise<unknown>;
const load = async (sql: Sql, scope: Prisma.Sql, id: string, lock: boolean) => {
  if (lock) await meanwhile();
  const [row] = await sql.query<Thing>(Prisma.sql`
    SELECT id::text, title, department_id::text AS "departmentId", version, done_on::text AS "doneOn" FROM action a
    WHERE id = ${id}::uuid AND ${scope} ${lockRows(lock, "a")}`);
  return row;
};
const THING: Entity<Thing> = {
  word: "thing",
  load: (sql, viewer, id, lock) => load(sql, readable(viewer, "a"), id, lock),
  subjectOf: ({ id, title }) => ({ type: "action", id, name: title }),
};

type Rename = { id: string; version: number; title: string };
const renamed = async ({ sql, row, input }: { sql: Sql; row: Thing; input: Rename }) => {
  await sql.query(Prisma.sql`UPDATE action SET title = ${input.title.replace("\0", "")}, version = version + 1 WHERE id = ${row.id}::uuid`);
  return { before: { title: row.title }, after: { title: input.title } };
};
const rename = defineCommand({
  verb: "signal.decide",
  audit: "action.complete",
  entity: THING,
  at: (input: Rename) => input.id,
  guard: "version",
  current: ({ version, title }) => ({ version: String(version), title }),
  overtaken: ({ title }) => `It is called ${title} now.`,
  closed: ({ doneOn }) => (doneOn === null ? null : "It is done."),
  run: renamed,
});
const renameOnce = defineCommand({
  verb: "signal.decide",
  audit: "action.complete",
  entity: THING,
  at: (input: Rename & { idempotencyKey: string }) => input.id,
  guard: "key and version",
  current: ({ version }) => ({ version: String(version) }),
  run: renamed,
});
type Copy = { of: string; title: string; idempotencyKey?: string };
const copy = defineCommand({
  verb: "signal.decide",
  audit: "action.add",
  entity: THING,
  at: (input: Copy) => input.of,
  guard: "key",
  again: async ({ id, row }) => ({ made: id, of: row.title, again: true }),
  run: async ({ sql, row, input: { title }, id }) => {
    await sql.query(Prisma.sql`INSERT INTO action (id, title, department_id, owner_id, due_on)
      SELECT ${id}::uuid, ${title}, department_id, owner_id, due_on FROM action WHERE id = ${row.id}::uuid`);
    const subject = { type: "action", id, name: title };
    return { subject, before: null, after: { title }, answer: { made: id, of: row.title, again: false } };
  },
});

let company: Company;
let both: Viewer;
let id: string;
beforeAll(async () => {
  company = await makeCompany();
  const { a, b } = company;
  const grants = [{ role: "lead" as const, departmentId: a.id }, { role: "viewer" as const, departmentId: b.id }]; // biome-ignore format: a pair
  both = await makeViewerOf({ name: "Leads A, reads B", departmentId: a.id, grants });
});
beforeEach(async () => {
  meanwhile = async () => {};
  const { rows } = await owner.query<{ id: string }>(
    "insert into action (title, department_id, owner_id, due_on) values ('thing', $1, $2, '2014-07-01') returning id",
    [company.a.id, company.leadA.personId],
  );
  id = rows[0]?.id ?? "";
});
afterAll(() => owner.end());

const titleOf = async (of = id) => (await owner.query("select title from action where id = $1", [of])).rows[0]?.title;
const events = async () => (await owner.query("select count(*)::int as n from audit_event")).rows[0].n as number;
const moveTo = (department: { id: string }) => owner.query("update action set department_id = $1 where id = $2", [department.id, id]);

describe("the row", () => {
  it("changes a row in scope if allowed, with its audit row, and returns the id", async () => {
    expect(await rename(company.leadA, { id, version: 1, title: "new" })).toEqual({ id });
    expect(await titleOf()).toBe("new");
    expect(await auditOf(id)).toMatchObject([
      {
        ...{ action: "action.complete", subject_type: "action", subject_name: "thing", department_id: company.a.id },
        ...{ actor_id: company.leadA.personId, before: { title: "thing" }, after: { title: "new" } },
      },
    ]);
  });

  it.each([
    [
      "out of scope is as if there were none",
      () => company.leadB,
      "NOT_FOUND",
      "This thing does not exist, or you do not have access to it.",
    ],
    ["in scope and not allowed is forbidden", () => company.viewerA, "FORBIDDEN", "Your role does not allow this here."],
  ])("%s", async (_what, viewer, code, message) => {
    const before = await events();
    meanwhile = () => Promise.reject(new Error("what is refused is never locked"));
    await expect(rename(viewer(), { id, version: 1, title: "new" })).rejects.toMatchObject({ code, message });
    expect([await titleOf(), await events()]).toEqual(["thing", before]);
  });

  it("a row that moved out of scope between read and lock is not found, and one moved out of the permitted departments is forbidden", async () => {
    meanwhile = () => moveTo(company.b);
    await expect(rename(company.leadA, { id, version: 1, title: "new" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await moveTo(company.a);
    await expect(rename(both, { id, version: 1, title: "new" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await moveTo(company.a);
    meanwhile = async () => {};
    await rename(both, { id, version: 1, title: "new" });
    expect(await titleOf()).toBe("new");
  });

  it("the row is locked until the end: a second change waits, and gets a conflict", async () => {
    const sent = ["one", "two"].map((title) => rename(company.leadA, { id, version: 1, title }));
    const results = await Promise.allSettled(sent);
    expect(results.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((r) => r.status === "rejected")?.reason).toMatchObject({ code: "CONFLICT" });
    expect(await auditOf(id)).toHaveLength(1);
  });
});

describe("a repeated submission", () => {
  it("with an outdated version is a conflict, with the current values", async () => {
    meanwhile = () => owner.query("update action set title = 'theirs', version = 2 where id = $1", [id]);
    await expect(rename(company.leadA, { id, version: 1, title: "new" })).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: "It is called theirs now.", current: { version: "2", title: "theirs" } },
    });
    expect([await titleOf(), await auditOf(id)]).toEqual(["theirs", []]);
  });

  it("under one key creates one thing, even of twenty at once, and returns what the command says", async () => {
    const sent = { of: id, title: `copy ${randomUUID()}`, idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => copy(company.leadA, sent)));
    expect(new Set(answers.map(({ made }) => made)).size).toBe(1);
    expect(answers.filter(({ again }) => !again)).toHaveLength(1);
    expect((await owner.query("select 1 from action where title = $1", [sent.title])).rowCount).toBe(1);
    expect(await auditOf(answers[0]?.made ?? "")).toHaveLength(1);
    await expect(copy(company.leadA, { ...sent, title: "another" })).rejects.toMatchObject({ code: "KEY_REUSED" });
  });

  it("reveals the row to nobody who has lost the right", async () => {
    const sent = { of: id, title: "copy", idempotencyKey: randomUUID() };
    await copy(company.leadA, sent);
    await moveTo(company.b);
    await expect(copy(company.leadA, sent)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("without a key creates it again", async () => {
    const made = [await copy(company.leadA, { of: id, title: "copy" }), await copy(company.leadA, { of: id, title: "copy" })];
    expect(new Set([id, ...made.map((one) => one.made)]).size).toBe(3);
  });

  it("with a key and a version: the same input is saved once, an outdated one is refused, and its key stays free", async () => {
    const sent = { id, version: 1, title: "new", idempotencyKey: randomUUID() };
    const first = await renameOnce(company.leadA, sent);
    expect(await renameOnce(company.leadA, sent)).toEqual(first);
    const late = { ...sent, title: "late", idempotencyKey: randomUUID() };
    await expect(renameOnce(company.leadA, late)).rejects.toMatchObject({ code: "CONFLICT", current: { version: "2" } });
    await renameOnce(company.leadA, { ...late, version: 2 });
    expect([await titleOf(), (await auditOf(id)).length]).toEqual(["late", 2]);
  });
});

describe("all or nothing", () => {
  it("if the audit row fails nothing is written, and the key is free", async () => {
    const before = await events();
    // The database's text type cannot hold a NUL, so only the audit row fails.
    const sent = { id, version: 1, title: "new\0", idempotencyKey: randomUUID() };
    await expect(renameOnce(company.leadA, sent)).rejects.toThrow();
    expect([await titleOf(), await events()]).toEqual(["thing", before]);
    await renameOnce(company.leadA, { ...sent, title: "new" });
    expect(await titleOf()).toBe("new");
  });

  it("a closed row accepts no more changes", async () => {
    await owner.query("update action set done_on = '2014-05-01' where id = $1", [id]);
    await expect(rename(company.leadA, { id, version: 1, title: "new" })).rejects.toMatchObject({
      code: "INVALID",
      message: "It is done.",
    });
    expect([await titleOf(), await auditOf(id)]).toEqual(["thing", []]);
  });

  it("a silent result logs nothing; several changes are all logged, each in its department", async () => {
    const audit = "action.add" as const;
    const form = { verb: "signal.decide", audit, entity: THING, at: (_: null) => id, guard: "state" } as const;
    const before = await events();
    await defineCommand({ ...form, run: async () => ({ silent: true }) })(company.leadA, null);
    expect(await events()).toBe(before);
    const two = ["x", "y"].map((name) => ({ subject: { type: "action", id: randomUUID(), name }, before: null, after: { name } }));
    await defineCommand({ ...form, run: async () => ({ all: two }) })(company.leadA, null);
    for (const { subject } of two) expect(await auditOf(subject.id)).toMatchObject([{ action: audit, department_id: company.a.id }]);
  });
});

it("long changes follow the same rules, without a permission check for the operator", async () => {
  const long = defineLongCommand({
    verb: "signal.decide",
    audit: "action.complete",
    entity: { ...THING, load: (sql, _who: Viewer | "system", key: string, lock) => load(sql, Prisma.sql`true`, key, lock) },
    at: (input: Rename) => input.id,
    guard: "version",
    current: ({ version }) => ({ version: String(version) }),
    closed: ({ doneOn }) => (doneOn === null ? null : new AppError("CONFLICT", "It is done.")),
    run: renamed,
  });
  await expect(long(company.viewerA, { id, version: 1, title: "new" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await long(company.leadA, { id, version: 1, title: "by its lead" });
  await expect(long("system", { id, version: 1, title: "late" })).rejects.toMatchObject({ code: "CONFLICT", current: { version: "2" } });
  await long("system", { id, version: 2, title: "by the operator" });
  expect((await auditOf(id)).map((row) => row.actor_id)).toEqual([company.leadA.personId, null]);
  await owner.query("update action set done_on = '2014-05-01' where id = $1", [id]);
  await expect(long("system", { id, version: 3, title: "late" })).rejects.toMatchObject({ code: "CONFLICT", message: "It is done." });
});
