import { randomUUID } from "node:crypto";
import type { Fields } from "../support/app-server";
import { PASSWORD, type Principal, SCOPES, type Scope, SIGNED_IN } from "./names";
import type { World } from "./world";

/**
 * Who may do what, written down from the product's table of roles and from nothing of the application. What is not here is refused;
 * what may not be seen is answered like what does not exist.
 *
 *   COO             reads everything; writes everything in the business
 *   executive       reads everything; comments
 *   lead            reads the own department, all below it and what is company-wide; writes its KPI values, explanations, initiatives
 *   member          reads the own department; writes the KPIs, actions and check-ins they own; comments there
 *   viewer          reads the own department (or the company, if so granted); writes nothing
 *   administrator   reads and writes people, access, sources, settings, audit; no business figures by that role alone
 *
 * Whoever was given an initiative by name sees it and works on it wherever it belongs.
 */
export type SignedIn = (typeof SIGNED_IN)[number];
type Cells = Readonly<Partial<Record<SignedIn, readonly Scope[]>>>;

const EVERY: readonly Scope[] = ["A", "own", "B", "B1", "root", "shared", "carried", "archived"];
const IN_A: readonly Scope[] = ["A", "own", "archived"];
const IN_B: readonly Scope[] = ["B", "B1", "shared", "carried"];
const everybody = (scopes: readonly Scope[]): Cells => Object.fromEntries(SIGNED_IN.map((who) => [who, scopes]));

/** Rows of the business a principal may read, whatever kind they are of; "shared" is shared as a KPI only. */
const READS: Cells = {
  viewerA: IN_A,
  memberA: IN_A,
  leadA: IN_A,
  viewerB: IN_B,
  leadB: IN_B,
  viewerCompany: EVERY,
  executive: EVERY,
  coo: EVERY,
};
const without = (cells: Cells, ...scopes: readonly Scope[]): Cells =>
  Object.fromEntries(Object.entries(cells).map(([who, held]) => [who, held.filter((scope) => !scopes.includes(scope))]));
const and = (cells: Cells, who: readonly SignedIn[], scope: Scope): Cells => ({
  ...cells,
  ...Object.fromEntries(who.map((one) => [one, [...(cells[one] ?? []), scope]])),
});

const KPIS = without(and(READS, ["viewerA", "memberA", "leadA"], "shared"), "archived", "carried");
const INITIATIVES = and(READS, ["memberA"], "carried");
const DEPARTMENTS = without(READS, "own", "shared", "carried");
/** Of a department that is no longer in use, history is read by those who read the whole company. */
const DEPARTMENT_PAGES: Cells = { ...DEPARTMENTS, viewerA: ["A"], memberA: ["A"], leadA: ["A"] };

/** The canaries that may turn up in what a principal is sent, on whatever page. */
export function mayReceive(who: Principal): readonly Scope[] {
  if (!isSignedIn(who)) return [];
  return [...new Set([...(KPIS[who] ?? []), ...(INITIATIVES[who] ?? [])])];
}
export const isSignedIn = (who: Principal): who is SignedIn => (SIGNED_IN as readonly Principal[]).includes(who);

type Page = {
  /** Nobody in particular: open without signing in. */
  open?: true;
  /** Parameters, by the row of the scope; without it there is one page, called "A". */
  at?: (world: World, scope: Scope) => Record<string, string>;
  scopes?: readonly Scope[];
  reads: Cells;
  /** Where the page sends on those who may open it. */
  to?: (who: SignedIn) => string;
  /** It shows the text of the row it is about. */
  shows?: true;
  /** It reads its query. */
  asks?: true;
};
const one: Pick<Page, "scopes"> = { scopes: ["A"] };
const here = everybody(["A"]);
const only = (...who: readonly SignedIn[]): Cells => Object.fromEntries(who.map((name) => [name, ["A"] as const]));
const ACCESS: Cells = { coo: ["A", "own", "B", "B1", "root", "archived"], administrator: ["A", "own", "B", "B1", "root", "archived"] };
const KPI_SCOPES = SCOPES.filter((scope) => scope !== "carried");
const PLACES: readonly Scope[] = ["A", "B", "B1", "root", "archived", "missing"];

