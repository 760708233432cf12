import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { AsOf } from "../as-of";

/**
 * KPIs as they were defined at a moment: rows of table kpi. Access follows today's rights. `which`: a condition on `o`, the current row; it
 * is passed in because the planner cannot push a condition down from outside.
 */
export const kpisAsOf = (asOf: AsOf, which: Prisma.Sql) => Prisma.sql`
  (SELECT r.* FROM kpi o
   LEFT JOIN LATERAL (SELECT p.was FROM kpi_past p WHERE p.kpi_id = o.id AND p.until > ${asOf.at}::timestamptz ORDER BY p.until, p.id LIMIT 1) AS p ON true
   CROSS JOIN LATERAL jsonb_populate_record(o, coalesce(p.was, '{}')) AS r WHERE ${which})`;

/** Positions as they were at a moment: id, title, holder_id. */
export const positionsAsOf = (asOf: AsOf) => Prisma.sql`
  (SELECT o.id, CASE WHEN p.id IS NULL THEN o.title ELSE p.title END AS title, CASE WHEN p.id IS NULL THEN o.holder_id ELSE p.holder_id END AS holder_id
   FROM position o LEFT JOIN LATERAL (SELECT p.id, p.title, p.holder_id FROM position_past p
     WHERE p.position_id = o.id AND p.until > ${asOf.at}::timestamptz ORDER BY p.until, p.id LIMIT 1) AS p ON true)`;
