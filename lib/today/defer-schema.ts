import { z } from "zod";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { isoDate } from "@/lib/fields";
import { reference } from "@/lib/platform/entities/reference";

/** Kinds of the lines of Today that wait for a person, as the descriptions of entities say. */
const KINDS = ENTITY_WORDS.flatMap(({ waiting }) => Object.keys(waiting ?? {}));

/** Work on Today, as its line is called: "action:<id>". */
const item = reference(KINDS);
export const DeferItemInput = z.strictObject({ item, until: isoDate });
export type DeferItemInput = z.output<typeof DeferItemInput>;
export const UndoDeferItemInput = z.strictObject({ item });
export type UndoDeferItemInput = z.output<typeof UndoDeferItemInput>;
