import "server-only";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type SignalSpark, type SparkSummary, toSignalSpark } from "@/lib/signals/row";
import { listAnswerers } from "./answerers";

/** Data and choices for the explanation form. */
export type Explaining = {
  /** the latest periods of the KPI with its usual range; null for a source, and for a KPI without a value */
  chart: SignalSpark | null;
  /** people who may be given the action: the viewer first, then others who can answer there */
  people: { value: string; label: string }[];
  /** the latest explanation of the same KPI or source; null if there is none */
  last: { cause: string; text: string; by: string | null } | null;
};

type Found = {
  departmentId: string;
  ownerId: string | null;
  cause: string | null;
  text: string | null;
  by: string | null;
  me: string;
  chart: SparkSummary | null;
};

export const NOTHING_TO_EXPLAIN: Explaining = { chart: null, people: [], last: null };

/** For a signal this viewer may explain; empty for any other. An undone explanation does not count. */
export async function getExplaining(viewer: Viewer, signalId: string): Promise<Explaining> {
  const [found] = await reading(viewer, (tx) =>
    onTx(tx).query<Found>(Prisma.sql`
      SELECT g.department_id::text AS "departmentId", coalesce(g.owner_id, p.holder_id)::text AS "ownerId", told.cause, told.text, told.by,
        (SELECT name FROM person WHERE id = ${viewer.personId}::uuid) AS me,
        CASE WHEN s.spark IS NOT NULL THEN json_build_object('name', k.name, 'unit', k.unit, 'frequency', k.frequency, 'latestValue', s.latest_value::text,
          'mean', s.mean, 'lower', s.lower, 'upper', s.upper, 'spark', s.spark) END AS chart
      FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN kpi_summary s ON s.kpi_id = k.id LEFT JOIN position p ON p.id = k.position_id
      LEFT JOIN LATERAL (SELECT e.cause::text, e.text, a.name AS by FROM signal o JOIN signal_event e ON e.signal_id = o.id LEFT JOIN person a ON a.id = e.actor_id
        WHERE (o.kpi_id = g.kpi_id OR (o.record_kind_id = g.record_kind_id AND o.department_id = g.department_id)) AND e.step = 'explained' AND e.cause IS NOT NULL
          AND (SELECT u.step FROM signal_event u WHERE u.signal_id = e.signal_id AND u.id > e.id ORDER BY u.id LIMIT 1) IS DISTINCT FROM 'undone'
        ORDER BY e.at DESC, e.id DESC LIMIT 1) AS told ON true
      WHERE g.id = ${signalId}::uuid AND g.state <> 'closed'`),
  );
  if (found === undefined || !can(viewer, "signal.explain", found)) return NOTHING_TO_EXPLAIN;
  const others = (await listAnswerers([found.departmentId])).filter(({ id }) => id !== viewer.personId);
  return {
    chart: found.chart && toSignalSpark(found.chart),
    people: [{ value: viewer.personId, label: `${found.me} (you)` }, ...others.map(({ id, name }) => ({ value: id, label: name }))],
    last: found.cause === null ? null : { cause: found.cause, text: found.text ?? "", by: found.by },
  };
}
