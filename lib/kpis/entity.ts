import "server-only";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import words from "./entity-words";
import { importedKpis } from "./files/import";
import { kpisTable } from "./files/list";
import { myNumbersTable } from "./files/my-numbers";
import { recordsTable, valuesTable } from "./files/one";
import { chooseKpi } from "./queries/choices";

type Row = { id: string; name: string; departmentId: string; ownerId: string | null; companyWide: boolean };

/** A KPI in use, for comments, notices and audit. Not locked, because these do not change it. */
export const KPI: Entity<Row> = {
  word: "KPI",
  load: async (sql, viewer, id) => {
    const [row] = await sql.query<Row>(Prisma.sql`
      SELECT k.id::text, k.name, k.department_id::text AS "departmentId", p.holder_id::text AS "ownerId", k.company_wide AS "companyWide"
      FROM kpi k LEFT JOIN position p ON p.id = k.position_id WHERE k.id = ${id}::uuid AND k.archived_at IS NULL AND ${readableKpi(viewer, "k")}`);
    return row;
  },
  subjectOf: ({ id, name }) => ({ type: "kpi", id, name }),
};

const kpi: EntityDescription<Row> = {
  words,
  reads: "kpi.read",
  commands: KPI,
  named: (id) => Prisma.sql`(SELECT e.name FROM kpi e WHERE e.id = ${id} AND e.archived_at IS NULL)`,
  comments: KPI,
  search: (viewer, verb) => ({
    code: Prisma.sql`k.code`,
    name: Prisma.sql`k.name`,
    also: Prisma.sql`d.name`,
    hint: Prisma.sql`d.name`,
    id: Prisma.sql`k.id`,
    departmentId: Prisma.sql`k.department_id`,
    ownerId: Prisma.sql`p.holder_id`,
    companyWide: Prisma.sql`k.company_wide`,
    // Values can only be recorded for a KPI with manual entry.
    from: Prisma.sql`FROM kpi k JOIN department d ON d.id = k.department_id LEFT JOIN position p ON p.id = k.position_id
      WHERE k.archived_at IS NULL AND ${readableKpi(viewer, "k")} AND (${verb !== "measurement.record"} OR k.source = 'manual')`,
  }),
  imported: importedKpis,
  held: [
    {
      ...{ in: "department", name: "kpis", place: 1, one: "open KPI", many: "open KPIs" },
      from: (id) => Prisma.sql`FROM kpi k WHERE k.department_id = ${id} AND k.archived_at IS NULL`,
    },
    {
      ...{ in: "position", name: "kpis", place: 1, one: "open KPI", many: "open KPIs" },
      from: (id) => Prisma.sql`FROM kpi k WHERE k.position_id = ${id} AND k.archived_at IS NULL`,
    },
  ],
  choices: { kpis: chooseKpi },
  exported: { kpis: kpisTable, values: valuesTable, records: recordsTable, "my-numbers": myNumbersTable },
};
export default kpi;
