import { randomUUID } from "node:crypto";
import { SCOPES } from "../names";
import { type ActionRow, type Cells, EVERY, IN_A, IN_B, INITIATIVES, KPI_SCOPES, KPIS, without } from "./cells";

/**
 * People who comment in a department comment on its KPIs; company-wide KPIs are readable elsewhere, but only their own department comments.
 */
const COMMENTS_ON_KPI: Cells = without(
  { coo: KPIS.coo ?? [], executive: KPIS.executive ?? [], leadA: IN_A, leadB: IN_B, memberA: ["A", "own"] },
  "archived",
  "carried",
);

/** What is said, settled and promised in comments. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/comments/actions.ts#writeCommentAction": {
    audit: "comment.write initiative",
    scopes: SCOPES,
    fields: (world, scope) => ({ idempotencyKey: randomUUID(), about: `initiative:${world.rows[scope].initiative}`, body: "heard" }),
    allowed: {
      coo: EVERY,
      executive: EVERY,
      leadA: INITIATIVES.leadA ?? [],
      leadB: INITIATIVES.leadB ?? [],
      memberA: INITIATIVES.memberA ?? [],
    },
  },
  "app/(console)/comments/actions.ts#resolveCommentAction": {
    audit: "comment.resolve kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].comment, resolved: "yes" }),
    allowed: COMMENTS_ON_KPI,
  },
  "app/(console)/comments/actions.ts#commentActionAction": {
    audit: "action.add action",
    scopes: KPI_SCOPES,
    fields: (world, scope, who) => ({
      idempotencyKey: randomUUID(),
      commentId: world.rows[scope].comment,
      title: "A promise",
      ownerId: world.people[who],
      dueOn: "2014-06-30",
    }),
    allowed: without({ coo: KPIS.coo ?? [], leadA: IN_A, leadB: IN_B, memberA: ["A", "own"] }, "archived", "carried"),
  },
};
