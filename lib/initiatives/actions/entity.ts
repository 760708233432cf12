import "server-only";
import { today } from "@/lib/clock";
import { findPeople } from "@/lib/people/choices";
import { can } from "@/lib/platform/authz/policy";
import { readable } from "@/lib/platform/authz/readable";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { ACTION, type Action } from "../commands/actions";
import { initiativeIsVisible } from "../rows/queries";
import words from "./entity-words";

const ABOUT = Prisma.sql`CASE WHEN a.subject_id IS NOT NULL THEN json_build_object('type', a.subject_type, 'id', a.subject_id) END`;

/** A promise that belongs to an initiative, or is about something else such as a KPI. */
const action: EntityDescription<Action> = {
  words,
  reads: "initiative.read",
  commands: ACTION,
  named: (id) => Prisma.sql`(SELECT e.title FROM action e WHERE e.id = ${id})`,
  noticed: (id) => Prisma.sql`(SELECT json_build_object('dueOn', a.due_on, 'about', ${ABOUT}) FROM action a WHERE a.id = ${id})`,
  search: (viewer) => ({
    code: Prisma.sql`''`,
    name: Prisma.sql`a.title`,
    hint: Prisma.sql`o.name || ', due ' || to_char(a.due_on, 'FMDD Mon YYYY')`,
    id: Prisma.sql`a.id`,
    href: Prisma.sql`CASE a.subject_type WHEN 'initiative' THEN '/initiatives/' || a.subject_id WHEN 'kpi' THEN '/kpis/' || a.subject_id ELSE '/' END`,
    from: Prisma.sql`FROM action a JOIN person o ON o.id = a.owner_id LEFT JOIN initiative i ON a.subject_type = 'initiative' AND i.id = a.subject_id
      WHERE a.done_on IS NULL AND (${readable(viewer, "a", { owner: "owner_id" })} OR (i.id IS NOT NULL AND ${initiativeIsVisible(viewer)}))`,
  }),
  held: [
    {
      ...{ in: "department", name: "actions", place: 3, one: "open action", many: "open actions" },
      from: (id) => Prisma.sql`FROM action a WHERE a.department_id = ${id} AND a.done_on IS NULL
        AND NOT EXISTS (SELECT FROM initiative i WHERE a.subject_type = 'initiative' AND i.id = a.subject_id AND i.closed_on IS NOT NULL)`,
    },
  ],
  choices: {
    /** people who may be given an action of that department: all the viewer may see if they may give out actions, otherwise the viewer */
    "action-owners": async (viewer, wanted, departmentId) => {
      if (departmentId === null) return [];
      const others = can(viewer, "action.add", { departmentId }) ? readable(viewer, "p") : Prisma.sql`false`;
      return findPeople(viewer, Prisma.sql`(${others} OR p.id = ${viewer.personId}::uuid)`, wanted);
    },
  },
  waiting: {
    open: (id) => Prisma.sql`EXISTS (SELECT FROM action e WHERE e.id = ${id} AND e.done_on IS NULL)`,
    rows: (_viewer, own) => Prisma.sql`
      SELECT 'overdue', 'action', a.id, a.version, a.title, i.code, a.owner_id, a.department_id, a.due_on, ${ABOUT}
      FROM action a LEFT JOIN initiative i ON a.subject_type = 'initiative' AND i.id = a.subject_id
      WHERE a.done_on IS NULL AND a.due_on < ${today()}::date AND a.owner_id = ANY (${[...own]}::uuid[])`,
  },
};
export default action;
