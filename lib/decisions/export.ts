import "server-only";
import { businessZone } from "@/lib/clock";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { decisionIsVisible } from "./commands/open-decision";

type Cells = (string | number | null)[];

const day = (column: string) => Prisma.sql`(x.${identifier(column)} AT TIME ZONE ${businessZone()})::date`;

/** Rows of the file, by code, after `after`; the columns are those of entity.ts. */
export const exportRows = (viewer: Viewer, after: string, limit: number): Promise<{ code: string; cells: Cells }[]> =>
  reading(viewer, (tx) =>
    onTx(tx).query<{ code: string; cells: Cells }>(Prisma.sql`
      SELECT x.code, json_build_array(x.code, x.question, x.area, d.name, a.name, ${day("asked_at")}, o.name, x.decide_by, trim_scale(x.at_stake)::text,
        (SELECT string_agg(p.title, '; ' ORDER BY p.place) FROM decision_option p WHERE p.decision_id = x.id),
        (SELECT p.title FROM decision_option p WHERE p.id = x.chosen_option_id), x.reason, x.sure, ${day("decided_at")}, x.review_on, x.outcome, x.outcome_text, ${day("scored_at")}) AS cells
      FROM decision x JOIN department d ON d.id = x.department_id JOIN person a ON a.id = x.asked_by_id JOIN person o ON o.id = x.owner_id
      WHERE x.code > ${after} AND ${decisionIsVisible(viewer)} ORDER BY x.code LIMIT ${limit}`),
  );
