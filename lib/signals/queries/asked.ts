import "server-only";
import { now } from "@/lib/clock";
import { companyOf } from "@/lib/company/queries";
import { SUMMARY_COLUMNS, SUMMARY_TABLES } from "@/lib/kpis/queries/rows";
import { can } from "@/lib/platform/authz/policy";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type SignalRow, type SignalSummary, toSignalRow } from "../row";

export type AskedSignal = SignalRow & {
  version: number;
  /** The person who asked, their question, and the due date; null for a signal nobody asked about. */
  askedBy: string | null;
  question: string | null;
  /** ISO instant. */
  answerBy: string | null;
};

/** Number shown beside the grid; Today has the others. */
const SHOWN = 5;

/**
 * Signals the viewer has to explain: asked of them or of people they deputise for, and unasked ones about measures whose position they
 * hold. Those somebody waits for come first, then by size.
 */
export async function listAskedSignals(viewer: Viewer): Promise<{ rows: AskedSignal[]; total: number }> {
  type Row = SignalSummary &
    Pick<AskedSignal, "version" | "askedBy" | "question" | "answerBy"> & {
      signalDepartmentId: string;
      signalOwnerId: string | null;
      company: unknown;
    };
  const own = ownPeople(viewer);
  const rows = await reading(viewer, (tx) =>
    onTx(tx).query<Row>(Prisma.sql`
      SELECT ${SUMMARY_COLUMNS}, g.id::text AS "signalId", g.rules, g.tone, g.state::text AS "signalState", g.period_start::text AS "signalPeriod",
        to_json(g.opened_at)#>>'{}' AS "openedAt", count(*) OVER ()::int AS "signalCount", g.version, b.name AS "askedBy",
        to_json(g.answer_by)#>>'{}' AS "answerBy", g.department_id::text AS "signalDepartmentId", coalesce(g.owner_id, p.holder_id)::text AS "signalOwnerId",
        (SELECT e.text FROM signal_event e WHERE e.signal_id = g.id AND e.step IN ('asked', 'asked-again') ORDER BY e.id DESC LIMIT 1) AS question,
        (SELECT value FROM setting WHERE key = 'company') AS company
      FROM ${SUMMARY_TABLES} JOIN signal g ON g.kpi_id = k.id AND g.kind = 'process' LEFT JOIN person b ON b.id = g.asked_by_id
      WHERE k.archived_at IS NULL AND g.state IN ('open', 'acknowledged') AND coalesce(g.owner_id, p.holder_id) = ANY (${own}::uuid[])
      ORDER BY g.asked_by_id IS NULL, (g.tone = 'worse') DESC, g.severity DESC, k.code LIMIT ${SHOWN}`),
  );
  const { calendar } = companyOf(rows[0]?.company);
  const explainable = rows.filter((row) =>
    can(viewer, "signal.explain", { departmentId: row.signalDepartmentId, ownerId: row.signalOwnerId }),
  );
  return {
    rows: explainable.map((row) => ({
      ...toSignalRow(row, now().toISOString(), calendar),
      version: row.version,
      askedBy: row.askedBy,
      question: row.question === "" ? null : row.question,
      answerBy: row.answerBy,
    })),
    total: explainable.length < rows.length ? explainable.length : (rows[0]?.signalCount ?? 0),
  };
}
