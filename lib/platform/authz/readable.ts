import "server-only";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";

/**
 * `companyWide`: the table has a column company_wide that opens a row to every business role. `owner`: column of the person who may read
 * the row in any department.
 */
type Also = { companyWide?: true; owner?: string };

/**
 * SQL condition that the viewer may read a row of the table with that alias: every row for readers of the whole company, otherwise rows of
 * their departments (department_id). Every query uses it; the row policies of the database check it again.
 */
export function readable(viewer: Viewer, alias: string, { companyWide, owner }: Also = {}): Prisma.Sql {
  const of = (column: string) => Prisma.sql`${identifier(alias)}.${identifier(column)}`;
  return Prisma.sql`(${viewer.everything} OR ${of("department_id")} = ANY (${[...viewer.readable]}::uuid[])${
    companyWide ? Prisma.sql` OR (${of("company_wide")} AND ${viewer.business})` : Prisma.empty
  }${owner === undefined ? Prisma.empty : Prisma.sql` OR ${of(owner)} = ${viewer.personId}::uuid`})`;
}

/** The same for a KPI. */
export const readableKpi = (viewer: Viewer, alias: string): Prisma.Sql => readable(viewer, alias, { companyWide: true });
