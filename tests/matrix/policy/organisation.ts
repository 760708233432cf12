import { randomUUID } from "node:crypto";
import type { Scope } from "../names";
import { PARTS } from "../policy";
import { ITSELF } from "../state";
import type { World } from "../world";
import { type ActionRow, ADMINISTERS, type Cells, EVERY, PLACES, without } from "./cells";

const DEPARTMENTS = "app/(console)/settings/departments/actions.ts";
const POSITIONS = "app/(console)/settings/positions/actions.ts";

const department = (world: World, scope: Scope) => world.rows[scope].department;
const position = (world: World, scope: Scope) => world.rows[scope].position;
/** What is in use: a closed department accepts nothing and cannot change. */
const IN_USE = without(ADMINISTERS, "own", "archived");
const EVERYWHERE: Cells = { administrator: EVERY };
/** A department's rows have its own id: the readers of its log see what is done to it. */
const itself = () => ITSELF;
const ALL: readonly Scope[] = [...EVERY, "missing"];

/** Everything that would keep the department open is moved, ended or closed; the last statement counts. */
const emptied = () => `
  WITH kpis AS (UPDATE kpi SET archived_at = now() WHERE department_id = $1::uuid),
    work AS (UPDATE initiative SET stage = 'stopped', closed_on = '2014-06-01' WHERE department_id = $1::uuid AND closed_on IS NULL),
    actions AS (UPDATE action SET done_on = '2014-06-01' WHERE department_id = $1::uuid AND done_on IS NULL),
    ${PARTS.flatMap((part) => part.EMPTIED ?? [])
      .map((sql, n) => `part${n} AS (${sql}),`)
      .join("\n")}
    people AS (UPDATE person SET department_id = $2::uuid WHERE department_id = $1::uuid),
    seats AS (UPDATE position SET department_id = $2::uuid WHERE department_id = $1::uuid),
    roles AS (UPDATE access_grant SET ended_at = now() WHERE department_id = $1::uuid AND ended_at IS NULL)
  UPDATE department SET parent_id = $2::uuid WHERE parent_id = $1::uuid`;

/** Departments and positions, which administrators create, change, close and reopen. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  [`${DEPARTMENTS}#addDepartmentAction`]: {
    audit: "department.add department",
    filed: itself,
    scopes: PLACES,
    fields: (world, scope) => ({
      ...{ idempotencyKey: randomUUID(), code: "NEW", name: "A new department", groupName: "", parentId: department(world, scope) },
    }),
    allowed: IN_USE,
  },
  [`${DEPARTMENTS}#changeDepartmentAction`]: {
    audit: "department.change department",
    filed: itself,
    scopes: PLACES,
    fields: (world, scope) => ({
      ...{ departmentId: department(world, scope), version: "1", code: "C-other", name: "Another name", groupName: "North" },
      parentId: scope === "root" ? "" : world.root,
    }),
    allowed: IN_USE,
  },
  [`${DEPARTMENTS}#closeDepartmentAction`]: {
    audit: "department.close department",
    filed: itself,
    // The company itself is closed by nobody (tests/integration/organisation.test.ts).
    scopes: ["A", "B", "B1", "archived", "missing"],
    fields: (world, scope) => ({ departmentId: department(world, scope) }),
    allowed: without(IN_USE, "root"),
    given: (world, scope) => ({ sql: emptied(), values: [department(world, scope), world.root] }),
  },
  [`${DEPARTMENTS}#openDepartmentAction`]: {
    audit: "department.open department",
    filed: itself,
    scopes: ["archived", "missing"],
    fields: (world, scope) => ({ departmentId: department(world, scope) }),
    allowed: { administrator: ["archived"] },
  },
  [`${POSITIONS}#addPositionAction`]: {
    audit: "position.add position",
    scopes: PLACES,
    fields: (world, scope) => ({
      ...{ idempotencyKey: randomUUID(), code: "S-NEW", title: "A new position", departmentId: department(world, scope) },
      ...{ holderId: world.people.memberA, reportsToId: "" },
    }),
    allowed: IN_USE,
  },
  [`${POSITIONS}#changePositionAction`]: {
    audit: "position.change position",
    scopes: ALL,
    fields: (world, scope) => ({
      ...{ positionId: position(world, scope), version: "1", title: "Another title", departmentId: world.rows[scope].place },
      ...{ holderId: "", reportsToId: "" },
    }),
    allowed: EVERYWHERE,
  },
  [`${POSITIONS}#closePositionAction`]: {
    audit: "position.close position",
    scopes: ALL,
    fields: (world, scope) => ({ positionId: position(world, scope) }),
    allowed: EVERYWHERE,
    given: (world, scope) => ({ sql: "UPDATE kpi SET archived_at = now() WHERE position_id = $1", values: [position(world, scope)] }),
  },
  [`${POSITIONS}#openPositionAction`]: {
    audit: "position.open position",
    scopes: ALL,
    fields: (world, scope) => ({ positionId: position(world, scope) }),
    allowed: EVERYWHERE,
    given: (world, scope) => ({
      sql: "UPDATE position SET archived_at = now(), holder_id = NULL WHERE id = $1",
      values: [position(world, scope)],
    }),
  },
};
