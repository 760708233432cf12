import "server-only";
import { today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import { getMyNumbers } from "@/lib/kpis/queries/my-numbers";
import { noticeRows } from "@/lib/notices/queries";
import { noticeText } from "@/lib/notices/words";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { coveredByUpstreamSignal } from "@/lib/signals/late/late-links";
import { toWorkItem } from "@/lib/today/items/lines";
import { type Part, partOf } from "@/lib/today/items/part";
import { type WorkItemRow, workItemRows } from "@/lib/today/items/work-items";
import { type Digest, LISTED } from "./digest";

/** Notices of one mail; those left over are of the next. */
const MOST = 200;

type SignalRow = { id: string; name: string; kpiId: string | null; answerBy: string | null; total: number };
const signalIn = (
  timeZone: string,
) => Prisma.sql`SELECT g.id::text, coalesce(k.name, 'Records: ' || r.name) AS name, g.kpi_id::text AS "kpiId", count(*) OVER ()::int AS total,
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
    const part = partOf(viewer);
    return { signals: await toAnswer(sql, signal, part), decisions: await toDecide(sql, signal, viewer, part), notices };
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

async function toAnswer(sql: Sql, signal: Prisma.Sql, { own, acts }: Part): Promise<Digest["signals"]> {
  const rows = await sql.query<SignalRow>(
    Prisma.sql`${signal} AND g.owner_id = ANY (${own}::uuid[]) AND g.state IN ('open', 'acknowledged')
      AND (g.waits_for_id IS NULL OR g.asked_by_id IS NOT NULL OR NOT ${coveredByUpstreamSignal(acts, own)}) ORDER BY g.answer_by NULLS LAST, g.id LIMIT ${LISTED}`,
  );
  return { rows: rows.map((row) => ({ name: row.name, answerBy: row.answerBy, path: pathOf(row) })), total: rows[0]?.total ?? 0 };
}

/** What Today lists under decisions: explanations the viewer may accept and did not give, and what the descriptions of entities say; not what was left for later. */
async function toDecide(sql: Sql, signal: Prisma.Sql, viewer: Viewer, part: Part): Promise<Digest["decisions"]> {
  const explained = await sql.query<SignalRow>(Prisma.sql`${signal} AND g.state = 'explained' AND g.accepted_at IS NULL
    AND g.department_id = ANY (${part.decides}::uuid[])
    AND (g.department_id = ANY (${part.acceptsOwn}::uuid[]) OR (SELECT e.actor_id FROM signal_event e WHERE e.signal_id = g.id AND e.step = 'explained' ORDER BY e.id DESC LIMIT 1)
      IS DISTINCT FROM ${viewer.personId}::uuid)
    AND NOT EXISTS (SELECT FROM deferral f WHERE f.person_id = ${viewer.personId}::uuid AND f.item = 'signal:' || g.id AND f.until > ${today()}::date)
    ORDER BY g.id LIMIT ${LISTED}`);
  const waiting = await sql.query<WorkItemRow>(
    Prisma.sql`SELECT w.* FROM (${workItemRows(viewer, part, LISTED)}) AS w WHERE w.section = 'decisions' ORDER BY w."dueOn", w.id`,
  );
  const line = (row: WorkItemRow) => {
    const { lead, text, meta, href } = toWorkItem(row, viewer.personId, today());
    return { name: [lead, text].filter(Boolean).join(" "), detail: meta === "" ? null : meta, path: href };
  };
  return {
    // What has a day first: of each list the first are told.
    rows: [...waiting.map(line), ...explained.map((row) => ({ name: `Explained: ${row.name}`, detail: null, path: pathOf(row) }))],
    total: (explained[0]?.total ?? 0) + (waiting[0]?.total ?? 0),
  };
}
