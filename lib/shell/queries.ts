import "server-only";
import { cache } from "react";
import type { Viewer } from "@/lib/auth/viewer";
import { reading } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { countNumbersDue } from "@/lib/kpis/queries/my-numbers";
import { listAreaMarks } from "@/lib/kpis/queries/rows";
import { countSignals } from "@/lib/kpis/queries/signals";
import { getCompany } from "@/lib/settings/queries";

/** What stands around every page: the company, what waits for the viewer, the worst of each area. Read once per request. */
export const getShell = cache((viewer: Viewer) =>
  reading(viewer, async (tx) => {
    const sql = onTx(tx);
    return {
      company: await getCompany(sql),
      areaMarks: await listAreaMarks(sql),
      numbersDue: await countNumbersDue(sql, viewer),
      openSignals: await countSignals(sql),
    };
  }),
);
