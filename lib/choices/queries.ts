import "server-only";
import { z } from "zod";
import { ENTITIES } from "@/lib/entities";
import { id, optionalText } from "@/lib/fields";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Choice } from "@/lib/platform/entities/choice";
import type { Wanted } from "@/lib/platform/entities/wanted";

const CHOICES = new Map(ENTITIES.flatMap(({ choices }) => Object.entries(choices ?? {})));

/** What fields with suggestions can request by name as the viewer types; the page itself contains none. */
export const KINDS: readonly string[] = [...CHOICES.keys()];

/** `q`: the typed text; or `id`: an id whose label is needed. `department`: for kinds that need one. Without a kind nothing is offered. */
export const ChoiceQuery = z.strictObject({
  of: z.enum(KINDS).optional(),
  q: optionalText(80),
  id: id.optional(),
  department: id.optional(),
});
export type ChoiceQuery = z.output<typeof ChoiceQuery>;

function find(viewer: Viewer, of: string, department: string | null, wanted: Wanted): Promise<Choice[]> {
  const choose = CHOICES.get(of);
  if (!choose) throw new Error(`No entity describes the choices "${of}".`);
  return choose(viewer, wanted, department);
}

/** Choices for the typed text, at most OFFERED, limited to what the viewer may choose or see. */
export const listChoices = (viewer: Viewer, { of, q, id, department }: ChoiceQuery): Promise<Choice[]> =>
  of === undefined ? Promise.resolve([]) : find(viewer, of, department ?? null, id === undefined ? { q } : { id });

/** A field's first choices: without script it offers only these, so the chosen one is included. */
export async function firstChoices(viewer: Viewer, of: string, chosen: string | null, department: string | null = null): Promise<Choice[]> {
  const first = await find(viewer, of, department, { q: "" });
  if (chosen === null || chosen === "" || first.some(({ value }) => value === chosen)) return first;
  return [...(await find(viewer, of, department, { id: chosen })), ...first];
}

/** The choice with that id as the field would offer it; null if it would not. */
export const choiceOf = async (viewer: Viewer, of: string, id: string): Promise<Choice | null> =>
  (await find(viewer, of, null, { id }))[0] ?? null;
