import "server-only";
import { addDays, daysBetween } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { periodOf } from "@/lib/calendar/periods";
import { getCompany } from "@/lib/company/queries";
import { POLICY, type Role } from "@/lib/platform/authz/policy";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { dueDateOf, LOOKED_BACK, periodsUpTo } from "../numbers/number-row";
import { NUMBER_KPI, type NumberKpi } from "./my-numbers";

export type DueNumber = {
  kpiId: string;
  name: string;
  departmentName: string;
  /** First day. */
  period: string;
  periodLabel: string;
  /** Last day. */
  periodEnd: string;
  dueOn: string;
  /** Days past the due date; 0 if it has not passed. */
  lateDays: number;
  /** The person away, if the viewer is their deputy. */
  forName: string | null;
};
/** `due`: due today or tomorrow. `late`: due earlier, oldest first. */
export type NumbersDue = { personId: string; due: DueNumber[]; late: DueNumber[] };

/**
 * The values each person still has to enter on `day`: the holder of a measure's position, their deputy on that day, and if nobody who can
 * sign in holds it, the leads of its department or of the nearest one above that has any. A measure is owed from its first value on. Needs
 * the scope of the installation. @param personIds these people only, or everybody.
 */
export async function listNumbersDue(sql: Sql, personIds: readonly string[] | "all", day: string): Promise<NumbersDue[]> {
  const { calendar } = await getCompany(sql);
  const kpis = await sql.query<NumberKpi>(Prisma.sql`${NUMBER_KPI} ORDER BY d.name, k.code`);
  if (kpis.length === 0) return [];
  const saved = await savedPeriods(sql, kpis, day, calendar);
  const responsible = await responsiblePeople(sql, day);
  const wanted = personIds === "all" ? null : new Set(personIds);
  const byPerson = new Map<string, NumbersDue>();
  for (const kpi of kpis) {
    const open = openPeriods(kpi, saved.get(kpi.id) ?? [], day, calendar);
    if (open.length === 0) continue;
    for (const { personId, forName } of responsible(kpi)) {
      if (wanted !== null && !wanted.has(personId)) continue;
      const mine = byPerson.get(personId) ?? { personId, due: [], late: [] };
      byPerson.set(personId, mine);
      for (const number of open) (number.lateDays > 0 ? mine.late : mine.due).push({ ...number, forName });
    }
  }
  const list = [...byPerson.values()];
  for (const { late } of list) late.sort((a, b) => a.dueOn.localeCompare(b.dueOn));
  return list;
}

/** Periods due by tomorrow without a value, oldest first. */
function openPeriods(kpi: NumberKpi, saved: readonly string[], day: string, calendar: FiscalCalendar): DueNumber[] {
  const owedFrom = kpi.startsOn ?? saved.toSorted()[0];
  if (owedFrom === undefined) return [];
  const there = new Set(saved);
  return periodsUpTo(day, kpi.frequency, LOOKED_BACK, calendar)
    .filter((start) => start >= owedFrom && !there.has(start))
    .map((start) => ({ start, dueOn: dueDateOf(kpi, start, calendar) }))
    .filter(({ dueOn }) => dueOn <= addDays(day, 1))
    .map(({ start, dueOn }) => ({
      kpiId: kpi.id,
      name: kpi.name,
      departmentName: kpi.departmentName,
      period: start,
      periodLabel: periodLabel(start, kpi.frequency, calendar),
      periodEnd: periodOf(start, kpi.frequency, calendar).end,
      dueOn,
      lateDays: Math.max(0, daysBetween(dueOn, day)),
      forName: null,
    }));
}

async function savedPeriods(sql: Sql, kpis: readonly NumberKpi[], day: string, calendar: FiscalCalendar): Promise<Map<string, string[]>> {
  const from = kpis.map((kpi) => periodsUpTo(day, kpi.frequency, LOOKED_BACK, calendar)[0] ?? day);
  const rows = await sql.query<{ kpiId: string; periods: string[] }>(Prisma.sql`
    SELECT m.kpi_id::text AS "kpiId", array_agg(m.period_start::text) AS periods
    FROM unnest(${kpis.map((kpi) => kpi.id)}::uuid[], ${from}::date[]) AS shown (kpi_id, from_on)
    JOIN measurement m ON m.kpi_id = shown.kpi_id AND m.period_start >= shown.from_on
    WHERE m.series = 'actual' AND m.superseded_at IS NULL GROUP BY m.kpi_id`);
  return new Map(rows.map((row) => [row.kpiId, row.periods]));
}

type Responsible = { personId: string; forName: string | null };

async function responsiblePeople(sql: Sql, day: string): Promise<(kpi: NumberKpi) => Responsible[]> {
  const present = Prisma.sql`a.disabled_at IS NULL AND (p.left_on IS NULL OR p.left_on > ${day}::date)`;
  const people = await sql.query<{ id: string }>(
    Prisma.sql`SELECT p.id::text FROM person p JOIN account a ON a.person_id = p.id WHERE ${present}`,
  );
  const departments = await sql.query<{ id: string; parentId: string | null }>(
    Prisma.sql`SELECT id::text, parent_id::text AS "parentId" FROM department`,
  );
  const grants = await sql.query<{ personId: string; role: Role; departmentId: string }>(Prisma.sql`
    SELECT g.person_id::text AS "personId", g.role::text, g.department_id::text AS "departmentId"
    FROM access_grant g JOIN person p ON p.id = g.person_id JOIN account a ON a.person_id = p.id WHERE g.ended_at IS NULL AND ${present}`);
  const deputies = await sql.query<{ personId: string; deputyId: string }>(Prisma.sql`
    SELECT person_id::text AS "personId", deputy_id::text AS "deputyId" FROM delegation
    WHERE ended_at IS NULL AND ${day}::date BETWEEN from_on AND to_on`);
  const canSignIn = new Set(people.map((person) => person.id));
  const parentOf = new Map(departments.map((department) => [department.id, department.parentId]));
  const above = (id: string | null): string[] => (id === null ? [] : [id, ...above(parentOf.get(id) ?? null)]);
  const writers: readonly string[] = Object.keys(POLICY["measurement.record"]);
  const mayWrite = (personId: string, path: readonly string[]) =>
    grants.some((g) => g.personId === personId && writers.includes(g.role) && path.includes(g.departmentId));
  return (kpi) => {
    const path = above(kpi.departmentId);
    const holder = kpi.ownerId;
    if (holder !== null) {
      const standing = deputies
        .filter((d) => d.personId === holder && canSignIn.has(d.deputyId) && mayWrite(d.deputyId, path))
        .map((d) => ({ personId: d.deputyId, forName: kpi.ownerName }));
      if (canSignIn.has(holder)) return [{ personId: holder, forName: null }, ...standing];
      if (standing.length > 0) return standing;
    }
    for (const department of path) {
      const leads = grants.filter((g) => g.role === "lead" && g.departmentId === department);
      if (leads.length > 0) return leads.map((g) => ({ personId: g.personId, forName: null }));
    }
    return [];
  };
}
