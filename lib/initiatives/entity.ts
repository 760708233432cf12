import "server-only";
import { today } from "@/lib/clock";
import { departmentsFor, findDepartments } from "@/lib/organisation/choices";
import { findPeople, ownersOf } from "@/lib/people/choices";
import { can, departmentsWhere } from "@/lib/platform/authz/policy";
import { readable } from "@/lib/platform/authz/readable";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { INITIATIVE, type OpenedInitiative } from "./commands/open-initiative";
import words from "./entity-words";
import { initiativesTable } from "./files/list";
import { initiativeTable } from "./files/one";
import { initiativeIsVisible } from "./rows/queries";

const initiative: EntityDescription<OpenedInitiative> = {
  words,
  reads: "initiative.read",
  commands: INITIATIVE,
  named: (id) => Prisma.sql`(SELECT e.code || ' ' || e.title FROM initiative e WHERE e.id = ${id})`,
  comments: INITIATIVE,
  search: (viewer, verb) => ({
    code: Prisma.sql`i.code`,
    name: Prisma.sql`i.title`,
    also: Prisma.sql`o.name`,
    hint: Prisma.sql`o.name || CASE WHEN i.closed_on IS NULL THEN '' ELSE ', closed' END`,
    id: Prisma.sql`i.id`,
    departmentId: Prisma.sql`i.department_id`,
    ownerId: Prisma.sql`i.owner_id`,
    from: Prisma.sql`FROM initiative i JOIN person o ON o.id = i.owner_id WHERE ${initiativeIsVisible(viewer)} AND (${verb === undefined} OR i.closed_on IS NULL)`,
  }),
  exported: { initiatives: initiativesTable, initiative: initiativeTable },
  held: [
    {
      ...{ in: "department", name: "initiatives", place: 2, one: "open initiative", many: "open initiatives" },
      from: (id) => Prisma.sql`FROM initiative i WHERE i.department_id = ${id} AND i.closed_on IS NULL`,
    },
  ],
  choices: {
    /** people who may be given work on them: the viewer, and people of the departments where they assign */
    owners: (viewer, wanted) => {
      const assigns = departmentsWhere(viewer, "initiative.assign");
      const given = viewer.everything
        ? Prisma.sql`true`
        : Prisma.sql`(p.id = ${viewer.personId}::uuid OR p.department_id = ANY (${assigns}::uuid[]))`;
      return findPeople(viewer, Prisma.sql`${readable(viewer, "p", { owner: "id" })} AND ${given}`, wanted);
    },
    /** departments where the viewer may assign one */
    assignable: departmentsFor("initiative.assign"),
    /** owners and departments of those the viewer may read */
    "initiative-owners": (viewer, wanted) =>
      ownersOf(viewer, Prisma.sql`SELECT FROM initiative i WHERE i.owner_id = p.id AND ${initiativeIsVisible(viewer)}`, wanted),
    "initiative-departments": (viewer, wanted) =>
      findDepartments(
        viewer,
        Prisma.sql`EXISTS (SELECT FROM initiative i WHERE i.department_id = d.id AND ${initiativeIsVisible(viewer)})`,
        wanted,
      ),
  },
  waiting: {
    open: (id) => Prisma.sql`EXISTS (SELECT FROM initiative e WHERE e.id = ${id} AND e.closed_on IS NULL)`,
    rows: (viewer, own) => {
      const decidedIn = viewer.readable.filter((departmentId) => can(viewer, "initiative.change", { departmentId }));
      return Prisma.sql`
        SELECT CASE i.stage WHEN 'proposed' THEN 'decisions' ELSE 'overdue' END, CASE i.stage WHEN 'proposed' THEN 'proposal' ELSE 'initiative' END,
          i.id, i.version, i.title, i.code, i.owner_id, i.department_id, i.due_on, json_build_object('type', 'initiative', 'id', i.id)
        FROM initiative i WHERE CASE i.stage WHEN 'proposed' THEN i.department_id = ANY (${decidedIn}::uuid[])
          ELSE i.closed_on IS NULL AND i.due_on < ${today()}::date AND i.owner_id = ANY (${[...own]}::uuid[]) END`;
    },
  },
};
export default initiative;
