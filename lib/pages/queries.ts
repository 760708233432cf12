import "server-only";
import { businessZone, now, today } from "@/lib/clock";
import { formatDate, formatInstant } from "@/lib/format";
import { listWorkDue } from "@/lib/initiatives/queries";
import { inTurn, knownOf, listAsKnown } from "@/lib/kpis/queries/as-known";
import { listKpiRows, ROWS_PER_PAGE } from "@/lib/kpis/queries/rows";
import { NO_FIGURES, verdictOf } from "@/lib/kpis/summary/verdict";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Area } from "@/lib/platform/db/generated/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { signalRowsAt } from "@/lib/signals/queries/as-known";
import { listSignals } from "@/lib/signals/queries/signals";

/** What the area template shows: one moment of the database, the same for every figure on the page. */
export type Overview = Awaited<ReturnType<typeof overview>>;

/** Which KPIs a page lists: as known on the day asked for, beginning with the `from`-th by need. */
export type Asked = { known?: string | null; from?: number };

type Filter = { area?: Area; departmentIds?: readonly string[] };

async function overview(sql: Sql, viewer: Viewer, name: string, filter: Filter, asked: Asked) {
  const from = asked.from ?? 0;
  const kpis = await listKpiRows(sql, viewer, filter, ROWS_PER_PAGE, from);
  const known = knownOf(asked.known ?? null);
  if (known !== null) {
    const then = await listAsKnown(sql, kpis.found, known);
    return {
      ...then,
      /** How many there are in all; the counts are over those listed. */
      total: kpis.counts.total,
      from,
      known,
      signals: await signalRowsAt(sql, then.found, known),
      workDue: { empty: "What was due on another day is not kept; back to now shows what is due." },
      verdict: !viewer.business
        ? NO_FIGURES
        : then.nothing
          ? `Nothing was known of ${name} by then.`
          : verdictOf(name, then.rows, then.counts),
      asOfText: `as known on ${formatDate(known.day)}`,
    };
  }
  // What a page says first is about those that need somebody most, whichever of them it lists.
  const first = from === 0 ? kpis.rows : (await listKpiRows(sql, viewer, filter)).rows;
  return {
    ...kpis,
    total: kpis.counts.total,
    from,
    known: null,
    nothing: false,
    signals: await listSignals(sql, filter),
    workDue: await listWorkDue(sql, viewer, filter, today()),
    verdict: viewer.business ? verdictOf(name, first, kpis.counts) : NO_FIGURES,
    asOfText: `as of ${formatInstant(now().toISOString(), businessZone())}`,
  };
}

/** One of the ten areas, now or as known on a day. Every signed-in person may open it; it holds what their grants let them see. */
export function getArea(viewer: Viewer, area: Area, name: string, asked: Asked = {}) {
  return inTurn(viewer, asked.known, () => reading(viewer, (tx) => overview(onTx(tx), viewer, name, { area }, asked), "kept"));
}

export type DepartmentLine = {
  id: string;
  name: string;
  people: number;
  children: { id: string; name: string }[];
  parent: { id: string; name: string } | null;
  path: string[];
};

/** A department with all below it, now or as known on a day. Null when it does not exist or the viewer may not read its figures. */
export function getDepartment(viewer: Viewer, id: string, asked: Asked = {}) {
  const page = () =>
    reading(
      viewer,
      async (tx) => {
        const sql = onTx(tx);
        if (!viewer.readable.includes(id)) return null;
        const [department] = await sql.query<DepartmentLine>(Prisma.sql`
      WITH RECURSIVE below AS (SELECT id FROM department WHERE id = ${id}::uuid UNION ALL SELECT c.id FROM department c JOIN below b ON c.parent_id = b.id)
      SELECT d.id::text, d.name, (SELECT count(*)::int FROM person p JOIN below b ON b.id = p.department_id WHERE p.left_on IS NULL OR p.left_on > ${today()}::date) AS people,
        (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) ORDER BY c.name), '[]') FROM department c WHERE c.parent_id = d.id AND c.archived_at IS NULL) AS children,
        (SELECT json_build_object('id', u.id, 'name', u.name) FROM department u WHERE u.id = d.parent_id) AS parent,
        ARRAY(SELECT id::text FROM below) AS path
      FROM department d WHERE d.id = ${id}::uuid`);
        if (!department) return null;
        return { department, overview: await overview(sql, viewer, department.name, { departmentIds: department.path }, asked) };
      },
      "kept",
    );
  return inTurn(viewer, asked.known, page);
}
