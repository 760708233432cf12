import { PASSWORD, type Scope } from "../names";
import type { World } from "../world";
import { type ActionRow, ADMINISTERS, everybody, nowhere, ownDepartment } from "./cells";

const person = (world: World, scope: Scope) => world.rows[scope].person;
const PEOPLE: readonly Scope[] = ["A", "own", "B", "B1", "root", "archived", "missing"];
const personRow = (audit: ActionRow["audit"], more: Partial<ActionRow> = {}): ActionRow => ({
  audit,
  scopes: PEOPLE,
  fields: (world, scope) => ({ personId: person(world, scope) }),
  allowed: ADMINISTERS,
  ...more,
});

/** What is done to people, accounts, grants and sessions. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/settings/people/actions.ts#addPersonAction": {
    audit: "person.add person",
    scopes: ["A", "B", "B1", "root", "missing"],
    fields: (world, scope) => ({
      code: "E-1000",
      name: "Somebody New",
      email: "",
      jobTitle: "",
      departmentId: world.rows[scope].department,
    }),
    allowed: ADMINISTERS,
  },
  // Without an e-mail nobody can sign in: that has its own row.
  "app/(console)/settings/people/actions.ts#changePersonAction": personRow(["account.address person", "person.change person"], {
    fields: (world, scope) => ({
      personId: person(world, scope),
      version: "1",
      name: "Another Name",
      email: "",
      jobTitle: "",
      departmentId: world.rows[scope].place,
    }),
  }),
  "app/(console)/settings/people/actions.ts#recordLeavingAction": personRow(["account.address person", "person.leave person"], {
    fields: (world, scope) => ({ personId: person(world, scope), version: "1", leftOn: "2014-07-01" }),
  }),
  "app/(console)/settings/people/actions.ts#revertLeavingAction": personRow(["account.address person", "person.return person"], {
    given: (world, scope) => ({ sql: "UPDATE person SET left_on = '2014-07-01' WHERE id = $1", values: [person(world, scope)] }),
  }),
  "app/(console)/settings/people/actions.ts#giveGrantAction": personRow("grant.give person", {
    fields: (world, scope) => ({ personId: person(world, scope), departmentId: world.rows[scope].place, role: "lead" }),
  }),
  "app/(console)/settings/people/actions.ts#endGrantAction": personRow("grant.end person", {
    fields: (world, scope) => ({ grantId: world.rows[scope].grant }),
  }),
  "app/(console)/settings/people/actions.ts#makeSignInLinkAction": personRow("account.link person"),
  "app/(console)/settings/people/actions.ts#disableAccountAction": personRow("account.disable person"),
  "app/(console)/settings/people/actions.ts#enableAccountAction": personRow("account.enable person", {
    given: (world, scope) => ({ sql: "UPDATE account SET disabled_at = now() WHERE person_id = $1", values: [person(world, scope)] }),
  }),
  "app/(console)/settings/people/actions.ts#endSessionsAction": personRow("session.revoke person", {
    changes: "session",
    given: (world, scope) => ({
      sql: `INSERT INTO session (id_hash, person_id, expires_at) VALUES (sha256('${scope}'), $1, now() + interval '1 hour')`,
      values: [person(world, scope)],
    }),
  }),
  "app/(console)/settings/account/actions.ts#changePasswordAction": {
    audit: "account.password person",
    filed: ownDepartment,
    scopes: ["own"],
    fields: () => ({ currentPassword: PASSWORD, newPassword: "seven green umbrellas by the quay" }),
    allowed: everybody(["own"]),
  },
  "app/(console)/settings/account/actions.ts#endOwnSessionsAction": {
    audit: "session.revoke person",
    filed: ownDepartment,
    scopes: ["own"],
    fields: () => ({}),
    allowed: everybody(["own"]),
    changes: "session",
  },
  "app/(auth)/actions.ts#signOutAction": {
    audit: "session.end person",
    filed: nowhere,
    scopes: ["own"],
    fields: () => ({}),
    allowed: everybody(["own"]),
    changes: "session",
  },
  "app/(auth)/actions.ts#redeemLinkAction": {
    audit: "account.password person",
    by: (world) => world.rows.B.person,
    scopes: ["B", "missing"],
    open: true,
    fields: (world, scope) => ({
      token: scope === "B" ? world.invitation : world.invitation.split("").reverse().join(""),
      password: "seven green umbrellas by the quay",
    }),
    allowed: everybody(["B"]),
  },
  "app/(auth)/actions.ts#createFirstAdministratorAction": {
    audit: "installation.start person",
    scopes: ["A"],
    open: true,
    fields: (world) => ({
      token: world.invitation,
      name: "Somebody Else",
      email: "somebody.else@company.example",
      password: "seven green umbrellas by the quay",
      company: "Another Company",
    }),
    allowed: {},
  },
};
