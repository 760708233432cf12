import "server-only";
import { cache } from "react";
import { now, today } from "@/lib/clock";
import { listWorkDue, type WorkDueRow } from "@/lib/initiatives/queries";
import { canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, rowsOf, type Sql } from "@/lib/platform/db/sql";
import { type Answerer, proposedAnswerers } from "@/lib/signals/answers/answerers";
import { listSignals } from "@/lib/signals/queries/signals";
import { expectedFalse } from "@/lib/signals/rates/false-signals";
import { getShell } from "@/lib/today/shell";
import { compose, type TodayPage } from "./compose";
import { type Changes, listChanges } from "./items/changed";
import { listJobs } from "./items/jobs";
import { type Part, partOf } from "./items/part";
import { type SettledRow, settledRows } from "./items/settled";
import { listSignalItems } from "./items/signal-items";
import { type WorkItemRow, workItemRows } from "./items/work-items";
import { visitOf } from "./words";

/** Lines shown in a section: at first, and after "show all". */
const SHOWN = 8;
const SHOWN_ALL = 200;
const CHANGES = 6;

/** Data of the viewer alone: their setting, their work that needs attention, what they settled today. */
type Own = {
  setting: { singleKeys: boolean; seenAt: string | null; beforeAt: string | null } | null;
  work: WorkItemRow[];
  settled: SettledRow[];
};

/** One statement, because each one adds to the page's load time. */
async function getOwn(sql: Sql, viewer: Viewer, part: Part, limit: number): Promise<Own> {
  const [own] = await sql.query<Own>(Prisma.sql`
    SELECT (SELECT json_build_object('singleKeys', single_keys, 'seenAt', today_seen_at, 'beforeAt', today_before_at)
        FROM person_setting WHERE person_id = ${viewer.personId}::uuid) AS setting,
      ${viewer.business ? rowsOf(workItemRows(viewer, part, limit)) : Prisma.sql`'[]'::json`} AS work, ${rowsOf(settledRows(viewer, part))} AS settled`);
  if (!own) throw new Error("one statement answers one row");
  return own;
}

const NO_CHANGES: Changes = { movements: [], events: [], worst: [], limits: [] };

/** The viewer's own work that is due soon; late work is listed with the items that need them. */
async function listComing(sql: Sql, viewer: Viewer): Promise<WorkDueRow[]> {
  const due = await listWorkDue(sql, viewer, { personId: viewer.personId }, today());
  return "rows" in due ? due.rows.filter((row) => row.lateDays === null) : [];
}

const iso = (instant: string | null | undefined) => (instant == null ? null : new Date(instant).toISOString());

type Today = TodayPage & {
  day: string;
  coming: WorkDueRow[];
  answerers: Answerer[];
  /** true if this visit need not be stored */
  noted: boolean;
};

/**
 * What needs this viewer, in order: new signals, decisions, overdue items; what changed since their last visit, what they settled today,
 * and the state of the company. The lists are bounded (`all`: longer ones). A fixed number of statements, however much there is.
 */
export const getToday = cache(async (viewer: Viewer, all = false): Promise<Today> => {
  const part = partOf(viewer);
  const limit = all ? SHOWN_ALL : SHOWN;
  const found = reading(
    viewer,
    async (tx) => {
      const sql = onTx(tx);
      const at = now().toISOString();
      const { setting, work, settled } = await getOwn(sql, viewer, part, limit);
      const visit = visitOf(iso(setting?.seenAt), iso(setting?.beforeAt), at);
      const readsOnly = viewer.business && !canSomewhere(viewer, "signal.acknowledge");
      return {
        at,
        work,
        settled,
        visit,
        singleKeys: setting?.singleKeys ?? true,
        signals: viewer.business ? await listSignalItems(sql, viewer, part, limit) : [],
        jobs: await listJobs(viewer, sql),
        readable: readsOnly ? await listSignals(sql, {}, SHOWN) : null,
        changes: viewer.business ? await listChanges(sql, viewer, visit.since, CHANGES) : NO_CHANGES,
        coming: viewer.business ? await listComing(sql, viewer) : [],
      };
    },
    "kept",
  );
  const [shell, { at, visit, changes, coming, ...lists }] = await Promise.all([getShell(viewer), found]);
  const asked = lists.signals.filter((row) => part.decides.includes(row.signalDepartmentId));
  const page = compose({
    ...lists,
    viewer,
    now: at,
    company: shell.company,
    movements: changes.movements,
    events: changes.events,
    worst: changes.worst,
    expectedFalse: viewer.business ? expectedFalse(changes.limits) : null,
    states: shell.areaStates,
    numbersDue: shell.numbersDue,
    since: visit.since,
  });
  return {
    ...page,
    day: today(),
    coming,
    noted: visit.noted,
    answerers: await proposedAnswerers(
      asked.map((row) => row.signalDepartmentId),
      asked.map((row) => row.ownerId),
      viewer.personId,
    ),
  };
});
