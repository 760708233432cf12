import "server-only";
import { now } from "@/lib/clock";
import { notFound } from "@/lib/errors";
import { appendAudit } from "@/lib/platform/audit/write";
import { authorise } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { readableKpi } from "@/lib/platform/db/readable";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import type { WatchKpiInput } from "../schema";

/** Puts a KPI on the viewer's own list of those they want to hear of, or takes it off; what is so already changes nothing and is not logged. */
export function watchKpi(viewer: Viewer, { kpiId, watch }: WatchKpiInput): Promise<{ watched: boolean }> {
  return writing(viewer, async (tx) => {
    const sql = onTx(tx);
    const [kpi] = await sql.query<{ name: string; departmentId: string; companyWide: boolean }>(Prisma.sql`
      SELECT k.name, k.department_id::text AS "departmentId", k.company_wide AS "companyWide" FROM kpi k
      WHERE k.id = ${kpiId}::uuid AND k.archived_at IS NULL
        AND ${readableKpi(viewer, "k")}`);
    if (!kpi) throw notFound("KPI");
    authorise(viewer, "kpi.watch", kpi);
    const watched = watch === "yes";
    const own = Prisma.sql`kpi_id = ${kpiId}::uuid AND person_id = ${viewer.personId}::uuid`;
    const changed = await sql.query(
      watched
        ? Prisma.sql`INSERT INTO kpi_watch (person_id, kpi_id, at) VALUES (${viewer.personId}::uuid, ${kpiId}::uuid, ${now()}::timestamptz) ON CONFLICT DO NOTHING RETURNING 1`
        : Prisma.sql`DELETE FROM kpi_watch WHERE ${own} RETURNING 1`,
    );
    if (changed.length > 0)
      await appendAudit(sql, viewer, {
        action: "kpi.watch",
        subject: { type: "kpi", id: kpiId, name: kpi.name },
        departmentId: kpi.departmentId,
        before: { watched: !watched },
        after: { watched },
      });
    return { watched };
  });
}
