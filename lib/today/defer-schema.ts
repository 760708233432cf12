import { z } from "zod";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { isoDate } from "@/lib/fields";
import { reference } from "@/lib/platform/entities/reference";

/** Kinds of waiting lines on Today, from the entity descriptions. */
const KINDS = ENTITY_WORDS.flatMap(({ waiting }) => Object.keys(waiting ?? {}));

/** Work on Today, by the key of its line: "action:<id>". */
const item = reference(KINDS);
export const DeferItemInput = z.strictObject({ item, until: isoDate });
export type DeferItemInput = z.output<typeof DeferItemInput>;
export const UndoDeferItemInput = z.strictObject({ item });
export type UndoDeferItemInput = z.output<typeof UndoDeferItemInput>;
