import "server-only";
import { cache } from "react";
import type { Viewer } from "@/lib/auth/viewer";
import { canSomewhere } from "@/lib/authz/policy";
import { now, today } from "@/lib/clock";
import { Prisma } from "@/lib/db/client";
import { reading } from "@/lib/db/scope";
import { onTx, type Sql } from "@/lib/db/sql";
import { listWorkDue, type WorkDueRow } from "@/lib/initiatives/queries";
import { listSignals } from "@/lib/kpis/queries/signals";
import { getShell } from "@/lib/shell/queries";
import { type Answerer, listAnswerers } from "@/lib/signals/answerers";
import { expectedFalseSignals } from "@/lib/signals/expected-false";
import { listEvents, listMovements } from "./changed";
import { compose, type TodayPage } from "./compose";
import { listJobs } from "./jobs";
import { partOf } from "./part";
import { listSettled } from "./settled";
import { listSignalItems } from "./signal-items";
import { listWorst } from "./state";
import { visitOf } from "./words";
import { listWorkItems } from "./work-items";

/** Lines a section shows before it is asked for all, and then. */
const SHOWN = 8;
const SHOWN_ALL = 200;
const CHANGES = 6;

type Setting = { singleKeys: boolean; seenAt: string | null; beforeAt: string | null };

async function getSetting(sql: Sql, viewer: Viewer): Promise<Setting> {
  const [row] = await sql.query<Setting>(Prisma.sql`
    SELECT single_keys AS "singleKeys", to_json(today_seen_at)#>>'{}' AS "seenAt", to_json(today_before_at)#>>'{}' AS "beforeAt"
    FROM person_setting WHERE person_id = ${viewer.personId}::uuid`);
  return row ?? { singleKeys: true, seenAt: null, beforeAt: null };
}

/** The viewer's own work that is due soon; what is late stands among what needs them. */
async function listComing(sql: Sql, viewer: Viewer): Promise<WorkDueRow[]> {
  const due = await listWorkDue(sql, viewer, { personId: viewer.personId }, today());
  return "rows" in due ? due.rows.filter((row) => row.lateDays === null) : [];
}

const iso = (instant: string | null) => (instant === null ? null : new Date(instant).toISOString());

type Today = TodayPage & { day: string; coming: WorkDueRow[]; answerers: Answerer[] };

/**
 * What needs this viewer, in order: new signals, decisions, what is overdue; what changed since their last visit, what they settled
 * today, and how the company stands. The lists are bounded (`all`: longer ones). A fixed number of statements, whatever there is.
 */
export const getToday = cache(async (viewer: Viewer, all = false): Promise<Today> => {
  const shell = await getShell(viewer);
  const { asked, ...page } = await reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const part = partOf(viewer);
    const at = now().toISOString();
    const limit = all ? SHOWN_ALL : SHOWN;
    const setting = await getSetting(sql, viewer);
    const visit = visitOf(iso(setting.seenAt), iso(setting.beforeAt), at);
    const readsOnly = viewer.business && !canSomewhere(viewer, "signal.acknowledge");
    const signals = viewer.business ? await listSignalItems(sql, viewer, part, limit) : [];
    const page = compose({
      viewer,
      now: at,
      timeZone: shell.company.timeZone,
      signals,
      work: viewer.business ? await listWorkItems(sql, viewer, part, limit) : [],
      jobs: await listJobs(viewer, sql),
      readable: readsOnly ? await listSignals(sql, {}, SHOWN) : null,
      movements: viewer.business ? await listMovements(sql, visit.since, CHANGES) : [],
      events: viewer.business ? await listEvents(sql, viewer, visit.since, CHANGES) : [],
      settled: await listSettled(sql, viewer, part),
      expectedFalse: viewer.business ? await expectedFalseSignals(sql) : null,
      states: shell.areaStates,
      worst: viewer.business ? await listWorst(sql) : [],
      numbersDue: shell.numbersDue,
      since: visit.since,
      singleKeys: setting.singleKeys,
    });
    return {
      ...page,
      day: today(),
      coming: viewer.business ? await listComing(sql, viewer) : [],
      asked: signals.filter((row) => part.decides.includes(row.signalDepartmentId)).map((row) => row.signalDepartmentId),
    };
  });
  return { ...page, answerers: await listAnswerers(asked) };
});
