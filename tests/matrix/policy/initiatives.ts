import { randomUUID } from "node:crypto";
import { SCOPES } from "../names";
import { type ActionRow, ASSIGNS, EVERY, IN_A, IN_B, PLACES, WORKS } from "./cells";

const what = { title: "Something to do", kind: "improvement", area: "operations", updateEveryDays: "7" };

/** What is done to initiatives and their parts. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/initiatives/actions.ts#assignInitiativeAction": {
    audit: "initiative.assign initiative",
    scopes: PLACES,
    fields: (world, scope, who) => ({
      ...what,
      idempotencyKey: randomUUID(),
      summary: "",
      departmentId: world.rows[scope].department,
      ownerId: world.people[who],
      startsOn: "2014-06-02",
      dueOn: "2014-09-01",
    }),
    allowed: ASSIGNS,
  },
  "app/(console)/initiatives/actions.ts#changeInitiativeAction": {
    audit: "initiative.change initiative",
    scopes: SCOPES,
    fields: (world, scope) => ({
      ...what,
      id: world.rows[scope].initiative,
      version: "1",
      summary: "changed",
      departmentId: world.rows[scope].place,
      ownerId: world.rows[scope].owner,
      stage: "active",
      dueOn: "2014-08-01",
    }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#reportInitiativeAction": {
    audit: "initiative.report initiative",
    scopes: SCOPES,
    fields: (world, scope) => ({
      idempotencyKey: randomUUID(),
      id: world.rows[scope].initiative,
      judgement: "on_track",
      text: "as planned",
      obstacle: "",
    }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#closeInitiativeAction": {
    audit: "initiative.change initiative",
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].initiative, version: "1", stage: "done", reason: "reached" }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#addMilestoneAction": {
    audit: "milestone.add milestone",
    scopes: SCOPES,
    fields: (world, scope) => ({
      idempotencyKey: randomUUID(),
      initiativeId: world.rows[scope].initiative,
      title: "A step",
      ownerId: "",
      dueOn: "2014-06-30",
    }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#changeMilestoneAction": {
    audit: "milestone.change milestone",
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].milestone, version: "1", dueOn: "2014-06-25", doneOn: "" }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#addActionAction": {
    audit: "action.add action",
    scopes: SCOPES,
    fields: (world, scope, who) => ({
      idempotencyKey: randomUUID(),
      initiativeId: world.rows[scope].initiative,
      title: "A promise",
      ownerId: world.people[who],
      dueOn: "2014-06-30",
    }),
    allowed: { ...WORKS, memberA: ["A", "own", "carried"] },
  },
  "app/(console)/initiatives/actions.ts#completeActionAction": {
    audit: "action.complete action",
    // An action can be completed even after its initiative was stopped, by the same people.
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].action, version: "1" }),
    allowed: { coo: EVERY, leadA: IN_A, leadB: IN_B, memberA: ["own", "carried"] },
  },
};
