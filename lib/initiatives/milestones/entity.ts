import "server-only";
import { today } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { MILESTONE, type Milestone } from "../commands/milestones";
import words from "./entity-words";

/** A dated part of an initiative, with the same access. */
const milestone: EntityDescription<Milestone> = {
  words,
  reads: "initiative.read",
  commands: MILESTONE,
  named: (id) => Prisma.sql`(SELECT e.title FROM milestone e WHERE e.id = ${id})`,
  waiting: {
    open: (id) => Prisma.sql`EXISTS (SELECT FROM milestone e WHERE e.id = ${id} AND e.done_on IS NULL)`,
    rows: (_viewer, own) => Prisma.sql`
      SELECT 'overdue', 'milestone', m.id, m.version, m.title, i.code, coalesce(m.owner_id, i.owner_id), i.department_id, m.due_on,
        json_build_object('type', 'initiative', 'id', i.id)
      FROM milestone m JOIN initiative i ON i.id = m.initiative_id
      WHERE m.done_on IS NULL AND i.closed_on IS NULL AND m.due_on < ${today()}::date AND coalesce(m.owner_id, i.owner_id) = ANY (${[...own]}::uuid[])`,
  },
};
export default milestone;
