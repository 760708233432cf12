import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addAnnotation } from "@/lib/kpis/commands/add-annotation";
import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { setTarget } from "@/lib/kpis/commands/set-target";
import { listDepartments } from "@/lib/kpis/queries/departments";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { getKpi } from "@/lib/pages/kpi/queries";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePerson, makePosition } from "../support/factories";
import { getDepartment } from "../support/pages";

// These tests use the real clock: May 2014 and the months around it are closed periods.
let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

const typed = (kpiId: string, value: string, more: { seenVersion?: number; reason?: string; periodStart?: string } = {}) => ({
  state: "final" as const,
  kpiId,
  periodStart: "2014-05-01",
  value,
  note: "",
  reason: "",
  seenVersion: 0,
  ...more,
});
const versionsOf = async (kpiId: string) =>
  (
    await owner.query(
      "select version, trim_scale(value)::text as value, superseded_at is null as current, reason from measurement where kpi_id = $1 order by version",
      [kpiId],
    )
  ).rows;

it("a lead records a value: version, summary and audit row appear together", async () => {
  const kpi = await makeKpi(company.a.id);
  await setTarget(company.coo, { kpiId: kpi.id, fromOn: "2014-01-15", floor: "90", ceiling: null, reason: "agreed" });
  const saved = await recordMeasurement(company.leadA, typed(kpi.id, "91.5"));
  expect(saved).toMatchObject({ version: 1, value: "91.5", by: company.leadA.name });
  const { rows } = await owner.query(
    "select status, trim_scale(latest_value)::text as value, target_floor::int from kpi_summary where kpi_id = $1",
    [kpi.id],
  );
  expect(rows).toEqual([{ status: "on-track", value: "91.5", target_floor: 90 }]);
  expect((await auditOf(kpi.id)).map((e) => [e.action, e.before, e.after])).toEqual([
    ["target.set", null, { fromOn: "2014-01-01", floor: "90", ceiling: null, reason: "agreed" }],
    ["measurement.record", null, { period: "2014-05-01", value: "91.5", state: "final", reason: null }],
  ]);
});

it("a closed period is corrected with a reason only, and keeps its earlier value", async () => {
  const kpi = await makeKpi(company.a.id);
  await recordMeasurement(company.leadA, typed(kpi.id, "10"));
  await expect(recordMeasurement(company.leadA, typed(kpi.id, "11", { seenVersion: 1 }))).rejects.toMatchObject({
    code: "INVALID",
    field: "reason",
  });
  await recordMeasurement(company.leadA, typed(kpi.id, "11", { seenVersion: 1, reason: "counted twice" }));
  expect(await versionsOf(kpi.id)).toEqual([
    { version: 1, value: "10", current: false, reason: null },
    { version: 2, value: "11", current: true, reason: "counted twice" },
  ]);
});

