import { randomUUID } from "node:crypto";
import type { Principal, Scope } from "../names";
import type { World } from "../world";
import { type ActionRow, KPI_SCOPES, ownDepartment, WRITES_KPI } from "./cells";

const RECORDS = { ...WRITES_KPI, memberA: ["own"] } as const;
const MAY = "2014-05-01";
const AWAY = { fromOn: "2014-06-02", toOn: "2014-06-06" };
const DELEGATION = "0197d3a0-0000-7000-8000-0000000000d1";

/** "own": the caller; otherwise somebody in that scope. */
const away = (world: World, scope: Scope, who: Principal) => (scope === "own" ? world.people[who] : world.rows[scope].person);
/** The department of the person away. */
const awayFrom: NonNullable<ActionRow["filed"]> = (world, scope, who) =>
  scope === "own" ? ownDepartment(world, scope, who) : world.rows[scope].place;
/** Somebody who enters values where that person's measures are; only the COO covers the company itself. */
const deputy = (world: World, scope: Scope, who: Principal) =>
  scope === "A" || scope === "missing" || who === "memberA"
    ? world.people.leadA
    : who === "leadA"
      ? world.people.memberA
      : world.people.coo;

/** What is done on My numbers and while somebody is away. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/my-numbers/actions.ts#recordNumberAction": {
    audit: "measurement.correct kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({
      idempotencyKey: randomUUID(),
      state: "final",
      kpiId: world.rows[scope].kpi,
      periodStart: MAY,
      value: "12.5",
      note: "",
      reason: "",
      seenVersion: "1",
    }),
    allowed: RECORDS,
  },
  "app/(console)/my-numbers/actions.ts#recordMeasurementsAction": {
    audit: "measurement.correct kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({
      idempotencyKey: randomUUID(),
      rows: JSON.stringify([{ kpiId: world.rows[scope].kpi, periodStart: MAY, value: "12.5", seenVersion: 1 }]),
    }),
    allowed: RECORDS,
  },
  "app/(console)/my-numbers/actions.ts#takeBackNumberAction": {
    audit: "measurement.correct kpi",
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({ idempotencyKey: randomUUID(), kpiId: world.rows[scope].kpi, periodStart: MAY, seenVersion: "1" }),
    allowed: RECORDS,
    given: (world, scope, who) => ({
      sql: "UPDATE measurement SET recorded_by_id = $2 WHERE kpi_id = $1 AND period_start = '2014-05-01'",
      values: [world.rows[scope].kpi, world.people[who]],
    }),
  },
  "app/(console)/settings/account/actions.ts#giveDelegationAction": {
    audit: "delegation.give person",
    filed: awayFrom,
    scopes: ["own", "A", "missing"],
    fields: (world, scope, who) => ({
      idempotencyKey: randomUUID(),
      personId: away(world, scope, who),
      deputyId: scope === "own" && who === "coo" ? world.people.executive : deputy(world, scope, who),
      ...AWAY,
    }),
    allowed: { coo: ["own"], executive: ["own"], leadA: ["own"], leadB: ["own"], memberA: ["own"], administrator: ["own", "A"] },
    // Only the COO enters values of the whole company, so the COO's deputy needs another person who can.
    given: (world, _scope, who) => ({
      sql: "INSERT INTO access_grant (id, person_id, department_id, role) SELECT gen_random_uuid(), $1, $2, 'lead' WHERE $3 = 'coo'",
      values: [world.people.executive, world.root, who],
    }),
  },
  "app/(console)/settings/account/actions.ts#endDelegationAction": {
    audit: "delegation.end person",
    filed: awayFrom,
    scopes: ["own", "A", "missing"],
    fields: (_world, scope) => ({ delegationId: scope === "missing" ? randomUUID() : DELEGATION }),
    allowed: { coo: ["own"], executive: ["own"], leadA: ["own"], leadB: ["own"], memberA: ["own"], administrator: ["own", "A"] },
    given: (world, scope, who) => ({
      sql: `INSERT INTO delegation (id, person_id, deputy_id, from_on, to_on, created_at) VALUES ($1, $2, $3, '2014-06-02', '2014-06-06', now())`,
      values: [DELEGATION, away(world, scope, who), world.people.viewerB],
    }),
  },
};
