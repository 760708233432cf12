import "server-only";
import { cache } from "react";
import { getCompany } from "@/lib/company/queries";
import { countNumbersDue } from "@/lib/kpis/queries/my-numbers";
import { unreadCount } from "@/lib/notices/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { countToday } from "@/lib/today/standing/count";
import { marksOf } from "@/lib/today/standing/marks";
import { listAreaStates } from "@/lib/today/standing/state";

/**
 * Data for the frame around every page: the company, the number of items that wait for the viewer, the state of each area. Read once per
 * request.
 */
export const getShell = cache((viewer: Viewer) =>
  reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const areaStates = viewer.business ? await listAreaStates(sql) : [];
    const numbersDue = await countNumbersDue(sql, viewer);
    return {
      company: await getCompany(sql),
      areaStates,
      areaMarks: marksOf(areaStates),
      numbersDue,
      needsYou: await countToday(sql, viewer, numbersDue),
      ...(await ownOf(sql, viewer)),
    };
  }),
);

/** The viewer's own data: unread notices, up to 100, and whether single keys work. */
async function ownOf(sql: Sql, viewer: Viewer): Promise<{ unread: number; singleKeys: boolean }> {
  const [own] = await sql.query<{ unread: number; singleKeys: boolean }>(Prisma.sql`
    SELECT ${unreadCount(viewer)} AS unread, coalesce((SELECT single_keys FROM person_setting WHERE person_id = ${viewer.personId}::uuid), true) AS "singleKeys"`);
  return own ?? { unread: 0, singleKeys: true };
}
