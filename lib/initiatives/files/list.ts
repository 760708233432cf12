import "server-only";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { listTable } from "@/lib/platform/entities/table";
import words from "../entity-words";
import { loadInitiatives } from "../rows/queries";

/** The list of initiatives with today's computed health. */
export const initiativesTable = listTable(
  words,
  "initiative.read",
  ["state", "area", "department", "owner"],
  [
    ...["Code", "Initiative", "Department", "Owner", "Sponsor", "Area", "Kind", "Stage", "Health", "Starts", "Due as agreed", "Due"],
    ...["Closed", "Last update", "Should move", "Milestones done", "Summary"],
  ],
  async (viewer, { state, area, department, owner }, after, limit) => {
    const where = Prisma.sql`i.code > ${after} AND (${state === "all"} OR (i.closed_on IS NOT NULL) = ${state === "closed"})
      AND (${area ?? null}::text IS NULL OR i.area::text = ${area ?? null}) AND (${department ?? null}::uuid IS NULL OR i.department_id = ${department ?? null}::uuid)
      AND (${owner ?? null}::uuid IS NULL OR i.owner_id = ${owner ?? null}::uuid)`;
    const found = await reading(viewer, (tx) => loadInitiatives(onTx(tx), viewer, where, today(), limit));
    return found.map((i) => ({
      code: i.code,
      cells: [
        ...[i.code, i.title, i.departmentName, i.ownerName, i.sponsorName, i.area, i.kind, i.stage, i.health.word],
        ...[i.startsOn, i.baselineDueOn, i.dueOn, i.closedOn, i.lastUpdateOn, i.effects.map((effect) => effect.kpiName).join("; ")],
        ...[`${i.milestones.filter((m) => m.doneOn !== null).length} of ${i.milestones.length}`, i.summary],
      ],
    }));
  },
);
