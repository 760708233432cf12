import "server-only";
import { businessZone } from "@/lib/clock";
import { asOfMoment } from "@/lib/kpis/queries/as-of";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { type Cell, listTable } from "@/lib/platform/entities/table";
import words from "../entity-words";
import { narrowed } from "../queries";

const day = (column: string) => Prisma.sql`(x.${identifier(column)} AT TIME ZONE ${businessZone()})::date`;

/** The list of decisions as it is narrowed. Its columns are those an import reads (import-words.ts). */
export const decisionsTable = listTable(
  words,
  "decision.read",
  ["state", "area", "owner", "stake", "q", "asOf"],
  [
    ...["Code", "Question", "Area", "Department", "Asked by", "Asked on", "Who decides", "Decide by", "At stake"],
    ...["Options", "Chosen", "Reason", "Confidence, %", "Decided on", "Review on", "Outcome", "Outcome in words", "Outcome recorded on"],
  ],
  (viewer, { asOf, state, ...filter }, after, limit) =>
    reading(viewer, (tx) =>
      onTx(tx).query<{ code: string; cells: Cell[] }>(Prisma.sql`
        SELECT x.code, json_build_array(x.code, x.question, x.area, d.name, a.name, ${day("asked_at")}, o.name, x.decide_by, trim_scale(x.at_stake)::text,
          (SELECT string_agg(p.title, '; ' ORDER BY p.place) FROM decision_option p WHERE p.decision_id = x.id),
          (SELECT p.title FROM decision_option p WHERE p.id = x.chosen_option_id), x.reason, x.sure, ${day("decided_at")}, x.review_on, x.outcome, x.outcome_text, ${day("scored_at")}) AS cells
        ${narrowed(viewer, { ...filter, ...(state !== "all" && { state }) }, asOfMoment(asOf ?? null))} AND x.code > ${after} ORDER BY x.code LIMIT ${limit}`),
    ),
);
