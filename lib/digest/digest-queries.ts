import "server-only";
import { getCompany } from "@/lib/company/queries";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { noticeRows } from "@/lib/notices/queries";
import { noticeText } from "@/lib/notices/words";
import { can } from "@/lib/platform/authz/policy";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { departmentsAcceptingOwn } from "@/lib/signals/answers/accepts-own";
import { coveredByUpstreamSignal } from "@/lib/signals/late/late-links";
import { partOf } from "@/lib/today/items/part";
import type { Digest } from "./digest";

const MOST = 200;

type SignalRow = { id: string; name: string; kpiId: string | null; departmentId: string; answerBy: string | null };
const signalIn = (
  timeZone: string,
) => Prisma.sql`SELECT g.id::text, coalesce(k.name, 'Records: ' || r.name) AS name, g.kpi_id::text AS "kpiId", g.department_id::text AS "departmentId",
  to_char(g.answer_by AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS "answerBy"
  FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id
  WHERE (k.id IS NOT NULL OR r.id IS NOT NULL)`;
const pathOf = (signal: SignalRow) => (signal.kpiId === null ? `/signals/${signal.id}` : `/kpis/${signal.kpiId}#signals`);

/** What the viewer would be told by mail now, and the notices that are thereby told. Row-level policies answer for the viewer. */
export async function getDigest(viewer: Viewer): Promise<{ digest: Digest; noticeIds: string[] }> {
  const pending = await reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const notices = await noticeRows(sql, viewer, "unmailed", MOST);
    const signal = signalIn((await getCompany(sql)).timeZone);
    return { signals: await toAnswer(sql, signal, viewer), decisions: await toDecide(sql, signal, viewer), notices };
  });
  const { due } = await getMyNumbers(viewer);
  const numbers = due.flatMap((row) =>
    [...row.openBefore, ...row.earlier, row.due]
      .filter((period) => period.saved === null && (period.lateDays !== null || period === row.due))
      .map(({ shortLabel, dueOn, lateDays }) => ({ name: row.name, period: shortLabel, dueOn, late: lateDays !== null })),
  );
  const words = pending.notices.flatMap((row) => {
    const text = row.readAt === null && !LISTED_ANYWAY.has(row.kind) ? noticeText(row) : null;
    return text === null ? [] : [{ text: text.text, detail: text.detail, path: text.href }];
  });
  return {
    digest: { signals: pending.signals, decisions: pending.decisions, numbers, notices: words },
    noticeIds: pending.notices.map((row) => row.id),
  };
}

/** What stands in a list of its own further up. */
const LISTED_ANYWAY: ReadonlySet<string> = new Set(["signal-asked", "numbers-due", "numbers-late"]);

async function toAnswer(sql: Sql, signal: Prisma.Sql, viewer: Viewer): Promise<Digest["signals"]> {
  const rows = await sql.query<SignalRow>(
    Prisma.sql`${signal} AND g.owner_id = ANY (${ownPeople(viewer)}::uuid[]) AND g.state IN ('open', 'acknowledged')
      AND (g.waits_for_id IS NULL OR g.asked_by_id IS NOT NULL OR NOT ${coveredByUpstreamSignal(partOf(viewer).acts, ownPeople(viewer))}) ORDER BY g.answer_by NULLS LAST, g.id LIMIT ${MOST}`,
  );
  return rows.map((row) => ({ name: row.name, answerBy: row.answerBy, path: pathOf(row) }));
}

/** Explanations the viewer may accept, and did not give; initiatives proposed that the viewer may change. */
async function toDecide(sql: Sql, signal: Prisma.Sql, viewer: Viewer): Promise<Digest["decisions"]> {
  const signals = await sql.query<SignalRow>(Prisma.sql`${signal} AND g.state = 'explained' AND g.accepted_at IS NULL
    AND (g.department_id = ANY (${departmentsAcceptingOwn(viewer)}::uuid[]) OR (SELECT e.actor_id FROM signal_event e WHERE e.signal_id = g.id AND e.step = 'explained' ORDER BY e.id DESC LIMIT 1)
      IS DISTINCT FROM ${viewer.personId}::uuid)
    ORDER BY g.id LIMIT ${MOST}`);
  const initiatives = await sql.query<{ id: string; title: string; departmentId: string; ownerId: string | null }>(Prisma.sql`
    SELECT id::text, title, department_id::text AS "departmentId", owner_id::text AS "ownerId" FROM initiative WHERE stage = 'proposed' ORDER BY id LIMIT ${MOST}`);
  return [
    ...signals
      .filter((row) => can(viewer, "signal.decide", { departmentId: row.departmentId }))
      .map((row) => ({ name: `Explained: ${row.name}`, path: pathOf(row) })),
    ...initiatives
      .filter((row) => can(viewer, "initiative.change", row))
      .map((row) => ({ name: `Proposed: ${row.title}`, path: `/initiatives/${row.id}` })),
  ];
}
