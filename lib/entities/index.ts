import "server-only";
import decisions from "@/lib/decisions/entity";
import initiatives from "@/lib/initiatives/entity";
import kpis from "@/lib/kpis/entity";
import type { EntityDescription } from "@/lib/platform/entities/description";

/** Every kind of thing that is described, in the order of its feature. Made by scripts/entities.mjs. */
export const ENTITIES: readonly EntityDescription[] = [decisions, initiatives, kpis];
