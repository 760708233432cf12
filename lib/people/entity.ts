import "server-only";
import { listDeputies } from "@/lib/delegations/queries";
import { can, departmentsWhere } from "@/lib/platform/authz/policy";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { among, here, plain } from "./choices";
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
  held: [
    {
      ...{ in: "department", name: "people", place: 5, one: "person", many: "people" },
      from: (id) => Prisma.sql`FROM person p WHERE p.department_id = ${id} AND ${here()}`,
    },
    {
      ...{ in: "department", name: "roles", place: 8, one: "role on it", many: "roles on it" },
      from: (id) =>
        Prisma.sql`FROM access_grant g JOIN person p ON p.id = g.person_id WHERE g.department_id = ${id} AND g.ended_at IS NULL AND ${here()}`,
    },
  ],
  choices: {
    /** people who may deputise for the viewer */
    deputies: async (viewer, wanted) => plain(among(await listDeputies(viewer), wanted)),
  },
};
export default person;
