import "server-only";
import { now } from "@/lib/clock";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { refreshSummaries } from "../recompute/recompute";
import type { AddAnnotationInput } from "../schema";
import { KPI } from "./load";

/** Adds a note on a date to a chart. A baseline makes the limits start again there; an exclusion sets that one period aside. */
export const addAnnotation = defineCommand({
  verb: "annotation.add",
  audit: "annotation.add",
  entity: KPI,
  at: (input: AddAnnotationInput) => input.kpiId,
  guard: "key",
  run: async ({ tx, sql, viewer, row: kpi, input: { onDate, kind, text }, id }) => {
    await tx.annotation.create({
      data: {
        ...{ id, kpiId: kpi.id, departmentId: kpi.departmentId, onDate: new Date(onDate), kind, text },
        ...{ createdById: viewer.personId, createdAt: now() },
      },
      select: { id: true },
    });
    await refreshSummaries(sql, [kpi.id], now());
    return { before: null, after: { onDate, kind, text } };
  },
});
