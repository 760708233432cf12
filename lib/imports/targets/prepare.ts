import "server-only";
import type { Mapping } from "@/lib/imports/mapping";
import { describedTarget } from "./described-target";
import { prepareEntities } from "./entities";
import { DEPARTMENTS, KPIS, PEOPLE, POSITIONS } from "./entity-specs";
import { kpiHooks } from "./kpi/kpi-check";
import { prepareMeasurements } from "./measurements/measurements";
import { departmentHooks, personHooks, positionHooks } from "./people/people";
import { prepareRecords } from "./records";
import type { Context, Prepared } from "./target";
import { prepareTargets } from "./targets";

/** Binds a mapping to an opened file. Throws INVALID when they do not fit. */
export async function prepare(context: Context, into: Mapping["into"]): Promise<Prepared> {
  if ("kind" in into) return prepareRecords(context, into);
  if ("layout" in into) return prepareMeasurements(context, into);
  switch (into.target) {
    case "targets":
      return prepareTargets(context, into);
    case "departments":
      return prepareEntities(context, DEPARTMENTS, into, departmentHooks(context.actor));
    case "people":
      return prepareEntities(context, PEOPLE, into, personHooks(context.actor));
    case "positions":
      return prepareEntities(context, POSITIONS, into, positionHooks);
    case "kpis":
      return prepareEntities(context, KPIS, into, kpiHooks);
    default: {
      const { spec, hooks } = describedTarget(into.target);
      return prepareEntities(context, spec, into, hooks);
    }
  }
}
