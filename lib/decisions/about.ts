import "server-only";
import { businessZone } from "@/lib/clock";
import type { AsOf } from "@/lib/kpis/as-of";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { Reference } from "@/lib/platform/entities/reference";
import { decisionIsVisible } from "./commands/open-decision";
import { columns, type DecisionRow, decisionsAsOf, PEOPLE } from "./queries";

/** As many as a page lists. */
const LISTED = 10;

/** Decisions about a KPI (or one of its signals) or an initiative, as the viewer may read them: open ones first, then the latest. */
export const listDecisionsAbout = (viewer: Viewer, of: Reference, asOf: AsOf | null): Promise<DecisionRow[]> =>
  reading(viewer, (tx) =>
    onTx(tx).query<DecisionRow>(Prisma.sql`
      SELECT ${columns(businessZone())} FROM ${decisionsAsOf(asOf)} AS x ${PEOPLE}
      WHERE ${decisionIsVisible(viewer)} AND EXISTS (SELECT FROM decision_about r WHERE r.decision_id = x.id AND (
        (r.subject_type = ${of.type} AND r.subject_id = ${of.id}::uuid)
        OR (${of.type === "kpi"} AND r.subject_type = 'signal' AND r.subject_id IN (SELECT g.id FROM signal g WHERE g.kpi_id = ${of.id}::uuid))))
      ORDER BY x.decided_at IS NOT NULL, x.asked_at DESC, x.id LIMIT ${LISTED}`),
  );