export const PAGES: Readonly<Record<string, Page>> = {
  "/": { ...one, reads: here },
  "/areas": { ...one, reads: here },
  "/[area]": {
    scopes: ["A", "missing"],
    at: (_world, scope) => ({ area: scope === "A" ? "operations" : "no-such-area" }),
    reads: here,
  },
  "/performance": { ...one, reads: here },
  "/departments": { ...one, reads: here },
  "/departments/[id]": { scopes: PLACES, at: (world, scope) => ({ id: world.rows[scope].department }), reads: DEPARTMENT_PAGES },
  "/kpis/[id]": { asks: true, scopes: KPI_SCOPES, at: (world, scope) => ({ id: world.rows[scope].kpi }), reads: KPIS, shows: true },
  "/initiatives": { ...one, asks: true, reads: here },
  "/initiatives/[id]": { scopes: SCOPES, at: (world, scope) => ({ id: world.rows[scope].initiative }), reads: INITIATIVES, shows: true },
  "/initiatives/new": { ...one, asks: true, reads: only("coo", "leadA", "leadB") },
  "/my-numbers": { ...one, reads: only("coo", "leadA", "leadB", "memberA") },
  "/data": { ...one, reads: only("coo", "administrator") },
  "/audit": { ...one, asks: true, reads: only("coo", "administrator") },
  "/settings": {
    ...one,
    reads: here,
    to: (who) => (who === "coo" || who === "administrator" ? "/settings/people" : "/settings/account"),
  },
  "/settings/account": { ...one, reads: here },
  "/settings/people": { ...one, asks: true, reads: only("coo", "administrator") },
  "/settings/people/[id]": {
    scopes: ["A", "own", "B", "B1", "root", "archived", "missing"],
    at: (world, scope) => ({ id: world.rows[scope].person }),
    reads: ACCESS,
  },
  "/sign-in": { ...one, asks: true, open: true, reads: here, to: () => "/" },
  "/invitation": { ...one, asks: true, open: true, reads: here },
  // The company of the matrix has an administrator: the way in for the first one is gone, for everybody.
  "/first-administrator": { ...one, asks: true, open: true, reads: {} },
};

