import type { Role } from "@/lib/platform/authz/policy";
import type { Reader } from "@/lib/platform/db/reader";

export type ViewerGrant = Readonly<{
  role: Role;
  departmentId: string;
  /** That department and all below it. */
  departments: ReadonlySet<string>;
}>;

/** The person asking, with their rights. Branded: made only by lib/platform/auth (and tests) from database rows, never from a request. */
export type Viewer = Reader &
  Readonly<{
    name: string;
    email: string;
    departmentId: string | null;
    /** The company's department; null while there is none. */
    rootId: string | null;
    grants: readonly ViewerGrant[];
    /** People who are away and whom the viewer deputises for today: their things count as the viewer's own. */
    standsInFor: readonly string[];
  }>;

/** @param rootId id of the company's department, the root of the tree. */
export function makeViewer(
  person: { personId: string; name: string; email: string; departmentId: string | null },
  grants: readonly ViewerGrant[],
  rootId: string | null,
  standsInFor: readonly string[] = [],
): Viewer {
  const business = grants.filter((g) => g.role !== "administrator");
  const viewer = {
    ...person,
    rootId,
    grants,
    readable: [...new Set(business.flatMap((g) => [...g.departments]))].sort(),
    everything: business.some((g) => g.departmentId === rootId),
    business: business.length > 0,
    administrator: grants.some((g) => g.role === "administrator"),
    standsInFor,
  };
  return Object.freeze(viewer) as unknown as Viewer; // the only place allowed to brand a viewer
}

/** All rights of a viewer as one comparable text: different text, different rights. */
export const rightsOf = ({ readable, administrator, standsInFor, grants }: Viewer): string =>
  JSON.stringify([readable, administrator, standsInFor, grants.map((grant) => [grant.role, grant.departmentId])]);

/** Everybody whose own things the viewer may act on: the viewer and the people they deputise for. */
export const ownPeople = (viewer: Viewer): string[] => [viewer.personId, ...viewer.standsInFor];
