import "server-only";
import { today } from "@/lib/clock";
import { departmentsFor } from "@/lib/organisation/choices";
import { namesOf, ownersOf } from "@/lib/people/choices";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { Prisma } from "@/lib/platform/db/client";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { DECISION, decisionIsVisible, type OpenedDecision, ownerLeft } from "./commands/open-decision";
import { canBeAskedToDecide } from "./commands/parts";
import words from "./entity-words";
import { decisionsTable } from "./files/export";
import { importedDecisions } from "./files/import";

const decision: EntityDescription<OpenedDecision> = {
  words,
  reads: "decision.read",
  commands: DECISION,
  named: (id) => Prisma.sql`(SELECT e.code || ' ' || e.question FROM decision e WHERE e.id = ${id})`,
  comments: DECISION,
  search: (viewer) => ({
    code: Prisma.sql`x.code`,
    name: Prisma.sql`x.question`,
    also: Prisma.sql`concat_ws(' ', o.name, x.reason)`,
    hint: Prisma.sql`o.name || CASE WHEN x.scored_at IS NOT NULL THEN ', scored' WHEN x.decided_at IS NOT NULL THEN ', decided' ELSE '' END`,
    id: Prisma.sql`x.id`,
    departmentId: Prisma.sql`x.department_id`,
    ownerId: Prisma.sql`x.owner_id`,
    from: Prisma.sql`FROM decision x JOIN person o ON o.id = x.owner_id WHERE ${decisionIsVisible(viewer)}`,
  }),
  exported: { decisions: decisionsTable },
  imported: () => importedDecisions,
  held: [
    {
      ...{ in: "department", name: "decisions", place: 4, one: "decision without an outcome", many: "decisions without an outcome" },
      from: (id) => Prisma.sql`FROM decision x WHERE x.department_id = ${id} AND x.scored_at IS NULL`,
    },
  ],
  choices: {
    /** people the viewer can ask to decide; the installation reads their accounts and roles */
    deciders: async (viewer, wanted) => (canSomewhere(viewer, "decision.ask") ? namesOf("system", canBeAskedToDecide(viewer), wanted) : []),
    "decision-owners": (viewer, wanted) =>
      ownersOf(viewer, Prisma.sql`SELECT FROM decision x WHERE x.owner_id = p.id AND ${decisionIsVisible(viewer)}`, wanted),
    /** departments to ask for one in */
    "decision-departments": departmentsFor("decision.ask"),
  },
  waiting: {
    rows: (_viewer, own) => Prisma.sql`
      SELECT 'decisions', CASE WHEN x.decided_at IS NULL THEN 'decision' ELSE 'outcome' END, x.id, x.version, x.question, x.code, x.owner_id, x.department_id,
        CASE WHEN x.decided_at IS NULL THEN x.decide_by ELSE x.review_on END, json_build_object('type', 'decision', 'id', x.id)
      FROM decision x WHERE (x.owner_id = ANY (${[...own]}::uuid[]) OR (x.asked_by_id = ANY (${[...own]}::uuid[]) AND x.decided_at IS NOT NULL AND ${ownerLeft()}))
        AND x.scored_at IS NULL AND (x.decided_at IS NULL OR x.review_on <= ${today()}::date)`,
  },
};
export default decision;
