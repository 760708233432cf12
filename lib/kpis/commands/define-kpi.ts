import "server-only";
import { randomUUID } from "node:crypto";
import { lastClosedPeriod, periodOf } from "@/lib/calendar/periods";
import { now, today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { AppError } from "@/lib/errors";
import { auditDenial } from "@/lib/platform/audit/denial";
import { authorise, can, canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { isDuplicate } from "@/lib/platform/db/failures";
import { onTx } from "@/lib/platform/db/sql";
import { notifyKpis } from "@/lib/platform/live/notify";
import { heavy } from "@/lib/platform/work/heavy";
import { checkDefinition } from "../definition/check";
import { checkUnitChange } from "../definition/money-check";
import { type Place, placesOf } from "../definition/places";
import type { ChangeKpiInput, DefineKpiInput, KpiDefinition } from "../definition/schema";
import { recomputeOn } from "../recompute/recompute";
import { KPI, type LockedKpi } from "./load";

const columns = (definition: KpiDefinition, recordKindId: number | null) => {
  const { code: _c, name: _n, departmentId: _d, recordKind: _k, floor: _f, ceiling: _t, eachValue: _e, measure, ...rest } = definition;
  return { ...rest, recordKindId, measure: measure ?? Prisma.DbNull };
};

/** The definition as it appears in the audit log and in comparisons of versions. */
const said = ({ floor: _f, ceiling: _c, eachValue: _e, ...definition }: KpiDefinition) => ({ ...definition });

/** Codes are unique in the company. The message does not say which KPI has the code, not even to those who may read that KPI. */
class TakenCode extends AppError {
  readonly taken: string;
  constructor(taken: string) {
    super("INVALID", "This code cannot be used here. Choose another.", { field: "code" });
    this.taken = taken;
  }
}

/**
 * Creates one KPI with its first target, in the caller's transaction. Its values and limits follow with the recomputation. Throws INVALID
 * if its code is taken.
 * @param code replaces the place's code in previews, which must not reveal what codes are taken
 */
export async function insertKpi(
  tx: Tx,
  viewer: Viewer,
  definition: KpiDefinition,
  place: Place,
  id: string,
  at: Date,
  code = place.code,
): Promise<void> {
  const sql = onTx(tx);
  const { recordKindId } = await checkDefinition(sql, viewer, definition, place.departmentId, place.code, true);
  const { departmentId, name, measure } = place;
  const data = { id, departmentId, code, name, ...columns({ ...definition, measure }, recordKindId), createdAt: at };
  await tx.kpi.create({ data, select: { id: true } }).catch((error: unknown) => {
    throw isDuplicate(error) ? new TakenCode(code) : error;
  });
  const wanted = definition.direction !== "informational" && (definition.floor !== null || definition.ceiling !== null);
  if (wanted) {
    authorise(viewer, "target.set", { departmentId: place.departmentId });
    const fromOn = new Date(firstPeriod(definition, (await getCompany(sql)).calendar));
    const { floor, ceiling } = definition;
    await tx.target.create({
      data: { kpiId: id, fromOn, floor, ceiling, reason: "Set when the KPI was defined", setById: viewer.personId, recordedAt: at },
      select: { id: true },
    });
  }
}

/** A target set with the definition applies from the last ended period on: earlier periods were not judged by it. */
const firstPeriod = (definition: KpiDefinition, calendar: Parameters<typeof lastClosedPeriod>[2]) =>
  periodOf(lastClosedPeriod(today(), definition.frequency, calendar).start, definition.frequency, calendar).start;

/** Where KPIs are defined: a department, or every department with such records; each is authorised once it is known. */
const PLACE: Entity<{ id: string; departmentId: string | null }> = {
  word: "department",
  load: async (sql, _viewer, id) => {
    if (id === "each") return { id, departmentId: null };
    const [department] = await sql.query<{ id: string; departmentId: string }>(
      Prisma.sql`SELECT id::text, id::text AS "departmentId" FROM department WHERE id = ${id}::uuid AND archived_at IS NULL`,
    );
    return department;
  },
  subjectOf: ({ id }) => ({ type: "department", id, name: "" }),
  may: (viewer, verb, { departmentId }) => (departmentId === null ? canSomewhere(viewer, verb) : can(viewer, verb, { departmentId })),
};

const define = defineCommand({
  verb: "kpi.define",
  audit: "kpi.define",
  entity: PLACE,
  at: ({ definition }: DefineKpiInput) => definition.departmentId,
  guard: "key",
  again: async ({ id }) => ({ id, made: 0 }),
  run: async ({ tx, sql, viewer, input: { definition }, id: first }) => {
    const at = now();
    const places = await placesOf(sql, viewer, definition);
    const rows = places.map((place, index) => ({ place, id: index === 0 ? first : randomUUID() }));
    for (const row of rows) await insertKpi(tx, viewer, definition, row.place, row.id, at);
    const kpiIds = rows.map((row) => row.id);
    await recomputeOn(sql, { kpiIds }, at);
    await notifyKpis(sql, kpiIds);
    return {
      all: rows.map(({ place, id }) => ({
        ...{ subject: { type: "kpi", id, name: place.name }, departmentId: place.departmentId, before: null },
        after: { ...said(definition), ...place, floor: definition.floor, ceiling: definition.ceiling },
      })),
      answer: { id: first, made: rows.length },
    };
  },
});

/**
 * Defines a KPI, or one for each department. Returns the first one's id and how many there are. A code that cannot be used is written to
 * the audit log, so that guessing codes is noticed.
 */
export const defineKpi = (viewer: Viewer, input: DefineKpiInput): Promise<{ id: string; made: number }> =>
  heavy(viewer, "definition", () => define(viewer, input)).catch(async (error: unknown) => {
    if (error instanceof TakenCode) await auditDenial(viewer, `The code ${error.taken} cannot be used for a new KPI.`);
    throw error;
  });

type Before = {
  description: string;
  positionId: string | null;
  areas: string[];
  aggregation: string;
  perspective: string;
  dueDays: number;
  dueWorkingDays: boolean;
  chart: string;
  recordKind: string | null;
  measure: unknown;
  formula: string | null;
};

const change = defineCommand({
  verb: "kpi.define",
  audit: "kpi.change",
  entity: KPI,
  at: ({ kpiId }: ChangeKpiInput) => kpiId,
  guard: "version",
  current: ({ version }) => ({ version: String(version) }),
  overtaken: "Somebody changed this KPI meanwhile. Reload the page to see the current state.",
  run: async ({ tx, viewer, row, input: { version, definition } }) => ({
    ...(await applyChange(tx, viewer, row, definition)),
    ...{ subject: KPI.subjectOf({ ...row, name: definition.name }), answer: { version: version + 1 } },
  }),
});

/** Changes a KPI's definition; its values follow in the same transaction. Throws CONFLICT if somebody else changed it meanwhile. */
export const changeKpi = (viewer: Viewer, input: ChangeKpiInput): Promise<{ version: number }> =>
  heavy(viewer, "definition", () => change(viewer, input));

/** The change to a locked KPI. Previews run it too, and roll it back. */
export async function applyChange(tx: Tx, viewer: Viewer, kpi: LockedKpi, definition: KpiDefinition) {
  const sql = onTx(tx);
  const { departmentId } = definition;
  if (definition.eachValue !== null)
    throw new AppError("INVALID", "An existing KPI cannot be split; define new KPIs for single values.", { field: "eachValue" });
  if (departmentId === "each") throw new AppError("INVALID", "An existing KPI belongs to one department.", { field: "departmentId" });
  if (definition.code !== kpi.code)
    throw new AppError("INVALID", "The code of a KPI cannot change: formulas and files refer to it.", { field: "code" });
  const [held] = await sql.query<Before & { values: boolean }>(Prisma.sql`
    SELECT k.description, k.position_id::text AS "positionId", k.areas::text[] AS areas, k.aggregation::text, k.perspective::text, k.due_days AS "dueDays", k.due_working_days AS "dueWorkingDays",
      k.chart::text, r.code AS "recordKind", k.measure, k.formula,
      EXISTS (SELECT FROM measurement m WHERE m.kpi_id = k.id AND m.superseded_at IS NULL) AS values
    FROM kpi k LEFT JOIN record_kind r ON r.id = k.record_kind_id WHERE k.id = ${kpi.id}::uuid`);
  if (!held) throw new Error("a KPI that is locked is there");
  const typed = kpi.source === "manual" || kpi.source === "imported";
  if (held.values && typed && definition.frequency !== kpi.frequency)
    throw new AppError("INVALID", "It has values at its current frequency. Define another KPI for another frequency.", {
      field: "frequency",
    });
  if (held.values && definition.source !== kpi.source && !(typed && (definition.source === "manual" || definition.source === "imported")))
    throw new AppError("INVALID", "It has values from its current source. Define another KPI for another source.", { field: "source" });
  const { recordKindId } = await checkDefinition(sql, viewer, definition, departmentId, kpi.code, false);
  await checkUnitChange(sql, kpi, definition.unit);
  const at = now();
  await tx.kpi.update({
    where: { id: kpi.id },
    data: { ...columns(definition, recordKindId), name: definition.name, departmentId, version: { increment: 1 } },
    select: { id: true },
  });
  await recomputeOn(sql, { kpiIds: [kpi.id] }, at);
  const { values: _, ...rest } = held;
  const { id: _id, code: _code, ownerId: _owner, version: _version, ...of } = kpi;
  const before: Record<string, unknown> = { ...rest, ...of };
  const after: Record<string, unknown> = said(definition);
  const differs = Object.keys(before).filter((key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null));
  const pick = (from: Record<string, unknown>) => Object.fromEntries(differs.map((key) => [key, from[key] ?? null]));
  return { departmentId, before: pick(before), after: pick(after) };
}
