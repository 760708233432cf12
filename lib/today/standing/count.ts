import "server-only";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { listJobs } from "../items/jobs";
import { partOf } from "../items/part";
import { countedSignals } from "../items/signal-items";
import { countedWork } from "../items/work-items";

/** Number of lines on Today for this viewer, by the page's own rules. @param numbersDue values they owe: one line, however many. */
export async function countToday(sql: Sql, viewer: Viewer, numbersDue: number): Promise<number> {
  const part = partOf(viewer);
  const [row] = viewer.business
    ? await sql.query<{ n: number }>(Prisma.sql`SELECT ((${countedSignals(viewer, part)}) + (${countedWork(viewer, part)}))::int AS n`)
    : [];
  return (row?.n ?? 0) + (numbersDue > 0 ? 1 : 0) + (await listJobs(viewer, sql)).length;
}
