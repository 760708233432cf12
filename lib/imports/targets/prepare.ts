import "server-only";
import type { Mapping } from "@/lib/imports/mapping";
import { describedTarget } from "./described-target";
import { prepareEntities } from "./entities";
import { prepareMeasurements } from "./measurements/measurements";
import { prepareRecords } from "./records";
import type { Context, Prepared } from "./target";
import { prepareTargets } from "./targets";

/** Binds a mapping to an opened file. Throws INVALID when they do not fit. */
export async function prepare(context: Context, into: Mapping["into"]): Promise<Prepared> {
  if ("kind" in into) return prepareRecords(context, into);
  if ("layout" in into) return prepareMeasurements(context, into);
  if (into.target === "targets") return prepareTargets(context, into);
  const { spec, hooks } = describedTarget(into.target, context.actor);
  return prepareEntities(context, spec, into, hooks);
}
