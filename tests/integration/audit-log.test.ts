import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditFilter, readAuditFilter } from "@/lib/audit-log/filter";
import { AUDIT_PAGE, getChainState, listAudit } from "@/lib/audit-log/queries";
import { giveGrant } from "@/lib/people/commands/grant";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { owner } from "../support/audit";
import { type Company, makeCompany } from "../support/factories";

let company: Company;
const record = (viewer: Viewer, departmentId: string, name: string, value: string) =>
  writing(viewer, (tx) =>
    appendAudit(onTx(tx), viewer, {
      action: "measurement.record",
      subject: { type: "kpi", id: randomUUID(), name },
      departmentId,
      before: null,
      after: { value },
    }),
  );

beforeAll(async () => {
  company = await makeCompany();
  await record(company.leadA, company.a.id, "Scrap rate of A", "4711.5");
  await record(company.leadB, company.b.id, "Scrap rate of B", "815.25");
  await giveGrant(company.administrator, { personId: company.memberA.personId, departmentId: company.b.id, role: "viewer" });
  for (let n = 0; n < 120; n++) await record(company.leadB, company.b1.id, `Filler ${n}`, "1");
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const none: AuditFilter = { person: null, action: null, subject: null, before: null };
const list = (viewer: Viewer, filter: Partial<AuditFilter> = {}) => listAudit(viewer, { ...none, ...filter });

it("is for the COO and administrators; nobody else can read it", async () => {
  for (const viewer of [company.coo, company.administrator]) expect((await list(viewer))?.rows).toHaveLength(AUDIT_PAGE);
  for (const viewer of [company.executive, company.leadA, company.memberA, company.viewerA]) {
    expect(await list(viewer)).toBeNull();
    expect(await getChainState(viewer)).toBeNull();
  }
});

it("pages by key, newest first: each entry once, none missing", async () => {
  const ids: string[] = [];
  for (let before: string | null = null; ; ) {
    const page = await list(company.coo, { before });
    ids.push(...(page?.rows ?? []).map((row) => row.id));
    if (ids.length === 50) await record(company.leadB, company.b1.id, "written meanwhile", "1"); // does not shift the pages
    before = page?.next ?? null;
    if (before === null) break;
  }
  expect(ids).toEqual(Array.from({ length: 123 }, (_, n) => String(123 - n)));
});

describe("filters", () => {
  it("by person, by action, by subject's name or id", async () => {
    expect((await list(company.coo, { person: "lead of department a" }))?.rows.map((row) => row.subjectName)).toEqual(["Scrap rate of A"]);
    const granted = await list(company.coo, { action: "grant.give" });
    expect(granted?.rows).toEqual([
      expect.objectContaining({
        actorName: "Administrator of Company",
        action: "granted access",
        subjectName: "Member of Department A",
        changes: [
          { label: "role", before: null, after: "viewer" },
          { label: "department", before: null, after: "Department B" },
        ],
        withheld: false,
      }),
    ]);
    expect((await list(company.coo, { subject: "scrap rate of b" }))?.rows).toHaveLength(1);
    expect((await list(company.coo, { subject: company.memberA.personId }))?.rows).toHaveLength(1);
    expect((await list(company.coo, { subject: "%" }))?.rows).toEqual([]);
  });

  it("an invalid query string has no effect", () => {
    const wild = { person: ["a", "b"], action: "toString", subject: "\u0000", before: "1; drop table x" };
    expect(readAuditFilter(wild)).toEqual(none);
    expect(readAuditFilter({ person: " ann ", action: "grant.end", before: "12", subject: "x".repeat(101) })).toEqual({
      person: "ann",
      action: "grant.end",
      subject: null,
      before: "12",
    });
  });
});

it("an administrator sees that a figure was recorded, but not which nor what; the COO sees both", async () => {
  const find = async (viewer: Viewer) => (await list(viewer, { person: "Lead of Department A" }))?.rows[0];
  expect(await find(company.coo)).toMatchObject({
    subjectName: "Scrap rate of A",
    changes: [{ label: "value", before: null, after: "4711.5" }],
    withheld: false,
  });
  expect(await find(company.administrator)).toMatchObject({
    actorName: "Lead of Department A",
    action: "recorded a value",
    subjectId: null,
    subjectName: null,
    changes: [],
    withheld: true,
  });
  expect((await list(company.administrator, { subject: "Scrap" }))?.rows, "nor by filtering for it").toEqual([]);
});

it("says how many entries the chain has, and that it is intact", async () => {
  const { rows } = await owner.query("select count(*)::int as n from audit_event");
  expect(await getChainState(company.administrator)).toEqual({ rows: rows[0]?.n, broken: null });
});

it("names people and things that an entry stores by id, and says if one is gone", async () => {
  await writing(company.leadA, (tx) =>
    appendAudit(onTx(tx), company.leadA, {
      action: "signal.ask",
      subject: { type: "signal", id: randomUUID(), name: "Scrap rate of A" },
      departmentId: company.a.id,
      before: { ownerId: randomUUID() },
      after: { ownerId: company.memberA.personId, departmentId: company.a.id },
    }),
  );
  expect((await list(company.coo, { action: "signal.ask" }))?.rows[0]?.changes).toEqual([
    { label: "owner", before: "not known", after: "Member of Department A" },
    { label: "department", before: null, after: "Department A" },
  ]);
});
