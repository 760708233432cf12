import "server-only";
import type { Viewer } from "@/lib/auth/viewer";
import { Prisma } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import { listJobs } from "./jobs";
import { partOf } from "./part";
import { countedSignals } from "./signal-items";
import { countedWork } from "./work-items";

/** How many lines Today has for this viewer, by the page's own definition. @param numbersDue values they owe: one line, however many. */
export async function countToday(sql: Sql, viewer: Viewer, numbersDue: number): Promise<number> {
  const part = partOf(viewer);
  const [row] = viewer.business
    ? await sql.query<{ n: number }>(Prisma.sql`SELECT ((${countedSignals(viewer, part)}) + (${countedWork(viewer, part)}))::int AS n`)
    : [];
  return (row?.n ?? 0) + (numbersDue > 0 ? 1 : 0) + (await listJobs(viewer, sql)).length;
}
