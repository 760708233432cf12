import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { listAudit } from "@/lib/audit-log/queries";
import { listChoices } from "@/lib/choices/queries";
import { writeComment } from "@/lib/comments/commands/write-comment";
import { getData } from "@/lib/imports/queries";
import { addAction, completeAction } from "@/lib/initiatives/commands/actions";
import { assignInitiative } from "@/lib/initiatives/commands/assign-initiative";
import { changeInitiative } from "@/lib/initiatives/commands/change-initiative";
import { closeInitiative } from "@/lib/initiatives/commands/close-initiative";
import { addMilestone, changeMilestone } from "@/lib/initiatives/commands/milestones";
import { reportInitiative } from "@/lib/initiatives/commands/report-initiative";
import { listInitiatives } from "@/lib/initiatives/queries";
import {
  AddActionInput,
  AddMilestoneInput,
  AssignInitiativeInput,
  ChangeInitiativeInput,
  ChangeMilestoneInput,
  CloseInitiativeInput,
  ReportInitiativeInput,
} from "@/lib/initiatives/schema";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { setTarget } from "@/lib/kpis/commands/set-target";
import { listDepartments } from "@/lib/kpis/queries/departments";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { closeDepartment, openDepartment } from "@/lib/organisation/commands/close-department";
import { closePosition, openPosition } from "@/lib/organisation/commands/close-position";
import { addDepartment, changeDepartment } from "@/lib/organisation/commands/department";
import { addPosition, changePosition } from "@/lib/organisation/commands/position";
import { getInitiative } from "@/lib/pages/initiative/queries";
import { getKpi } from "@/lib/pages/kpi/queries";
import { disableAccount, enableAccount, endSessions, makeSignInLink } from "@/lib/people/commands/account";
import { endGrant, giveGrant } from "@/lib/people/commands/grant";
import { recordLeaving, revertLeaving } from "@/lib/people/commands/leaving";
import { addPerson, changePerson } from "@/lib/people/commands/person";
import { listPeople } from "@/lib/people/queries";
import { Prisma } from "@/lib/platform/db/client";
import { reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { getToday } from "@/lib/today/queries";
import { getShell } from "@/lib/today/shell";
import { type Company, makeCompany, makeKpi } from "../support/factories";
import { getArea, getDepartment, getPerformance } from "../support/pages";

// The application's checks always answer yes, so only the database's row policies are left.
vi.mock("@/lib/platform/authz/policy", async (original) => ({
  ...(await original<typeof import("@/lib/platform/authz/policy")>()),
  can: () => true,
  canSomewhere: () => true,
  authorise: () => {},
}));

const CANARY = "qzBzq";
let company: Company;
let kpi: { id: string };
let ids: Record<"initiative" | "milestone" | "action" | "grant" | "emptied" | "closed" | "seat" | "closedSeat", string>;

beforeAll(async () => {
  company = await makeCompany();
  const owner = company.leadB.personId;
  kpi = await makeKpi(company.b.id, { name: `KPI ${CANARY}`, description: CANARY });
  ids = await writing("system", async (tx) => {
    const date = new Date("2014-06-20");
    const on = { startsOn: new Date("2014-03-01"), baselineDueOn: date, dueOn: date };
    const initiative = await tx.initiative.create({
      data: { code: "IN-1", title: CANARY, kind: "improvement", area: "operations", departmentId: company.b.id, ownerId: owner, ...on },
      select: { id: true },
    });
    const milestone = await tx.milestone.create({
      data: { initiativeId: initiative.id, title: CANARY, baselineDueOn: date, dueOn: date },
      select: { id: true },
    });
    const action = await tx.action.create({
      data: { title: CANARY, departmentId: company.b.id, ownerId: owner, dueOn: date, subjectType: "initiative", subjectId: initiative.id },
      select: { id: true },
    });
    await tx.measurement.create({
      data: { kpiId: kpi.id, periodStart: new Date("2014-04-01"), value: "5252525.5", note: CANARY },
      select: { id: true },
    });
    const grant = await tx.grant.findFirst({ where: { personId: owner }, select: { id: true } });
    const department = (name: string, archivedAt: Date | null) =>
      tx.department.create({ data: { code: name, name, parentId: company.b.id, archivedAt }, select: { id: true } });
    const [emptied, closed] = [await department("Emptied", null), await department("Closed", date)];
    const position = (title: string, archivedAt: Date | null) =>
      tx.position.create({ data: { code: title, title, departmentId: company.b.id, archivedAt }, select: { id: true } });
    const [seat, closedSeat] = [await position("Seat", null), await position("Closed seat", date)];
    const organisation = { emptied: emptied.id, closed: closed.id, seat: seat.id, closedSeat: closedSeat.id };
    return { initiative: initiative.id, milestone: milestone.id, action: action.id, grant: grant?.id ?? "", ...organisation };
  });
});

/** All data of the application, except the log of refusals and the keys of forms. */
async function everything(): Promise<string> {
  const tables = await reading("system", (tx) =>
    onTx(tx).query<{ name: string }>(Prisma.sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
      AND tablename NOT IN ('audit_event', 'audit_head', '_prisma_migrations', 'idempotency') ORDER BY 1`),
  );
  const read = ({ name }: { name: string }) =>
    writing("system", async (tx) => {
      const [row] = await onTx(tx).query<{ said: string }>(
        Prisma.sql`SELECT coalesce(query_to_xml(format('SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM %I t', ${name}::text), true, false, '')::text, '') AS said`,
      );
      return `${name} ${row?.said}`;
    });
  return (await Promise.all(tables.map(read))).join("\n");
}

describe("with every check of the application forced open, a lead of A", () => {
  const reads: [string, () => Promise<unknown>][] = [
    ["a KPI of B", () => getKpi(company.leadA, kpi.id)],
    ["the department B", () => getDepartment(company.leadA, company.b.id)],
    ["the company's own page", () => getDepartment(company.leadA, company.root.id)],
    ["an initiative of B", () => getInitiative(company.leadA, ids.initiative, "2014-06-02")],
    ["the initiatives", () => listInitiatives(company.leadA, { state: "all" }, "2014-06-02")],
    ["an area", () => getArea(company.leadA, "operations")],
    ["today", () => getToday(company.leadA)],
    ["performance", () => getPerformance(company.leadA)],
    ["my numbers", () => getMyNumbers(company.leadA)],
    ["the departments", () => listDepartments(company.leadA)],
    ["what surrounds a page", () => getShell(company.leadA)],
    ["the KPIs a form offers", () => listChoices(company.leadA, { of: "kpis", q: "KPI" })],
    ["the people a form offers", () => listChoices(company.leadA, { of: "owners", q: "" })],
    ["the initiatives' owners", () => listChoices(company.leadA, { of: "initiative-owners", q: "" })],
    ["the initiatives' departments", () => listChoices(company.leadA, { of: "initiative-departments", q: "" })],
    ["people with access", () => listPeople(company.leadA, { q: "", departmentId: null })],
    ["the imports", () => getData(company.leadA)],
    ["the log", () => listAudit(company.leadA, { action: null, person: null, subject: null, before: null }).then((page) => page?.rows)],
  ];
  it.each(reads)("reads nothing of B in %s", async (_what, read) => {
    const said = JSON.stringify((await read()) ?? null);
    expect(said).not.toContain(CANARY);
    expect(said).not.toContain("5252525");
    expect(said).not.toContain(kpi.id);
    expect(said).not.toContain(ids.initiative);
  });

  it("the COO, who may, finds the same: the canary exists", async () => {
    expect(JSON.stringify(await getKpi(company.coo, kpi.id))).toContain(CANARY);
    expect(JSON.stringify(await getKpi(company.coo, kpi.id))).toContain("5252525");
  });

  const what = { title: "x", kind: "improvement", area: "operations", updateEveryDays: "7", summary: "" };
  const key = () => ({ idempotencyKey: randomUUID() });
  const writes: [string, () => Promise<unknown>][] = [
    [
      "a value",
      () =>
        recordMeasurement(company.leadA, {
          state: "final",
          kpiId: kpi.id,
          periodStart: "2014-05-01",
          value: "1",
          note: "",
          reason: "x",
          seenVersion: 0,
        }),
    ],
    ["a target", () => setTarget(company.leadA, { kpiId: kpi.id, fromOn: "2014-06-01", floor: "1", ceiling: null, reason: "x" })],
    [
      "an annotation",
      () => addAnnotation(company.leadA, { kpiId: kpi.id, onDate: "2014-05-05", kind: "note", text: "x", idempotencyKey: randomUUID() }),
    ],
    [
      "an initiative",
      () => {
        const place = { departmentId: company.b.id, ownerId: company.leadA.personId };
        return assignInitiative(
          company.leadA,
          AssignInitiativeInput.parse({ ...what, ...key(), ...place, startsOn: "2014-06-02", dueOn: "2014-09-01" }),
        );
      },
    ],
    [
      "a changed initiative",
      () => {
        const place = { departmentId: company.a.id, ownerId: company.leadA.personId };
        return changeInitiative(
          company.leadA,
          ChangeInitiativeInput.parse({ ...what, ...place, id: ids.initiative, version: "1", stage: "active", dueOn: "2014-09-01" }),
        );
      },
    ],
    [
      "a check-in",
      () =>
        reportInitiative(
          company.leadA,
          ReportInitiativeInput.parse({ ...key(), id: ids.initiative, judgement: "on_track", text: "x", obstacle: "" }),
        ),
    ],
    [
      "the end of it",
      () => closeInitiative(company.leadA, CloseInitiativeInput.parse({ id: ids.initiative, version: "1", stage: "done", reason: "x" })),
    ],
    [
      "a milestone",
      () =>
        addMilestone(
          company.leadA,
          AddMilestoneInput.parse({ ...key(), initiativeId: ids.initiative, title: "x", ownerId: "", dueOn: "2014-06-30" }),
        ),
    ],
    [
      "a changed milestone",
      () =>
        changeMilestone(company.leadA, ChangeMilestoneInput.parse({ id: ids.milestone, version: "1", dueOn: "2014-06-25", doneOn: "" })),
    ],
    [
      "an action",
      () => {
        const who = { ownerId: company.leadA.personId };
        return addAction(
          company.leadA,
          AddActionInput.parse({ ...key(), ...who, initiativeId: ids.initiative, title: "x", dueOn: "2014-06-30" }),
        );
      },
    ],
    ["a completed action", () => completeAction(company.leadA, { id: ids.action, version: 1 })],
    ["a comment", () => writeComment(company.leadA, { ...key(), about: { type: "initiative", id: ids.initiative }, body: "x" })],
    ["a person", () => addPerson(company.leadA, { code: "E-1", name: "x", email: null, jobTitle: "", departmentId: company.b.id })],
    [
      "a changed person",
      () =>
        changePerson(company.leadA, {
          personId: company.leadB.personId,
          version: 1,
          name: "x",
          email: null,
          jobTitle: "",
          departmentId: company.a.id,
        }),
    ],
    ["the day somebody leaves", () => recordLeaving(company.leadA, { personId: company.leadB.personId, version: 1, leftOn: "2014-06-01" })],
    ["that somebody is back", () => revertLeaving(company.leadA, { personId: company.leadB.personId })],
    ["a department", () => addDepartment(company.leadA, { ...key(), code: "D-1", name: "x", groupName: "", parentId: company.b.id })],
    [
      "a changed department",
      () =>
        changeDepartment(company.leadA, {
          ...{ departmentId: company.b1.id, version: 1, code: "D-2", name: "x", groupName: "", parentId: company.b.id },
        }),
    ],
    ["a closed department", () => closeDepartment(company.leadA, { departmentId: ids.emptied })],
    ["a department that is opened again", () => openDepartment(company.leadA, { departmentId: ids.closed })],
    [
      "a position",
      () =>
        addPosition(company.leadA, { ...key(), code: "S-1", title: "x", departmentId: company.b.id, holderId: null, reportsToId: null }),
    ],
    [
      "a changed position",
      () =>
        changePosition(company.leadA, {
          ...{ positionId: ids.seat, version: 1, title: "x", departmentId: company.b.id, holderId: null, reportsToId: null },
        }),
    ],
    ["a closed position", () => closePosition(company.leadA, { positionId: ids.seat })],
    ["a position that is opened again", () => openPosition(company.leadA, { positionId: ids.closedSeat })],
    ["a grant", () => giveGrant(company.leadA, { personId: company.leadA.personId, departmentId: company.b.id, role: "lead" })],
    [
      "a role over everything",
      () => giveGrant(company.leadA, { personId: company.leadA.personId, departmentId: company.root.id, role: "administrator" }),
    ],
    ["an ended grant", () => endGrant(company.leadA, { grantId: ids.grant })],
    ["a sign-in link", () => makeSignInLink(company.leadA, { personId: company.leadB.personId })],
    ["a disabled account", () => disableAccount(company.leadA, { personId: company.leadB.personId })],
    ["an enabled account", () => enableAccount(company.leadA, { personId: company.leadB.personId })],
    ["ended sessions", () => endSessions(company.leadA, { personId: company.leadB.personId })],
  ];
  it.each(writes)("writes nothing in B: %s", async (_what, write) => {
    const before = await everything();
    await expect(write()).rejects.toThrow();
    expect(await everything()).toBe(before);
  });
});
