import "server-only";
import { type CommentRow, commentRows } from "@/lib/comments/queries";
import { mayAddAction, mayCompleteAction, mayWork } from "@/lib/initiatives/rights";
import { ACTIONS_SHOWN, type InitiativeRow, loadInitiatives, UPDATES_SHOWN } from "@/lib/initiatives/rows/queries";
import type { Judgement } from "@/lib/initiatives/words/words";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { SignalState } from "@/lib/signals/life/states";

export type UpdateRow = { id: string; authorName: string; judgement: Judgement; text: string; obstacle: string; at: string };
export type ActionRow = {
  id: string;
  title: string;
  ownerId: string;
  ownerName: string;
  dueOn: string;
  doneOn: string | null;
  version: number;
  mayComplete: boolean;
};

export type InitiativeDetail = InitiativeRow & {
  /** the signal it answers, about a KPI the viewer may read */
  signal: { kpiId: string; kpiName: string; openedAt: string; state: SignalState } | null;
  /** newest first, at most 30 */
  updates: UpdateRow[];
  /** open ones first, at most 100 */
  actions: ActionRow[];
  /** oldest first, the last 100 */
  comments: CommentRow[];
  /** what the viewer may do here, as the commands will check */
  may: { change: boolean; assign: boolean; report: boolean; addAction: boolean; comment: boolean };
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One initiative with all its details. Null if it does not exist or the viewer may not read it. Six statements. */
export async function getInitiative(viewer: Viewer, id: string, today: string): Promise<InitiativeDetail | null> {
  if (!UUID.test(id)) return null;
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const [row] = await loadInitiatives(sql, viewer, Prisma.sql`i.id = ${id}::uuid`, today, 1);
    if (row === undefined || !mayWork(viewer, "initiative.read", row)) return null;
    const at = Prisma.sql`to_char(x.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`;
    const updates = await sql.query<UpdateRow>(Prisma.sql`
      SELECT x.id::text, p.name AS "authorName", x.judgement::text, x.text, x.obstacle, ${at} FROM initiative_update x JOIN person p ON p.id = x.author_id
      WHERE x.initiative_id = ${id}::uuid ORDER BY x.at DESC, x.id DESC LIMIT ${UPDATES_SHOWN}`);
    const actions = await sql.query<Omit<ActionRow, "mayComplete"> & { departmentId: string }>(Prisma.sql`
      SELECT a.id::text, a.title, a.owner_id::text AS "ownerId", p.name AS "ownerName", a.due_on::text AS "dueOn", a.done_on::text AS "doneOn", a.version,
        a.department_id::text AS "departmentId"
      FROM action a JOIN person p ON p.id = a.owner_id WHERE a.subject_type = 'initiative' AND a.subject_id = ${id}::uuid
      ORDER BY a.done_on IS NOT NULL, a.done_on DESC, a.due_on, a.id LIMIT ${ACTIONS_SHOWN}`);
    const comments = await sql.query<CommentRow>(commentRows(Prisma.sql`x.subject_type = 'initiative' AND x.subject_id = ${id}::uuid`));
    const [signal] = await sql.query<NonNullable<InitiativeDetail["signal"]>>(Prisma.sql`
      SELECT k.id::text AS "kpiId", k.name AS "kpiName", to_json(g.opened_at)#>>'{}' AS "openedAt", g.state::text
      FROM initiative i JOIN signal g ON g.id = i.signal_id JOIN kpi k ON k.id = g.kpi_id WHERE i.id = ${id}::uuid`);
    const open = row.closedOn === null;
    return {
      ...row,
      signal: signal ?? null,
      updates,
      actions: actions.map(({ departmentId, ...action }) => ({
        ...action,
        mayComplete: mayCompleteAction(viewer, { departmentId, ownerId: action.ownerId }, row),
      })),
      comments: comments.toReversed(),
      may: {
        change: open && mayWork(viewer, "initiative.change", row),
        assign: open && can(viewer, "initiative.assign", row),
        report: open && mayWork(viewer, "initiative.report", row),
        addAction: open && mayAddAction(viewer, row, viewer.personId),
        comment: mayWork(viewer, "comment.write", row),
      },
    };
  });
}
