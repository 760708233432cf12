import "server-only";
import { can } from "@/lib/platform/authz/policy";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { canBeAskedToDecide } from "./commands/parts";

export type Choice = { value: string; label: string };

/** Who the viewer can ask to decide, by name; at most 500, and whoever has it `now`. */
export const listDeciders = (viewer: Viewer, now: string | null = null): Promise<Choice[]> =>
  reading("system", (tx) =>
    onTx(tx).query<Choice>(Prisma.sql`SELECT p.id::text AS value, concat_ws(', ', p.name, d.name) AS label
      FROM person p LEFT JOIN department d ON d.id = p.department_id WHERE p.id = ${now}::uuid OR (${canBeAskedToDecide(viewer)}) ORDER BY p.id = ${now}::uuid DESC NULLS LAST, p.name, p.id LIMIT 500`),
  );

/** Departments the viewer may ask for a decision in. */
export const listPlaces = (viewer: Viewer): Promise<Choice[]> =>
  reading(viewer, async (tx) => {
    const rows = await onTx(tx).query<Choice>(
      Prisma.sql`SELECT id::text AS value, name AS label FROM department WHERE archived_at IS NULL AND id = ANY (${[...viewer.readable]}::uuid[]) ORDER BY name, id LIMIT 2000`,
    );
    return rows.filter(({ value }) => can(viewer, "decision.ask", { departmentId: value }));
  });

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

/** KPIs that a decision may be held to: those it is about and those of its area, as the viewer may read them; at most 200. */
export const listHoldable = (viewer: Viewer, area: string): Promise<Choice[]> =>
  reading(viewer, (tx) =>
    onTx(tx).query<Choice>(Prisma.sql`SELECT k.id::text AS value, k.name || ' (' || k.code || ', ' || k.unit || ')' AS label FROM kpi k
      WHERE k.archived_at IS NULL AND ${area} = ANY (k.areas::text[]) AND ${readableKpi(viewer, "k")} ORDER BY k.name, k.id LIMIT 200`),
  );
