import "server-only";
import { listDeputies } from "@/lib/delegations/queries";
import { can, departmentsWhere } from "@/lib/platform/authz/policy";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { among, plain } from "./choices";
import words from "./entity-words";
import { importedPeople } from "./files/import";

const person: EntityDescription = {
  words,
  reads: "grant.read",
  search: (viewer) => ({
    code: Prisma.sql`p.code`,
    name: Prisma.sql`p.name`,
    also: Prisma.sql`concat_ws(' ', p.email, p.job_title)`,
    hint: Prisma.sql`concat_ws(', ', p.job_title, d.name)`,
    id: Prisma.sql`p.id`,
    from: Prisma.sql`FROM person p LEFT JOIN department d ON d.id = p.department_id
      WHERE (p.department_id = ANY (${departmentsWhere(viewer, "grant.read")}::uuid[]) OR (p.department_id IS NULL AND ${can(viewer, "grant.read", { departmentId: null })}))`,
  }),
  imported: importedPeople,
  choices: {
    /** people who may deputise for the viewer */
    deputies: async (viewer, wanted) => plain(among(await listDeputies(viewer), wanted)),
  },
};
export default person;
