import "server-only";
import { cache } from "react";
import type { Viewer } from "@/lib/auth/viewer";
import { reading } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { countNumbersDue } from "@/lib/kpis/queries/my-numbers";
import { getCompany } from "@/lib/settings/queries";
import { countToday } from "@/lib/today/count";
import { marksOf } from "@/lib/today/marks";
import { listAreaStates } from "@/lib/today/state";

/** What stands around every page: the company, what waits for the viewer, how each area stands. Read once per request. */
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
    };
  }),
);
