import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays } from "@/lib/calendar/dates";
import { today } from "@/lib/clock";
import { endDelegation, giveDelegation } from "@/lib/delegations/commands";
import { getOwnDelegations, listDeputies } from "@/lib/delegations/queries";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePosition, makeViewerOf, viewerFor } from "../support/factories";

let company: Company;
let deputy: Awaited<ReturnType<typeof makeViewerOf>>;
let kpi: { id: string };
beforeAll(async () => {
  company = await makeCompany();
  deputy = await makeViewerOf({
    name: "Second Member",
    departmentId: company.a.id,
    grants: [{ role: "member", departmentId: company.a.id }],
  });
  kpi = await makeKpi(company.a.id, { positionId: (await makePosition(company.a.id, company.memberA.personId)).id });
});
afterAll(() => owner.end());

const give = (more: object = {}) => ({
  idempotencyKey: randomUUID(),
  personId: company.memberA.personId,
  deputyId: deputy.personId,
  fromOn: today(),
  toOn: addDays(today(), 4),
  ...more,
});
const again = () => viewerFor({ id: deputy.personId });
const value = { state: "final" as const, periodStart: "2014-05-01", note: "", reason: "" };

it("the deputy enters what the other owes, marked with that person's name, until the delegation ends", async () => {
  await expect(recordMeasurement(deputy, { ...value, kpiId: kpi.id, value: "1", seenVersion: 0 })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const input = give();
  const { id } = await giveDelegation(company.memberA, input);
  expect(await giveDelegation(company.memberA, input)).toEqual({ id }); // sent twice
  expect((await owner.query("SELECT kind, actor_id FROM notification WHERE person_id = $1", [deputy.personId])).rows).toEqual([
    { kind: "delegated", actor_id: company.memberA.personId },
  ]);

  const standing = await again();
  expect((await getMyNumbers(standing)).due.map((row) => [row.id, row.forName])).toEqual([[kpi.id, company.memberA.name]]);
  expect(await recordMeasurement(standing, { ...value, kpiId: kpi.id, value: "1", seenVersion: 0 })).toMatchObject({ by: "Second Member" });
  expect((await getOwnDelegations(standing)).held).toMatchObject([{ id, name: company.memberA.name, running: true }]);
  // A deputy may neither pass on the delegation nor end it.
  await expect(giveDelegation(standing, give({ deputyId: company.leadA.personId }))).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(endDelegation(standing, { delegationId: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(endDelegation(company.leadB, { delegationId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });

  await endDelegation(company.memberA, { delegationId: id });
  const after = await again();
  expect((await getMyNumbers(after)).due).toEqual([]);
  await expect(recordMeasurement(after, { ...value, kpiId: kpi.id, value: "2", seenVersion: 1, reason: "x" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect((await auditOf(company.memberA.personId)).map((e) => e.action)).toEqual(["delegation.give", "delegation.end"]);
});

it("a deputy needs a role that enters values where the other's measures are", async () => {
  for (const unfit of [company.memberB, company.viewerA, company.leadB])
    await expect(giveDelegation(company.memberA, give({ deputyId: unfit.personId }))).rejects.toMatchObject({
      code: "INVALID",
      field: "deputyId",
    });
  const offered = (await listDeputies(company.memberA)).map((d) => d.id);
  expect(offered).toContain(deputy.personId);
  expect(offered).toContain(company.leadA.personId);
  for (const unfit of [company.memberB, company.viewerA, company.memberA]) expect(offered).not.toContain(unfit.personId);
});

it("only an administrator names a deputy for somebody else; not for days that are past, too many, or taken", async () => {
  await expect(giveDelegation(company.leadA, give())).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(giveDelegation(company.viewerA, give({ personId: company.viewerA.personId }))).rejects.toMatchObject({ code: "FORBIDDEN" });
  const past = { fromOn: addDays(today(), -9), toOn: addDays(today(), -2) };
  await expect(giveDelegation(company.memberA, give(past))).rejects.toMatchObject({ code: "INVALID", field: "toOn" });
  await expect(giveDelegation(company.memberA, give({ toOn: addDays(today(), 500) }))).rejects.toMatchObject({
    code: "INVALID",
    field: "toOn",
  });
  const { id } = await giveDelegation(company.administrator, give());
  await expect(giveDelegation(company.memberA, give({ deputyId: company.leadA.personId }))).rejects.toMatchObject({
    code: "INVALID",
    field: "fromOn",
  });
  expect((await again()).standsInFor).toEqual([company.memberA.personId]);
  await endDelegation(company.administrator, { delegationId: id });
});

it("an administrator of a department manages delegations of its people, and of nobody else", async () => {
  const { a } = company;
  const local = await makeViewerOf({ name: "Local Admin", departmentId: a.id, grants: [{ role: "administrator", departmentId: a.id }] });
  const { id } = await giveDelegation(local, give());
  await endDelegation(local, { delegationId: id });
  const of = (more: object) => giveDelegation(local, give(more));
  await expect(of({ personId: company.memberB.personId, deputyId: company.leadB.personId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(of({ personId: randomUUID() })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const theirs = await giveDelegation(company.memberB, give({ personId: company.memberB.personId, deputyId: company.leadB.personId }));
  await expect(endDelegation(local, { delegationId: theirs.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await endDelegation(company.administrator, { delegationId: theirs.id });
});

it("a delegation that starts later or is over gives nothing today", async () => {
  const { id } = await giveDelegation(company.memberA, give({ fromOn: addDays(today(), 1), toOn: addDays(today(), 2) }));
  expect((await again()).standsInFor).toEqual([]);
  expect((await getOwnDelegations(company.memberA)).given).toMatchObject([{ id, running: false }]);
  await owner.query("UPDATE delegation SET from_on = $2, to_on = $3 WHERE id = $1", [id, addDays(today(), -3), addDays(today(), -1)]);
  expect((await again()).standsInFor).toEqual([]);
  expect((await getOwnDelegations(company.memberA)).given).toEqual([]);
});
