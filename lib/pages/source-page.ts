import "server-only";
import { cache } from "react";
import type { IsoDate } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import type { Frequency } from "@/lib/calendar/periods";
import { companyOf } from "@/lib/company/queries";
import type { KpiDetail } from "@/lib/pages/kpi/queries";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { SignalState } from "@/lib/signals/life/states";

/** A KPI the viewer may read that is computed from the source; `lateFrom`: the day its next value is late. */
export type FedKpi = {
  id: string;
  name: string;
  departmentName: string;
  frequency: Frequency;
  latestPeriod: IsoDate | null;
  lateFrom: IsoDate | null;
};

/** The signal of a source: instants are ISO strings, `reach` is the number of KPIs that waited when it was opened. */
export type SourceSignal = {
  id: string;
  kpiId: string | null;
  name: string;
  departmentId: string;
  departmentName: string;
  state: SignalState;
  version: number;
  reach: number;
  openedAt: string;
  closedAt: string | null;
  answerBy: string | null;
  ownerId: string | null;
  ownerName: string | null;
  asked: boolean;
  story: KpiDetail["signals"][number]["story"];
  feeds: FedKpi[];
  calendar: FiscalCalendar;
};

/** Maximum number of KPIs on a source's page. */
export const FEEDS_SHOWN = 100;

/**
 * One signal with its history and the KPIs of its department, and below, that wait for the source, as far as the viewer may read them. Null
 * if there is none with this id, or the viewer may not see it. One statement.
 */
export const getSourceSignal = cache(async (viewer: Viewer, id: string): Promise<SourceSignal | null> => {
  const [row] = await reading(viewer, (tx) =>
    onTx(tx).query<Omit<SourceSignal, "calendar"> & { company: unknown }>(Prisma.sql`
      SELECT g.id::text, g.kpi_id::text AS "kpiId", coalesce(r.name, '') AS name, g.department_id::text AS "departmentId", coalesce(d.name, '') AS "departmentName",
        g.state::text, g.version, g.reach, to_json(g.opened_at)#>>'{}' AS "openedAt", to_json(g.closed_at)#>>'{}' AS "closedAt",
        to_json(g.answer_by)#>>'{}' AS "answerBy", g.owner_id::text AS "ownerId", o.name AS "ownerName",
        (g.asked_by_id IS NOT NULL AND g.owner_id = ANY (${ownPeople(viewer)}::uuid[])) AS asked,
        (SELECT coalesce(json_agg(e ORDER BY e.no), '[]') FROM (
          SELECT e.id AS no, e.id::text, to_json(e.at)#>>'{}' AS at, e.step, a.name AS by, e.text, e.cause::text, p.name AS person, ed.name AS department,
            (SELECT json_build_object('id', i.id, 'code', i.code) FROM initiative i WHERE i.id = e.initiative_id) AS initiative, to_json(e.due_at)#>>'{}' AS "dueAt"
          FROM signal_event e LEFT JOIN person a ON a.id = e.actor_id LEFT JOIN person p ON p.id = e.person_id LEFT JOIN department ed ON ed.id = e.department_id
          WHERE e.signal_id = g.id AND e.step <> 'left' ORDER BY e.id DESC LIMIT 12) AS e) AS story,
        (SELECT coalesce(json_agg(f ORDER BY f."lateFrom" NULLS LAST, f.name), '[]') FROM (
          WITH RECURSIVE down (id) AS (SELECT g.department_id UNION SELECT c.id FROM down JOIN department c ON c.parent_id = down.id)
          SELECT k.id::text, k.name, kd.name AS "departmentName", k.frequency::text, s.latest_period::text AS "latestPeriod", s.late_from::text AS "lateFrom"
          FROM kpi k LEFT JOIN kpi_summary s ON s.kpi_id = k.id JOIN department kd ON kd.id = k.department_id
          WHERE k.record_kind_id = g.record_kind_id AND k.source IN ('records', 'imported') AND k.archived_at IS NULL AND k.department_id IN (SELECT id FROM down)
          ORDER BY s.late_from NULLS LAST, k.name LIMIT ${FEEDS_SHOWN}) AS f) AS feeds,
        (SELECT value FROM setting WHERE key = 'company') AS company
      FROM signal g LEFT JOIN department d ON d.id = g.department_id LEFT JOIN record_kind r ON r.id = g.record_kind_id LEFT JOIN person o ON o.id = g.owner_id
      WHERE g.id = ${id}::uuid`),
  );
  if (!row) return null;
  const { company, ...signal } = row;
  return { ...signal, calendar: companyOf(company).calendar };
});