it("of fifty simultaneous saves each is either kept or told the current value; nothing is lost", async () => {
  const kpi = await makeKpi(company.a.id);
  let kept = 0;
  const save = async (n: number) => {
    for (let seenVersion = 0, turn = 0; turn < 200; turn++) {
      try {
        const saved = await recordMeasurement(company.leadA, typed(kpi.id, String(1000 + n), { seenVersion, reason: `writer ${n}` }));
        kept++;
        return saved.version;
      } catch (error) {
        const { code, current } = error as { code: string; current: { version: number } };
        expect(code).toBe("CONFLICT");
        seenVersion = current.version;
      }
    }
    throw new Error("never came through");
  };
  const versions = await Promise.all(Array.from({ length: 50 }, (_, n) => save(n)));
  expect(kept).toBe(50);
  expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  const rows = await versionsOf(kpi.id);
  expect(rows.map((r) => r.version)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  expect(new Set(rows.map((r) => r.value)).size).toBe(50);
  expect(rows.filter((r) => r.current)).toHaveLength(1);
  const audit = (await auditOf(kpi.id)).filter((e) => e.action.startsWith("measurement."));
  // Every "before" is the previous row's value: no write was based on a value it had not seen.
  const afters = audit.map((e) => (e.after as { value: string }).value);
  expect(audit.map((e) => (e.before as { value: string } | null)?.value ?? null)).toEqual([null, ...afters.slice(0, -1)]);
}, 180_000);

it("a member enters the KPIs of their own position, and no other of the department", async () => {
  const seat = await makePosition(company.a.id, company.memberA.personId);
  const [own, other] = [await makeKpi(company.a.id, { positionId: seat.id }), await makeKpi(company.a.id)];
  await expect(recordMeasurement(company.memberA, typed(own.id, "1"))).resolves.toMatchObject({ version: 1 });
  await expect(recordMeasurement(company.memberA, typed(other.id, "1"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect((await getMyNumbers(company.memberA)).due.map((row) => row.id)).toEqual([own.id]);
  // The lead owes what the department owes; the COO may enter it and is not asked to.
  expect((await getMyNumbers(company.leadA)).due.map((row) => row.id)).toEqual(expect.arrayContaining([own.id, other.id]));
  expect((await getMyNumbers(company.coo)).due).toEqual([]);
});

it("a viewer, an executive and an administrator record nothing; another department's KPI does not exist for them", async () => {
  const kpi = await makeKpi(company.b.id);
  await expect(recordMeasurement(company.viewerB, typed(kpi.id, "1"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(recordMeasurement(company.executive, typed(kpi.id, "1"))).rejects.toMatchObject({ code: "FORBIDDEN" });
  for (const stranger of [company.leadA, company.memberA, company.administrator]) {
    const missing = await recordMeasurement(stranger, typed("00000000-0000-7000-8000-000000000000", "1")).catch((e: Error) => e.message);
    await expect(recordMeasurement(stranger, typed(kpi.id, "1"))).rejects.toMatchObject({ code: "NOT_FOUND", message: missing });
  }
  await expect(
    setTarget(company.leadB, { kpiId: kpi.id, fromOn: "2014-01-01", floor: "1", ceiling: null, reason: "x" }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(
    addAnnotation(company.leadA, { kpiId: kpi.id, onDate: "2014-01-01", kind: "note", text: "x", idempotencyKey: randomUUID() }),
  ).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await versionsOf(kpi.id)).toEqual([]);
});

it("company-wide KPIs are readable with every grant and writable only in their department", async () => {
  const kpi = await makeKpi(company.b.id, { companyWide: true });
  expect(await getKpi(company.viewerA, kpi.id)).not.toBeNull();
  expect(await getKpi(company.administrator, kpi.id)).toBeNull();
  await expect(recordMeasurement(company.leadA, typed(kpi.id, "1"))).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("refuses a period that has not ended, a day inside a period, a computed KPI and an impossible value", async () => {
  const kpi = await makeKpi(company.a.id, { minimum: "0", maximum: "100", unit: "%" });
  const month = `${new Date().toISOString().slice(0, 8)}01`;
  await expect(recordMeasurement(company.leadA, typed(kpi.id, "1", { periodStart: month }))).rejects.toMatchObject({
    code: "INVALID",
    field: "value",
  });
  await expect(recordMeasurement(company.leadA, typed(kpi.id, "1", { periodStart: "2014-05-02" }))).rejects.toMatchObject({
    code: "INVALID",
    field: "periodStart",
  });
  await expect(recordMeasurement(company.leadA, typed(kpi.id, "100.01"))).rejects.toMatchObject({ code: "INVALID", field: "value" });
  await expect(recordMeasurement(company.leadA, typed(kpi.id, "-1"))).rejects.toMatchObject({ code: "INVALID", field: "value" });
  const computed = await makeKpi(company.a.id, { source: "formula", formula: `[${kpi.code}] * 2` });
  await expect(recordMeasurement(company.leadA, typed(computed.id, "1"))).rejects.toMatchObject({ code: "INVALID" });
});

it("a target applies from its period on: earlier periods keep theirs", async () => {
  const kpi = await makeKpi(company.a.id);
  await setTarget(company.coo, { kpiId: kpi.id, fromOn: "2014-01-01", floor: "75", ceiling: null, reason: "first" });
  await setTarget(company.coo, { kpiId: kpi.id, fromOn: "2014-05-20", floor: "80", ceiling: null, reason: "raised" });
  await recordMeasurement(company.leadA, typed(kpi.id, "76", { periodStart: "2014-04-01" }));
  await recordMeasurement(company.leadA, typed(kpi.id, "70"));
  const found = await getKpi(company.leadA, kpi.id);
  expect(found?.targets.map((t) => [t.fromOn, t.floor])).toEqual([
    ["2014-01-01", "75"],
    ["2014-05-01", "80"],
  ]);
  expect(found?.summary).toMatchObject({ status: "off-track", targetText: "≥ 80" });
});

it("a department's page is null for somebody who may not read it, and for an unknown id", async () => {
  expect(await getDepartment(company.leadA, company.b.id)).toBeNull();
  expect(await getDepartment(company.leadA, "00000000-0000-7000-8000-000000000000")).toBeNull();
  expect((await getDepartment(company.leadB, company.b1.id))?.name).toBe("Department B1");
});

it("a department's people are its own and those of all below it; people who left are not counted", async () => {
  const { rows } = await owner.query(
    "select d.name, count(*)::int as n from person p join department d on d.id = p.department_id group by d.name",
  );
  const own = (name: string): number => rows.find((row) => row.name === name)?.n ?? 0;
  const before = own("Department B1");
  const { id: gone } = await makePerson({ name: "Gone", departmentId: company.b1.id, account: false });
  await owner.query("update person set left_on = '2014-01-01' where id = $1", [gone]);
  await makePerson({ name: "New", departmentId: company.b1.id, account: false });
  const people = Object.fromEntries((await listDepartments(company.coo)).map((row) => [row.name, row.people]));
  expect(people).toEqual({
    Company: own("Company") + own("Department A") + own("Department B") + before + 1,
    "Department A": own("Department A"),
    "Department B": own("Department B") + before + 1,
    "Department B1": before + 1,
  });
});