type Route = {
  at: string;
  methods: Partial<Record<string, readonly number[]>>;
  /** Only for who is signed in, and only what they may read. */
  signedIn?: true;
};
/** Every route handler: what it answers to anybody, by method. Methods not named do not exist. */
export const ROUTES: Readonly<Record<string, Route>> = {
  "/api/my-numbers": { at: "/api/my-numbers", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  "/api/health/live": { at: "/api/health/live", methods: { GET: [200], HEAD: [200] } },
  "/api/health/ready": { at: "/api/health/ready", methods: { GET: [200], HEAD: [200] } },
  "/api/auth/[...nextauth]": { at: "/api/auth/session", methods: { GET: [200], HEAD: [200, 400, 405], POST: [200, 400, 405] } },
  "/icon.svg": { at: "/icon.svg", methods: { GET: [200], HEAD: [200] } },
};

export type ActionRow = {
  scopes: readonly Scope[];
  fields: (world: World, scope: Scope, who: Principal) => Fields;
  allowed: Cells;
  /** Anybody may call it; the one-time token decides. */
  open?: true;
  /** Made true, as the owner of the database, before a call that is allowed. */
  given?: (world: World, scope: Scope, who: Principal) => { sql: string; values: string[] };
  /** What it does cannot be seen in the tables that hold business data. */
  changes?: "session";
};

const person = (world: World, scope: Scope) => world.rows[scope].person;
const WRITES_KPI: Cells = without({ coo: KPIS.coo ?? [], leadA: IN_A, leadB: IN_B }, "archived", "carried");
/** Closed work changes no more. */
const WORKS: Cells = without({ coo: EVERY, leadA: IN_A, leadB: IN_B, memberA: ["own", "carried"] }, "archived");
const ASSIGNS: Cells = without({ coo: DEPARTMENTS.coo ?? [], leadA: ["A"], leadB: IN_B }, "archived", "shared", "carried");
const ADMINISTERS: Cells = { administrator: ["A", "own", "B", "B1", "root", "archived"] };
const PEOPLE: readonly Scope[] = ["A", "own", "B", "B1", "root", "archived", "missing"];
const personRow = (more: Partial<ActionRow> = {}): ActionRow => ({
  scopes: PEOPLE,
  fields: (world, scope) => ({ personId: person(world, scope) }),
  allowed: ADMINISTERS,
  ...more,
});
const what = { title: "Something to do", kind: "improvement", area: "operations", updateEveryDays: "7" };

export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/kpis/actions.ts#recordMeasurementAction": {
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({
      state: "final",
      kpiId: world.rows[scope].kpi,
      periodStart: "2014-05-01",
      value: "12.5",
      note: "",
      reason: "counted again",
      seenVersion: "1",
    }),
    allowed: { ...WRITES_KPI, memberA: ["own"] },
  },
  "app/(console)/kpis/actions.ts#setTargetAction": {
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({ kpiId: world.rows[scope].kpi, fromOn: "2014-06-01", floor: "10", ceiling: "", reason: "agreed" }),
    allowed: { coo: WRITES_KPI.coo ?? [] },
  },
  "app/(console)/kpis/actions.ts#addAnnotationAction": {
    scopes: KPI_SCOPES,
    fields: (world, scope) => ({ kpiId: world.rows[scope].kpi, onDate: "2014-05-05", kind: "note", text: "a line was moved" }),
    allowed: WRITES_KPI,
  },
  "app/(console)/initiatives/actions.ts#assignInitiativeAction": {
    scopes: PLACES,
    fields: (world, scope, who) => ({
      ...what,
      onceKey: randomUUID(),
      summary: "",
      departmentId: world.rows[scope].department,
      ownerId: world.people[who],
      startsOn: "2014-06-02",
      dueOn: "2014-09-01",
    }),
    allowed: ASSIGNS,
  },
  "app/(console)/initiatives/actions.ts#changeInitiativeAction": {
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
    scopes: SCOPES,
    fields: (world, scope) => ({
      onceKey: randomUUID(),
      id: world.rows[scope].initiative,
      judgement: "on_track",
      text: "as planned",
      obstacle: "",
    }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#closeInitiativeAction": {
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].initiative, version: "1", stage: "done", reason: "reached" }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#addMilestoneAction": {
    scopes: SCOPES,
    fields: (world, scope) => ({
      onceKey: randomUUID(),
      initiativeId: world.rows[scope].initiative,
      title: "A step",
      ownerId: "",
      dueOn: "2014-06-30",
    }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#changeMilestoneAction": {
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].milestone, version: "1", dueOn: "2014-06-25", doneOn: "" }),
    allowed: WORKS,
  },
  "app/(console)/initiatives/actions.ts#addActionAction": {
    scopes: SCOPES,
    fields: (world, scope, who) => ({
      onceKey: randomUUID(),
      initiativeId: world.rows[scope].initiative,
      title: "A promise",
      ownerId: world.people[who],
      dueOn: "2014-06-30",
    }),
    allowed: { ...WORKS, memberA: ["A", "own", "carried"] },
  },
  "app/(console)/initiatives/actions.ts#completeActionAction": {
    // A promise is kept also after its initiative was stopped; who may say so is the same.
    scopes: SCOPES,
    fields: (world, scope) => ({ id: world.rows[scope].action, version: "1" }),
    allowed: { coo: EVERY, leadA: IN_A, leadB: IN_B, memberA: ["own", "carried"] },
  },
  "app/(console)/initiatives/actions.ts#writeCommentAction": {
    scopes: SCOPES,
    fields: (world, scope) => ({ onceKey: randomUUID(), initiativeId: world.rows[scope].initiative, body: "heard" }),
    allowed: {
      coo: EVERY,
      executive: EVERY,
      leadA: INITIATIVES.leadA ?? [],
      leadB: INITIATIVES.leadB ?? [],
      memberA: INITIATIVES.memberA ?? [],
    },
  },
  "app/(console)/settings/people/actions.ts#addPersonAction": {
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
  "app/(console)/settings/people/actions.ts#changePersonAction": personRow({
    fields: (world, scope) => ({
      personId: person(world, scope),
      version: "1",
      name: "Another Name",
      email: "",
      jobTitle: "",
      departmentId: world.rows[scope].place,
    }),
  }),
  "app/(console)/settings/people/actions.ts#giveGrantAction": personRow({
    fields: (world, scope) => ({ personId: person(world, scope), departmentId: world.rows[scope].place, role: "lead" }),
  }),
  "app/(console)/settings/people/actions.ts#endGrantAction": personRow({
    fields: (world, scope) => ({ grantId: world.rows[scope].grant }),
  }),
  "app/(console)/settings/people/actions.ts#makeSignInLinkAction": personRow(),
  "app/(console)/settings/people/actions.ts#disableAccountAction": personRow(),
  "app/(console)/settings/people/actions.ts#enableAccountAction": personRow({
    given: (world, scope) => ({ sql: "UPDATE account SET disabled_at = now() WHERE person_id = $1", values: [person(world, scope)] }),
  }),
  "app/(console)/settings/people/actions.ts#endSessionsAction": personRow({
    changes: "session",
    given: (world, scope) => ({
      sql: `INSERT INTO session (id_hash, person_id, expires_at) VALUES (sha256('${scope}'), $1, now() + interval '1 hour')`,
      values: [person(world, scope)],
    }),
  }),
  "app/(console)/settings/account/actions.ts#changePasswordAction": {
    scopes: ["own"],
    fields: () => ({ currentPassword: PASSWORD, newPassword: "seven green umbrellas by the quay" }),
    allowed: everybody(["own"]),
  },
  "app/(console)/settings/account/actions.ts#endOwnSessionsAction": {
    scopes: ["own"],
    fields: () => ({}),
    allowed: everybody(["own"]),
    changes: "session",
  },
  "app/(auth)/actions.ts#signOutAction": { scopes: ["own"], fields: () => ({}), allowed: everybody(["own"]), changes: "session" },
  "app/(auth)/actions.ts#redeemLinkAction": {
    scopes: ["B", "missing"],
    open: true,
    fields: (world, scope) => ({
      token: scope === "B" ? world.invitation : world.invitation.split("").reverse().join(""),
      password: "seven green umbrellas by the quay",
    }),
    allowed: everybody(["B"]),
  },
  "app/(auth)/actions.ts#createFirstAdministratorAction": {
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
