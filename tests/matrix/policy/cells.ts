import type { Fields } from "../../support/app-server";
import { type Principal, SCOPES, type Scope, SIGNED_IN } from "../names";
import type { World } from "../world";

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
export type Cells = Readonly<Partial<Record<SignedIn, readonly Scope[]>>>;

export const EVERY: readonly Scope[] = ["A", "own", "B", "B1", "root", "shared", "carried", "archived"];
export const IN_A: readonly Scope[] = ["A", "own", "archived"];
export const IN_B: readonly Scope[] = ["B", "B1", "shared", "carried"];
export const everybody = (scopes: readonly Scope[]): Cells => Object.fromEntries(SIGNED_IN.map((who) => [who, scopes]));

/** Business rows a principal may read, of any kind; "shared" is only shared as a KPI. */
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
export const without = (cells: Cells, ...scopes: readonly Scope[]): Cells =>
  Object.fromEntries(Object.entries(cells).map(([who, held]) => [who, held.filter((scope) => !scopes.includes(scope))]));
const and = (cells: Cells, who: readonly SignedIn[], scope: Scope): Cells => ({
  ...cells,
  ...Object.fromEntries(who.map((one) => [one, [...(cells[one] ?? []), scope]])),
});

export const KPIS = without(and(READS, ["viewerA", "memberA", "leadA"], "shared"), "archived", "carried");
export const INITIATIVES = and(READS, ["memberA"], "carried");
export const DEPARTMENTS = without(READS, "own", "shared", "carried");
/** History of a closed department is readable for people who read the whole company. */
export const DEPARTMENT_PAGES: Cells = { ...DEPARTMENTS, viewerA: ["A"], memberA: ["A"], leadA: ["A"] };

/** The canaries that may appear in what a principal receives, on any page. */
export function mayReceive(who: Principal): readonly Scope[] {
  if (!isSignedIn(who)) return [];
  return [...new Set([...(KPIS[who] ?? []), ...(INITIATIVES[who] ?? [])])];
}
/** The canaries of positions that may appear: with a KPI, and separately where people are administered. */
export const mayReceiveSeats = (who: Principal): readonly Scope[] =>
  who === "administrator" ? (POSITIONS.administrator ?? []) : mayReceive(who);
export const isSignedIn = (who: Principal): who is SignedIn => (SIGNED_IN as readonly Principal[]).includes(who);

export const here = everybody(["A"]);
export const only = (...who: readonly SignedIn[]): Cells => Object.fromEntries(who.map((name) => [name, ["A"] as const]));
export const ACCESS: Cells = {
  coo: ["A", "own", "B", "B1", "root", "archived"],
  administrator: ["A", "own", "B", "B1", "root", "archived"],
};
/** Positions, by department; people who read access there read them. */
export const POSITIONS: Cells = { coo: EVERY, administrator: EVERY };
export const KPI_SCOPES = SCOPES.filter((scope) => scope !== "carried");
export const PLACES: readonly Scope[] = ["A", "B", "B1", "root", "archived", "missing"];

/** "measurement.record kpi": the audit action and the type of its subject. */
export type Written = `${string}.${string} ${string}`;

export type ActionRow = {
  scopes: readonly Scope[];
  fields: (world: World, scope: Scope, who: Principal) => Fields;
  allowed: Cells;
  /** The audit rows of an allowed call, in order. */
  audit: Written | readonly Written[] | "none";
  /** The department of the rows, null for the installation; by default that of the row. */
  filed?: (world: World, scope: Scope, who: Principal) => string | null;
  /** The actor of the rows; by default the caller. */
  by?: (world: World) => string;
  /** A later call of the same person replaces a running one, so they are made one after the other. */
  single?: true;
  /** Anybody may call it; the one-time token decides. */
  open?: true;
  /** Prepared as the owner of the database before an allowed call. */
  given?: (world: World, scope: Scope, who: Principal) => { sql: string; values: string[] };
  /** Its effect is not in the tables with business data, or it only shows something. */
  changes?: "session" | "nothing";
};

export type Page = {
  /** Open without signing in. */
  open?: true;
  /** Parameters for the row of the scope; without it there is one page, called "A". */
  at?: (world: World, scope: Scope) => Record<string, string>;
  scopes?: readonly Scope[];
  reads: Cells;
  /** Where the page redirects people who may open it. */
  to?: (who: SignedIn, world: World, scope: Scope) => string;
  /** It shows the text of its row. */
  shows?: true;
  /** It reads its query. */
  asks?: true;
};
export const one: Pick<Page, "scopes"> = { scopes: ["A"] };

type Statement = { sql: string; values: string[] };

/** What is written down for one feature. Only entities of their own have more than actions. */
export type Part = {
  ACTIONS: Readonly<Record<string, ActionRow>>;
  PAGES?: Readonly<Record<string, Page>>;
  /** Other requests of people of A besides the plain pages. */
  asked?: (world: World) => string[];
  /** Changes every row of its tables in the departments $1; each statement names its table first. */
  CHANGES?: readonly (readonly [table: string, sql: string])[];
  /** Moves everything of department $1 that would keep it open into department $2. */
  EMPTIED?: string;
  /** Makes the row what its actions expect: open, at its first version. */
  asItWas?: (world: World, scope: Scope) => Statement[];
};
/** Requests for what the fields offer. */
export const offered = (...kinds: readonly string[]): string[] =>
  kinds.flatMap((of) => [`/api/choices?of=${of}`, `/api/choices?of=${of}&q=B`, `/api/choices?of=${of}&q=qzB`]);

export const WRITES_KPI: Cells = without({ coo: KPIS.coo ?? [], leadA: IN_A, leadB: IN_B }, "archived", "carried");
/** Closed work cannot change. */
export const WORKS: Cells = without({ coo: EVERY, leadA: IN_A, leadB: IN_B, memberA: ["own", "carried"] }, "archived");
export const ASSIGNS: Cells = without({ coo: DEPARTMENTS.coo ?? [], leadA: ["A"], leadB: IN_B }, "archived", "shared", "carried");
/** Without a department: it concerns the whole installation. */
export const nowhere = () => null;
/** In the caller's department: it concerns the caller. */
export const ownDepartment = (world: World, _scope: Scope, who: Principal): string => {
  const name = isSignedIn(who) ? OWN[who] : "root";
  return world.departments[name];
};
const OWN: Readonly<Record<SignedIn, "root" | "A" | "B">> = {
  outsider: "root",
  viewerA: "A",
  viewerB: "B",
  viewerCompany: "root",
  memberA: "A",
  leadA: "A",
  leadB: "B",
  executive: "root",
  coo: "root",
  administrator: "root",
};

export const ADMINISTERS: Cells = { administrator: ["A", "own", "B", "B1", "root", "archived"] };
