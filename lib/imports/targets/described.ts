import { ENTITY_WORDS } from "@/lib/entities/words";

/** The kinds of things whose own description says how a file of them is read. */
export const IMPORTED = ENTITY_WORDS.flatMap((words) => (words.imported === undefined ? [] : [{ words, imported: words.imported }]));
