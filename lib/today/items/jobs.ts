import "server-only";
import { now, today } from "@/lib/clock";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { TodayItem } from "../view";

/** Older files are history. */
const DAYS = 14;

const failed = Prisma.sql`u.state = 'failed' AND u.uploaded_at > ${now()}::timestamptz - make_interval(days => ${DAYS})`;
const waiting = Prisma.sql`u.state IN ('new', 'checked')`;

/** People who can sign in and have no role. Accounts need the system's scope, so this is a transaction of its own. */
const countRoleless = (): Promise<number> =>
  reading("system", async (tx) => {
    const [row] = await onTx(tx).query<{ n: number }>(Prisma.sql`
      SELECT count(*)::int AS n FROM account a JOIN person p ON p.id = a.person_id
      WHERE a.disabled_at IS NULL AND (p.left_on IS NULL OR p.left_on > ${today()}::date) AND NOT EXISTS (SELECT FROM access_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL)`);
    return row?.n ?? 0;
  });

type Row = { failed: number; waiting: number; file: string | null };

/** Tasks of administrators: files that failed or are unfinished, people who can sign in and have no role. */
export async function listJobs(viewer: Viewer, sql: Sql): Promise<TodayItem[]> {
  if (!viewer.administrator) return [];
  const [row] = await sql.query<Row>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM upload u WHERE ${failed}) AS failed, (SELECT count(*)::int FROM upload u WHERE ${waiting}) AS waiting,
      (SELECT u.file_name FROM upload u WHERE ${failed} ORDER BY u.uploaded_at DESC LIMIT 1) AS file`);
  if (row === undefined) return [];
  const roleless = await countRoleless();
  const task = (key: string, href: string, count: number, lead: string, text: string, verb: string): TodayItem[] =>
    count === 0 ? [] : [{ kind: "task", key, href, lead, text, meta: "", verb }];
  const files = (count: number) => (count === 1 ? "1 file" : `${count} files`);
  return [
    ...task(
      "task:failed-files",
      "/data",
      row.failed,
      `${files(row.failed)} could not be imported,`,
      `the last: ${row.file ?? ""}.`,
      "View",
    ),
    ...task("task:waiting-files", "/data", row.waiting, `${files(row.waiting)} uploaded,`, "and not imported yet.", "Continue"),
    ...task(
      "task:roleless",
      "/settings/people",
      roleless,
      `${roleless === 1 ? "1 person" : `${roleless} people`} can sign in`,
      `and ${roleless === 1 ? "holds" : "hold"} no role.`,
      "Give access",
    ),
  ];
}
