import { z } from "zod";
import { id, optionalText } from "@/lib/fields";
import type { Verb } from "@/lib/platform/authz/policy";

/** A kind of thing that can be found: the type of an entity. */
export type FoundKind = string;

/** One object: the heading it stands under, what it is called, what tells it from its like, and where it stands. */
export type Found = { kind: FoundKind; heading: string; id: string; code: string; name: string; hint: string; href: string };

/** Verbs the palette asks an object for. */
const PICKED = [
  "measurement.record",
  "kpi.define",
  "annotation.add",
  "target.set",
  "signal.explain",
  "kpi.watch",
  "comment.write",
  "initiative.report",
] as const satisfies readonly Verb[];

export const SearchInput = z.strictObject({
  q: optionalText(100),
  /** Only this kind, and only what the viewer may do this to. */
  kind: z.enum(["kpi", "initiative"]).optional(),
  verb: z.enum(PICKED).optional(),
  /** In place of a query: what was opened last, "kpi:<id>" with commas between, at most 8. */
  recent: z
    .string()
    .max(400)
    .transform((list) => list.split(",").filter(Boolean))
    .pipe(z.array(z.string().regex(/^[a-z_]{1,40}:[0-9a-f-]{36}$/)).max(8))
    .transform((refs) => refs.map((ref) => ref.slice(ref.indexOf(":") + 1)).filter((ref) => id.safeParse(ref).success))
    .optional(),
  /** With the pages and verbs the viewer may use. */
  commands: z.literal("1").optional(),
});
export type SearchInput = z.output<typeof SearchInput>;
