import "server-only";
import type { ImportHooks } from "@/lib/platform/entities/description";

/** Whoever is given a seat gets no role by it: what is theirs there they do where a role of theirs reaches. */
export const importedPositions: ImportHooks = {
  usedBy: [
    ["kpi", "position_id"],
    ["position", "reports_to_id"],
  ],
};
