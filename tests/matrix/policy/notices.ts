import type { Principal } from "../names";
import type { World } from "../world";
import { type ActionRow, everybody } from "./cells";

const NOTICE = "900001";
/** A notice of the caller about a new deputy, which refers to nothing that could be out of reach. */
const told = (world: World, who: Principal) => ({
  sql: "INSERT INTO notification (id, person_id, kind, at) VALUES (900001, $1, 'delegated', '2014-06-02T07:00:00Z')",
  values: [world.people[who]],
});

/** What is done to notices: everybody reads their own, nobody another's. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/notifications/actions.ts#markReadAction": {
    audit: "none",
    scopes: ["own"],
    fields: () => ({ id: NOTICE }),
    allowed: everybody(["own"]),
    given: (world, _scope, who) => told(world, who),
  },
  "app/(console)/notifications/actions.ts#markAllReadAction": {
    audit: "none",
    scopes: ["own"],
    fields: () => ({ upTo: NOTICE }),
    allowed: everybody(["own"]),
    given: (world, _scope, who) => told(world, who),
  },
};
