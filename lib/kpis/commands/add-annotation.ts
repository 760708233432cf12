import "server-only";
import { now } from "@/lib/clock";
import { appendAudit } from "@/lib/platform/audit/write";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { once } from "@/lib/platform/db/once";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { refreshSummaries } from "../recompute/recompute";
import type { AddAnnotationInput } from "../schema";
import { lockKpi } from "./load";

/**
 * Notes on a chart what happened on a date, once however often the form is sent. A baseline makes the limits begin anew there; an exclusion
 * sets that one period aside.
 */
export async function addAnnotation(viewer: Viewer, input: AddAnnotationInput): Promise<{ id: string }> {
  return writing(viewer, (tx) =>
    once(tx, viewer, "annotation.add", input, async (id) => {
      const sql = onTx(tx);
      const kpi = await lockKpi(sql, viewer, "annotation.add", input.kpiId);
      await tx.annotation.create({
        data: {
          id,
          kpiId: kpi.id,
          departmentId: kpi.departmentId,
          onDate: new Date(input.onDate),
          kind: input.kind,
          text: input.text,
          createdById: viewer.personId,
          createdAt: now(),
        },
        select: { id: true },
      });
      await refreshSummaries(sql, [kpi.id], now());
      await appendAudit(sql, viewer, {
        action: "annotation.add",
        subject: { type: "kpi", id: kpi.id, name: kpi.name },
        departmentId: kpi.departmentId,
        before: null,
        after: { onDate: input.onDate, kind: input.kind, text: input.text },
      });
    }),
  );
}
