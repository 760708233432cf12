import { z } from "zod";
import { id } from "@/lib/fields";

/** One thing of any kind: the kind, which is the name of its table, and its id. */
export type Reference = { type: string; id: string };

/** As forms and addresses carry it: "kpi:01a2...". */
export const referenceText = ({ type, id }: Reference): string => `${type}:${id}`;

/** The field of a form that names a thing of one of these kinds. */
export const reference = (types: readonly string[]) =>
  z
    .string({ error: "This does not exist." })
    .max(80, { error: "This does not exist.", abort: true })
    .transform((text, context): Reference => {
      const [type = "", own = ""] = text.split(":");
      if (types.includes(type) && id.safeParse(own).success && text === `${type}:${own}`) return { type, id: own };
      context.addIssue({ code: "custom", message: "This does not exist." });
      return z.NEVER;
    });
