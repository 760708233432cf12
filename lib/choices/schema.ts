import { z } from "zod";
import { id, optionalText } from "@/lib/fields";
import { KINDS } from "@/lib/platform/entities/choice";

/** `q`: the typed text; or `id`: an id whose label is needed. `department`: for kinds that need one. Without a kind nothing is offered. */
export const ChoiceQuery = z.strictObject({
  of: z.enum(KINDS).optional(),
  q: optionalText(80),
  id: id.optional(),
  department: id.optional(),
});
export type ChoiceQuery = z.output<typeof ChoiceQuery>;
