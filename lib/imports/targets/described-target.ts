import "server-only";
import { ENTITIES } from "@/lib/entities";
import { AppError } from "@/lib/errors";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { ImportHooks } from "@/lib/platform/entities/description";
import type { EntitySpec } from "@/lib/platform/entities/import-words";

/** How a file of a described kind of thing is read and written in the actor's name. Throws INVALID where no description has this target. */
export function describedTarget(target: string, actor: Viewer | "system"): { spec: EntitySpec; hooks: ImportHooks } {
  for (const { words, imported } of ENTITIES)
    if (imported !== undefined && words.imported?.target === target) return { spec: words.imported, hooks: imported(actor) };
  throw new AppError("INVALID", `Nothing is imported into ${target}.`);
}
