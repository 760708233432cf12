import { z } from "zod";
import { id, optionalText } from "@/lib/fields";
import { KINDS } from "./choice";

/** `q`: what is typed; or `id`: of what, to say what it is called. `department`: of which place, where the kind asks for one. Without a kind nothing is offered. */
export const ChoiceQuery = z.strictObject({
  of: z.enum(KINDS).optional(),
  q: optionalText(80),
  id: id.optional(),
  department: id.optional(),
});
export type ChoiceQuery = z.output<typeof ChoiceQuery>;
