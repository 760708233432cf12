import { AppError } from "@/lib/errors";
import { ownPeople, type Viewer } from "@/lib/platform/authz/viewer";

export type Role = "coo" | "executive" | "lead" | "member" | "viewer" | "administrator";

/** all: any row in the departments of the grant. own: such a row if it belongs to the person. */
type Scope = "all" | "own";

/** The whole policy: what each role may do inside the departments of its grant. Anything not listed is forbidden. */
export const POLICY = {
  "kpi.read": { coo: "all", executive: "all", lead: "all", member: "all", viewer: "all" },
  "kpi.define": { coo: "all", lead: "all" },
  "measurement.record": { coo: "all", lead: "all", member: "own" },
  "target.set": { coo: "all" },
  "annotation.add": { coo: "all", lead: "all" },
  // Marks it as seen and taken on. Executives too: they decide, and change no figures.
  "signal.acknowledge": { coo: "all", executive: "all", lead: "all", member: "own" },
  // States cause and action.
  "signal.explain": { coo: "all", lead: "all", member: "own" },
  // Asks, assigns, accepts or asks again, accepts a new level.
  "signal.decide": { coo: "all", lead: "all" },
  "kpi.watch": { coo: "all", executive: "all", lead: "all", member: "all", viewer: "all" },
  "initiative.read": { coo: "all", executive: "all", lead: "all", member: "all", viewer: "all" },
  "initiative.assign": { coo: "all", lead: "all" },
  "initiative.change": { coo: "all", lead: "all", member: "own" },
  "initiative.report": { coo: "all", lead: "all", member: "own" },
  "action.add": { coo: "all", lead: "all", member: "own" },
  "action.complete": { coo: "all", lead: "all", member: "own" },
  "decision.read": { coo: "all", executive: "all", lead: "all", member: "all", viewer: "all" },
  "decision.ask": { coo: "all", executive: "all", lead: "all", member: "all" },
  // Changes the question, the options or the person asked, while it is not decided.
  "decision.change": { coo: "all", executive: "own", lead: "all", member: "own" },
  // Chooses, and records the outcome later: only the person who was asked, or their deputy; the outcome also whoever may change it, once
  // that person has left.
  "decision.decide": { coo: "own", executive: "own", lead: "own", member: "own" },
  "decision.score": { coo: "own", executive: "own", lead: "own", member: "own" },
  // Reminds the person who was asked; so may whoever asked.
  "decision.remind": { coo: "all", executive: "all", lead: "all" },
  // Tells those concerned what was chosen.
  "decision.tell": { coo: "own", executive: "own", lead: "own", member: "own" },
  "comment.write": { coo: "all", executive: "all", lead: "all", member: "all" },
  "record.read": { coo: "all", executive: "all", lead: "all", member: "all", viewer: "all" },
  "data.read": { coo: "all", administrator: "all" },
  "data.import": { coo: "all", administrator: "all" },
  "person.manage": { administrator: "all" },
  // Departments and positions, by hand; importing a file of them needs data.import.
  "organisation.change": { administrator: "all" },
  "company.change": { administrator: "all" },
  "delegation.change": { administrator: "all", coo: "own", executive: "own", lead: "own", member: "own" },
  "grant.read": { coo: "all", administrator: "all" },
  "grant.change": { administrator: "all" },
  "session.revoke": { administrator: "all", coo: "own", executive: "own", lead: "own", member: "own", viewer: "own" },
  "audit.read": { coo: "all", administrator: "all" },
} as const satisfies Record<string, Partial<Record<Role, Scope>>>;

export type Verb = keyof typeof POLICY;

/** The row an action applies to: its department and its owner. */
export type Subject = { departmentId: string | null; ownerId?: string | null; companyWide?: boolean };

// Watching only changes the viewer's own list.
const READS: readonly Verb[] = ["kpi.read", "kpi.watch"];

// Verbs of the installation rather than a department: a file brings in people and figures of any department, and the audit log covers all.
const OF_COMPANY: readonly Verb[] = ["data.read", "data.import", "company.change", "audit.read"];

/**
 * Whether the viewer may do this to that row. Pure: screens use the same table that commands enforce. A null department means the company
 * itself: only a grant on the company reaches it, whatever other grants the viewer has on departments. Company-wide rows are readable with
 * any business grant.
 */
export function can(viewer: Viewer, verb: Verb, subject: Subject): boolean {
  if (subject.companyWide && viewer.business && READS.includes(verb)) return true;
  const scopes: Partial<Record<Role, Scope>> = POLICY[verb];
  const own = subject.ownerId != null && ownPeople(viewer).includes(subject.ownerId);
  return viewer.grants.some((grant) => {
    const scope = scopes[grant.role];
    if (scope === undefined || (scope === "own" && !own)) return false;
    return subject.departmentId === null ? own || grant.departmentId === viewer.rootId : grant.departments.has(subject.departmentId);
  });
}

/** Whether the viewer may do this to any row at all; menus use it to decide what they show. */
export function canSomewhere(viewer: Viewer, verb: Verb): boolean {
  if (OF_COMPANY.includes(verb)) return can(viewer, verb, { departmentId: null });
  const scopes: Partial<Record<Role, Scope>> = POLICY[verb];
  return viewer.grants.some((grant) => scopes[grant.role] !== undefined);
}

/** The departments in which the viewer may do this to any row. */
export function departmentsWhere(viewer: Viewer, verb: Verb): string[] {
  const scopes: Partial<Record<Role, Scope>> = POLICY[verb];
  return [...new Set(viewer.grants.filter((grant) => scopes[grant.role] === "all").flatMap((grant) => [...grant.departments]))];
}

/** Throws FORBIDDEN unless `can`. Called in the command, on the loaded row. */
export function authorise(viewer: Viewer, verb: Verb, subject: Subject): void {
  if (!can(viewer, verb, subject)) throw new AppError("FORBIDDEN", "Your role does not allow this here.");
}
