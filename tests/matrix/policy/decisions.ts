import { randomUUID } from "node:crypto";
import { SCOPES, type Scope } from "../names";
import type { World } from "../world";
import { type ActionRow, ASSIGNS, type Cells, here, INITIATIVES, offered, one, only, type Page, PLACES, WORKS } from "./cells";

const question = {
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
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/decisions/actions.ts#askDecisionAction": {
    audit: "decision.ask decision",
    scopes: PLACES,
    fields: (world, scope) => ({
      ...question,
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
      ...question,
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
    // Asked by the executive, so that there is somebody to tell. Decided once more in the audit log, which no test empties: who told before
    // this choice has to tell again.
    given: (world, scope) => {
      const { sql, values } = decided(world, scope);
      const logged = `WITH acting AS MATERIALIZED (SELECT set_config('app.viewer', $2::uuid::text, true)),
        logged AS MATERIALIZED (SELECT audit_append('decision.decide', 'decision', $1::uuid::text, '', NULL, NULL, NULL, NULL) FROM acting)`;
      return {
        sql: `${logged} ${sql.replace("SET ", "SET asked_by_id = $2, ").replace("WHERE id = $1", "FROM logged WHERE decision.id = $1")}`,
        values: [...values, world.people.executive],
      };
    },
    allowed: DECIDES,
  },
};

export const PAGES: Readonly<Record<string, Page>> = {
  "/decisions": { ...one, asks: true, reads: here },
  "/decisions/[id]": {
    asks: true,
    scopes: SCOPES,
    at: (world, scope) => ({ id: world.rows[scope].decision }),
    reads: INITIATIVES,
    shows: true,
  },
  "/decisions/new": { ...one, asks: true, reads: only("coo", "executive", "leadA", "leadB", "memberA") },
};

export const asked = (world: World): string[] => [
  "/decisions",
  "/decisions?state=open&q=qz",
  "/decisions?asOf=2014-05-25",
  `/decisions/${world.rows.A.decision}?asOf=2014-05-25`,
  `/decisions/new?about=kpi:${world.rows.A.kpi}`,
  `/decisions/new?about=signal:${world.rows.B.signal}`,
  "/api/export/decisions",
  ...offered("deciders", "decision-owners", "decision-departments"),
];

const DECISIONS = "(SELECT id FROM decision WHERE department_id = ANY ($1))";
export const CHANGES = [
  [
    "decision",
    "UPDATE decision SET question = 'another', background = 'else', decide_by = '2014-01-09', at_stake = 9 WHERE department_id = ANY ($1)",
  ],
  ["decision_past", `UPDATE decision_past SET was = was || '{"question": "earlier"}' WHERE row_id IN ${DECISIONS}`],
  ["decision_option", `UPDATE decision_option SET title = 'another', gain = 9 WHERE decision_id IN ${DECISIONS}`],
  [
    "decision_about",
    `INSERT INTO decision_about (decision_id, subject_type, subject_id) SELECT id, 'initiative', gen_random_uuid() FROM decision WHERE id IN ${DECISIONS}`,
  ],
] as const;

export const EMPTIED = "UPDATE decision SET department_id = $2::uuid WHERE department_id = $1::uuid";

export const asItWas = (world: World, scope: Scope) => [
  {
    sql: `UPDATE decision SET version = 1, owner_id = $2, chosen_option_id = NULL, reason = '', sure = NULL, decided_by_id = NULL, decided_at = NULL,
       review_on = NULL, outcome = NULL, outcome_text = '', scored_by_id = NULL, scored_at = NULL WHERE id = $1`,
    values: [world.rows[scope].decision, world.people.leadB],
  },
  // Changing the question rewrites the options.
  {
    sql: "UPDATE decision_option SET id = $2 WHERE decision_id = $1 AND place = 1",
    values: [world.rows[scope].decision, world.rows[scope].option],
  },
];
