import "server-only";
import * as places from "@/lib/organisation/choices";
import * as people from "@/lib/people/choices";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Choice, ChoiceKind } from "@/lib/platform/entities/choice";
import type { Wanted } from "@/lib/platform/entities/wanted";
import type { ChoiceQuery } from "./schema";

function find(viewer: Viewer, of: ChoiceKind, department: string | null, wanted: Wanted): Promise<Choice[]> {
  switch (of) {
    case "owners":
      return people.owners(viewer, wanted);
    case "action-owners":
      return people.actionOwners(viewer, department, wanted);
    case "answerers":
      return people.answerers(viewer, department, wanted);
    case "deputies":
      return people.deputies(viewer, wanted);
    case "initiative-owners":
      return people.initiativeOwners(viewer, wanted);
    case "initiative-departments":
      return places.initiativeDepartments(viewer, wanted);
    case "kpis":
      return places.kpis(viewer, wanted);
    case "assignable":
      return places.departmentsFor(viewer, "initiative.assign", wanted);
    case "access-read":
      return places.departmentsFor(viewer, "grant.read", wanted);
    case "access-change":
      return places.departmentsFor(viewer, "grant.change", wanted);
    case "people-manage":
      return places.departmentsFor(viewer, "person.manage", wanted);
    case "organisation-change":
      return places.departmentsFor(viewer, "organisation.change", wanted);
    case "deciders":
      return people.deciders(viewer, wanted);
    case "decision-owners":
      return people.decisionOwners(viewer, wanted);
    case "decision-departments":
      return places.departmentsFor(viewer, "decision.ask", wanted);
    case "holders":
      return people.holders(viewer, wanted);
    case "superiors":
      return places.superiors(viewer, wanted);
  }
}

/** Choices for the typed text, at most OFFERED, limited to what the viewer may choose or see. */
export const listChoices = (viewer: Viewer, { of, q, id, department }: ChoiceQuery): Promise<Choice[]> =>
  of === undefined ? Promise.resolve([]) : find(viewer, of, department ?? null, id === undefined ? { q } : { id });

/** A field's first choices: without script it offers only these, so the chosen one is included. */
export async function firstChoices(
  viewer: Viewer,
  of: ChoiceKind,
  chosen: string | null,
  department: string | null = null,
): Promise<Choice[]> {
  const first = await find(viewer, of, department, { q: "" });
  if (chosen === null || chosen === "" || first.some(({ value }) => value === chosen)) return first;
  return [...(await find(viewer, of, department, { id: chosen })), ...first];
}

/** The choice with that id as the field would offer it; null if it would not. */
export const choiceOf = async (viewer: Viewer, of: ChoiceKind, id: string): Promise<Choice | null> =>
  (await find(viewer, of, null, { id }))[0] ?? null;
