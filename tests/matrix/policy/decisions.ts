import { randomUUID } from "node:crypto";
import { SCOPES, type Scope } from "../names";
import type { World } from "../world";
import { type ActionRow, ASSIGNS, type Cells, PLACES, WORKS } from "./cells";

const asked = {
  ...{ question: "Which of the two?", background: "", area: "operations", decideBy: "2014-06-20", atStake: "" },
  ...Object.fromEntries([1, 2, 3, 4].flatMap((n) => ["Title", "Detail", "Gain", "Odds", "Risk"].map((part) => [`option${n}${part}`, ""]))),
  ...{ option1Title: "One", option2Title: "The other" },
};

/** People who comment in a department can ask there. */
const ASKS: Cells = { ...ASSIGNS, executive: ASSIGNS.coo ?? [], memberA: ["A"] };
/** Nobody decides for somebody else: A and B have their leads, the root the COO, "own" and "carried" member A. */
const DECIDES: Cells = { coo: ["root"], leadA: ["A"], leadB: ["B", "B1", "shared"], memberA: ["own", "carried"] };
/** Of another's decision; the executive reads all of them. */
const REMINDS: Cells = {
  coo: ["A", "own", "B", "B1", "shared", "carried"],
  executive: ["A", "own", "B", "B1", "root", "shared", "carried"],
  leadA: ["own"],
  leadB: ["carried"],
};
const decided = (world: World, scope: Scope) => ({
  sql: `UPDATE decision SET chosen_option_id = (SELECT id FROM decision_option WHERE decision_id = $1 AND place = 1), reason = 'because', sure = 70,
    decided_by_id = owner_id, decided_at = '2014-06-02 07:50Z', review_on = '2014-06-30' WHERE id = $1`,
  values: [world.rows[scope].decision],
});

/** What is asked, decided and said of decisions. */
export const DECISION_ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/decisions/actions.ts#askDecisionAction": {
    audit: "decision.ask decision",
    scopes: PLACES,
    fields: (world, scope) => ({
      ...asked,
      idempotencyKey: randomUUID(),
      about: "",
      departmentId: world.rows[scope].department,
      ownerId: world.people.coo,
    }),
    allowed: ASKS,
  },
  "app/(console)/decisions/actions.ts#changeDecisionAction": {
    audit: "decision.change decision",
    scopes: SCOPES,
    fields: (world, scope) => ({
      ...asked,
      id: world.rows[scope].decision,
      version: "1",
      // Who reads it because it is theirs to decide cannot give it away: it would be gone for them.
      ownerId: scope === "carried" ? world.people.memberA : world.people.coo,
    }),
    allowed: WORKS,
  },
  "app/(console)/decisions/actions.ts#decideAction": {
    audit: "decision.decide decision",
    scopes: SCOPES,
    fields: (world, scope) => ({
      ...{ id: world.rows[scope].decision, version: "1", optionId: world.rows[scope].option, reason: "because", sure: "70" },
      ...{ reviewOn: "2014-07-01", holdsKpiId: "", holdsSide: "at-most", holdsBound: "", holdsOn: "" },
    }),
    allowed: DECIDES,
  },
  "app/(console)/decisions/actions.ts#undoDecisionAction": {
    audit: "decision.undo decision",
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].decision, version: "1" }),
    given: decided,
    allowed: DECIDES,
  },
  "app/(console)/decisions/actions.ts#scoreDecisionAction": {
    audit: "decision.score decision",
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].decision, version: "1", outcome: "better", outcomeText: "more came of it" }),
    given: decided,
    allowed: DECIDES,
  },
  "app/(console)/decisions/actions.ts#remindDeciderAction": {
    audit: "decision.remind decision",
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].decision }),
    allowed: REMINDS,
  },
  "app/(console)/decisions/actions.ts#tellDecisionAction": {
    audit: "decision.tell decision",
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].decision }),
    // Asked by the executive, so that there is somebody to tell.
    given: (world, scope) => {
      const { sql, values } = decided(world, scope);
      return { sql: sql.replace("SET ", "SET asked_by_id = $2, "), values: [...values, world.people.executive] };
    },
    allowed: DECIDES,
  },
};
