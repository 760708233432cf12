import { can, canSomewhere, type Subject, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";

/**
 * Whether the viewer may do this to work with an owner. The policy table decides inside the viewer's departments. Beyond them, the owner of
 * the work may do whatever one of their roles allows anywhere, because the work was given to them by name.
 */
export const mayWork = (viewer: Viewer, verb: Verb, subject: Subject): boolean =>
  can(viewer, verb, subject) || isOwnerWithRole(viewer, verb, subject);

const isOwnerWithRole = (viewer: Viewer, verb: Verb, subject: Subject): boolean =>
  subject.ownerId != null && subject.ownerId === viewer.personId && canSomewhere(viewer, verb);

/**
 * Whether the viewer may give work to this person: anybody for readers of the whole company, otherwise the people of their own departments,
 * and themselves.
 */
export const mayGiveTo = (viewer: Viewer, person: { id: string; departmentId: string | null }): boolean =>
  person.id === viewer.personId ||
  viewer.everything ||
  (person.departmentId !== null && can(viewer, "initiative.assign", { departmentId: person.departmentId }));

type Work = { departmentId: string; ownerId: string };

/** The owner of an initiative gives out its actions; others add what their role allows, a member only their own. */
export const mayAddAction = (viewer: Viewer, initiative: Work, actionOwnerId: string): boolean =>
  mayWork(viewer, "action.add", initiative) || can(viewer, "action.add", { departmentId: initiative.departmentId, ownerId: actionOwnerId });

/** An action is completed by its owner, by the owner of its initiative, and by people whose role covers its department. */
export const mayCompleteAction = (viewer: Viewer, action: Work, initiative: Work | null): boolean =>
  mayWork(viewer, "action.complete", action) || (initiative !== null && mayWork(viewer, "action.complete", initiative));
