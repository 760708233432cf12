import "server-only";
import { randomUUID } from "node:crypto";
import { periodLabel } from "@/lib/calendar/period-labels";
import { now, today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { kpiChartOf } from "@/lib/kpis/kpi-page";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { loadLocked } from "@/lib/platform/commands/entity";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { cancelledBy } from "@/lib/platform/db/waiting/cancel";
import { heavy } from "@/lib/platform/work/heavy";
import type { KpiChart } from "../chart/chart";
import { applyChange, insertKpi } from "../commands/define-kpi";
import { KPI } from "../commands/load";
import { recomputeOn } from "../recompute/recompute";
import { type Place, placesOf } from "./places";
import type { KpiDefinition, PreviewKpiInput } from "./schema";

export type KpiPreview = {
  /** Number of KPIs that saving would create, and the name of the one shown. */
  kpis: number;
  name: string;
  prepared: KpiChart;
  periods: number;
  first: string | null;
  last: string | null;
  records: number | null;
  warnings: string[];
};

/** Carries the preview out of a transaction that is rolled back. */
class Seen extends Error {
  readonly preview: KpiPreview;
  constructor(preview: KpiPreview) {
    super("rolled back");
    this.preview = preview;
  }
}

const SHOWN = 60;
const ENOUGH = 12;

const LIMIT = {
  ms: 10_000,
  sentence:
    "The preview took longer than ten seconds and was stopped. A coarser frequency or fewer conditions make it faster. You can save without a preview.",
};

/**
 * Previews a definition: creates the KPI, reads it with the viewer's rights, and rolls back, so that the preview is what saving would give.
 * The form asks at each change, so a newer preview of the same person ends the running one. Throws what saving would throw, TOO_MANY, and
 * UNAVAILABLE after ten seconds; except that it says nothing about a code that is taken, which is only reported, and audited, on saving.
 */
export function previewKpi(viewer: Viewer, input: PreviewKpiInput): Promise<KpiPreview> {
  return heavy(viewer, "preview", (signal) => rolledBack(viewer, input, signal), { replaces: true, limit: LIMIT });
}

async function rolledBack(viewer: Viewer, { kpiId, definition }: PreviewKpiInput, signal: AbortSignal): Promise<KpiPreview> {
  try {
    await writing(viewer, async (tx) => {
      throw new Seen(await cancelledBy(onTx(tx), signal, () => look(tx, viewer, kpiId, definition)));
    });
  } catch (error) {
    if (error instanceof Seen) return error.preview;
    throw error;
  }
  throw new Error("a preview is always rolled back");
}

type Point = {
  period: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  state: string;
  reason: string | null;
  version: number;
};

async function look(tx: Tx, viewer: Viewer, kpiId: string, definition: KpiDefinition): Promise<KpiPreview> {
  const sql = onTx(tx);
  const places = kpiId === "" ? await placesOf(sql, viewer, definition) : [];
  const id = kpiId === "" ? randomUUID() : kpiId;
  const [place] = places;
  if (place) {
    const at = now();
    await insertKpi(tx, viewer, definition, place, id, at, `P-${id.replaceAll("-", "")}`);
    await recomputeOn(sql, { kpiIds: [id] }, at);
  } else await applyChange(tx, viewer, await loadLocked(sql, viewer, KPI, { verb: "kpi.define", key: kpiId }), definition);
  const name = place?.name ?? definition.name;
  const company = await getCompany(sql);
  const points = await sql.query<Point>(Prisma.sql`
    SELECT period_start::text AS period, trim_scale(value)::text AS value, trim_scale(numerator)::text AS numerator, trim_scale(denominator)::text AS denominator, state::text, reason, version
    FROM measurement WHERE kpi_id = ${id}::uuid AND series = 'actual' AND superseded_at IS NULL ORDER BY period_start`);
  const targets = await sql.query<{ fromOn: string; floor: string | null; ceiling: string | null; replacedAt: null }>(Prisma.sql`
    SELECT from_on::text AS "fromOn", trim_scale(floor)::text AS floor, trim_scale(ceiling)::text AS ceiling, NULL AS "replacedAt" FROM target WHERE kpi_id = ${id}::uuid AND superseded_at IS NULL ORDER BY from_on`);
  const departmentId = place?.departmentId ?? definition.departmentId;
  const records = definition.source === "records" ? await recordsOf(tx, definition, departmentId, place) : null;
  const prepared = kpiChartOf(
    {
      definition: { ...definition, name, baselinePoints: 24 },
      company,
      points,
      targets,
      annotations: [],
    },
    today(),
    SHOWN,
  );
  const label = (point: Point | undefined) => (point ? periodLabel(point.period, definition.frequency, company.calendar) : null);
  return {
    kpis: Math.max(places.length, 1),
    name,
    prepared,
    periods: points.length,
    first: label(points[0]),
    last: label(points.at(-1)),
    records,
    warnings: warningsOf(definition, points, prepared),
  };
}

/**
 * Number of records that count for the department: those of its subtree, or all if records have no department. For one value of a field,
 * only the records with that value.
 */
function recordsOf(tx: Tx, definition: KpiDefinition, departmentId: string, place: Place | undefined): Promise<number> {
  const sql = onTx(tx);
  // The group is the condition that was added last, to separate the values.
  const only = definition.eachValue === null ? undefined : place?.measure?.where.at(-1);
  const grouped =
    only !== undefined && "than" in only && "value" in only.than
      ? Prisma.sql`AND data->>${only.field} = ${String(only.than.value)}`
      : Prisma.empty;
  return asInstallation(sql, async () => {
    const [row] = await sql.query<{ n: number }>(Prisma.sql`
      WITH RECURSIVE below AS (SELECT id, parent_id FROM department WHERE id = ${departmentId}::uuid UNION ALL SELECT d.id, d.parent_id FROM department d JOIN below b ON d.parent_id = b.id),
        own AS (SELECT r.department_id, r.data FROM record r JOIN record_kind k ON k.id = r.record_kind_id WHERE k.code = ${definition.recordKind} AND r.superseded_by_id IS NULL)
      SELECT count(*)::int AS n FROM own WHERE (NOT EXISTS (SELECT FROM own WHERE department_id IS NOT NULL)
        OR (SELECT parent_id IS NULL FROM department WHERE id = ${departmentId}::uuid) OR department_id IN (SELECT id FROM below)) ${grouped}`);
    return row?.n ?? 0;
  });
}

function warningsOf(definition: KpiDefinition, points: readonly Point[], prepared: KpiChart): string[] {
  const computed = definition.source === "records" || definition.source === "formula";
  if (!computed)
    return [
      definition.source === "manual"
        ? "Its values are entered on My numbers, from the next period on."
        : "Its values are imported from files.",
    ];
  if (points.length === 0) return ["No period has a value: no record matches, or none has a date in a completed period."];
  const warnings: string[] = [];
  if (points.length < ENOUGH) warnings.push(`${points.length} periods have a value; limits need ${ENOUGH}. A finer frequency gives more.`);
  const gaps = prepared.rows.filter((row) => row.valueText === "–").length;
  if (gaps > 0) warnings.push(`${gaps} of the last ${prepared.rows.length} periods have no value.`);
  const few = points.filter((p) => p.denominator !== null && Number(p.denominator) < 5).length;
  if (few > points.length / 2) warnings.push("More than half of the periods have fewer than five records; use a longer period.");
  return warnings;
}
