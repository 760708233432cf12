import decisions from "@/lib/decisions/entity-words";
import initiatives from "@/lib/initiatives/entity-words";
import kpis from "@/lib/kpis/entity-words";
import type { EntityWords } from "@/lib/platform/entities/words";

/** The words of every kind of thing that is described. Made by scripts/entities.mjs. */
export const ENTITY_WORDS: readonly EntityWords[] = [decisions, initiatives, kpis];
