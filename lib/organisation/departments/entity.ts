import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { departmentsFor } from "../choices";
import words from "./entity-words";
import { importedDepartments } from "./files/import";

const department: EntityDescription = {
  words,
  // Whoever reads figures somewhere reads them by department.
  reads: "kpi.read",
  search: (viewer) => {
    const readable = Prisma.sql`ANY (${[...viewer.readable]}::uuid[])`;
    return {
      code: Prisma.sql`d.code`,
      name: Prisma.sql`d.name`,
      hint: Prisma.sql`coalesce(u.name, '')`,
      id: Prisma.sql`d.id`,
      from: Prisma.sql`FROM department d LEFT JOIN department u ON u.id = d.parent_id AND u.id = ${readable} WHERE d.archived_at IS NULL AND d.id = ${readable}`,
    };
  },
  imported: importedDepartments,
  held: [
    {
      ...{ in: "department", name: "below", place: 7, one: "department below it", many: "departments below it" },
      from: (id) => Prisma.sql`FROM department b WHERE b.parent_id = ${id} AND b.archived_at IS NULL`,
    },
  ],
  // Where the viewer may see who has access; give roles; manage people; create departments and positions.
  choices: {
    "access-read": departmentsFor("grant.read"),
    "access-change": departmentsFor("grant.change"),
    "people-manage": departmentsFor("person.manage"),
    "organisation-change": departmentsFor("organisation.change"),
  },
};
export default department;
