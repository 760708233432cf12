import "server-only";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

export type RequestSubject = { about: string; departmentId: string; area: string; name: string };

/** Where a decision is asked for from ("kpi:<id>", "initiative:<id>", "signal:<id>"): its department, area and name; null where the viewer may not read it. */
export function requestedAbout(viewer: Viewer, about: string): Promise<RequestSubject | null> {
  const [, type, id] = /^(kpi|initiative|signal):([0-9a-f-]{36})$/.exec(about) ?? [];
  if (type === undefined || id === undefined) return Promise.resolve(null);
  return reading(viewer, async (tx) => {
    const from = {
      kpi: Prisma.sql`SELECT k.department_id::text AS "departmentId", k.areas[1]::text AS area, k.name FROM kpi k WHERE k.id = ${id}::uuid AND ${readableKpi(viewer, "k")}`,
      initiative: Prisma.sql`SELECT i.department_id::text AS "departmentId", i.area::text, i.code || ' ' || i.title AS name FROM initiative i WHERE i.id = ${id}::uuid`,
      signal: Prisma.sql`SELECT g.department_id::text AS "departmentId", coalesce(k.areas[1]::text, '') AS area, 'the signal of ' || coalesce(k.name, r.name) AS name
        FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id WHERE g.id = ${id}::uuid`,
    }[type as "kpi" | "initiative" | "signal"];
    const [row] = await onTx(tx).query<Omit<RequestSubject, "about">>(from);
    return row === undefined ? null : { ...row, about };
  });
}
