import { randomUUID } from "node:crypto";
import type { Fields } from "../../support/app-server";
import type { Scope } from "../names";
import type { World } from "../world";
import { type ActionRow, INITIATIVES, KPI_SCOPES, KPIS, WRITES_KPI, without } from "./cells";

/** Every KPI but those archived has one open signal. */
const SCOPES: readonly Scope[] = KPI_SCOPES.filter((scope) => scope !== "archived");
const step = (world: World, scope: Scope, more: Fields = {}): Fields => ({
  idempotencyKey: randomUUID(),
  id: world.rows[scope].signal,
  version: "1",
  ...more,
});
/** Executives acknowledge, and change nothing else. */
const SEES = { ...WRITES_KPI, executive: KPIS.executive ?? [], memberA: ["own"] } as const;
const explained: NonNullable<ActionRow["given"]> = (world, scope) => ({
  sql: "UPDATE signal SET state = 'explained', owner_id = $2 WHERE id = $1",
  values: [world.rows[scope].signal, world.people.coo],
});
const action = (name: string) => `app/(console)/signals/actions.ts#${name}`;

/** Actions on signals: asked, assigned and accepted by COO and leads; explained by members for their own KPIs. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  [action("acknowledgeSignalAction")]: {
    audit: "signal.acknowledge signal",
    scopes: SCOPES,
    fields: (world, scope) => step(world, scope),
    allowed: SEES,
  },
  [action("deferSignalAction")]: {
    audit: "signal.leave signal",
    scopes: SCOPES,
    fields: (world, scope) => step(world, scope, { until: "2014-06-09" }),
    allowed: SEES,
  },
  [action("askAboutSignalAction")]: {
    audit: "signal.ask signal",
    scopes: SCOPES,
    fields: (world, scope) => step(world, scope, { personId: world.people.coo, text: "why", answerBy: "2014-06-04" }),
    allowed: WRITES_KPI,
  },
  [action("assignSignalAction")]: {
    audit: "signal.assign signal",
    scopes: SCOPES,
    fields: (world, scope) => step(world, scope, { personId: world.people.coo, title: "find out", dueOn: "2014-06-04" }),
    allowed: WRITES_KPI,
  },
  [action("explainSignalAction")]: {
    audit: "signal.explain signal",
    scopes: SCOPES,
    fields: (world, scope) =>
      step(world, scope, { cause: "machine", text: "a press stood still", actionTitle: "mend it", actionDueOn: "2014-06-04" }),
    allowed: { ...WRITES_KPI, memberA: ["own"] },
  },
  // The company itself has nobody above it.
  [action("escalateSignalAction")]: {
    audit: "signal.escalate signal",
    scopes: SCOPES.filter((scope) => scope !== "root"),
    fields: (world, scope) => step(world, scope, { text: "Two departments have to move together." }),
    allowed: without({ ...WRITES_KPI, memberA: ["own"] }, "root"),
  },
  [action("acceptExplanationAction")]: {
    audit: "signal.accept signal",
    scopes: SCOPES,
    given: explained,
    fields: (world, scope) => step(world, scope, { text: "" }),
    allowed: WRITES_KPI,
  },
  [action("askAgainAction")]: {
    audit: "signal.ask-again signal",
    scopes: SCOPES,
    given: explained,
    fields: (world, scope) => step(world, scope, { text: "and since when", answerBy: "2014-06-04" }),
    allowed: WRITES_KPI,
  },
  [action("acceptNewLevelAction")]: {
    audit: "signal.new-level signal",
    scopes: SCOPES,
    fields: (world, scope) => step(world, scope, { onDate: "2014-04-01", text: "a second line" }),
    allowed: WRITES_KPI,
  },
  // Personal: everybody who sees the work may snooze it.
  [action("deferItemAction")]: {
    audit: "today.leave initiative",
    scopes: ["A", "own", "B", "B1", "root", "shared", "carried", "archived", "missing"],
    fields: (world, scope) => ({ item: `initiative:${world.rows[scope].initiative}`, until: "2014-06-09" }),
    allowed: INITIATIVES,
  },
  [action("undoDeferItemAction")]: {
    audit: "today.undo initiative",
    scopes: ["A", "own", "B", "B1", "root", "shared", "carried", "archived", "missing"],
    given: (world, scope, who) => ({
      sql: `INSERT INTO deferral (person_id, item, until, at) VALUES ($1, $2, '2014-06-09', '2014-06-02T12:00:00Z')
        ON CONFLICT (person_id, item) DO UPDATE SET at = excluded.at`,
      values: [world.people[who], `initiative:${world.rows[scope].initiative}`],
    }),
    fields: (world, scope) => ({ item: `initiative:${world.rows[scope].initiative}` }),
    allowed: INITIATIVES,
  },
  [action("undoStepAction")]: {
    audit: "signal.undo signal",
    scopes: SCOPES,
    given: (world, scope, who) => ({
      sql: `INSERT INTO signal_event (signal_id, at, actor_id, step, before) VALUES ($1, '2014-06-02T12:00:00Z', $2, 'acknowledged',
        '{"state": "open", "ownerId": null, "askedById": null, "answerBy": null, "cause": null, "acceptedAt": null}')`,
      values: [world.rows[scope].signal, world.people[who]],
    }),
    fields: (world, scope) => step(world, scope),
    allowed: SEES,
  },
};
