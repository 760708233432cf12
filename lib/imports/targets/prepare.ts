import "server-only";
import type { Mapping } from "@/lib/imports/mapping";
import { kpiHooks } from "@/lib/kpis/files/import";
import { KPIS } from "@/lib/kpis/files/import-words";
import { departmentHooks } from "@/lib/organisation/departments/files/import";
import { DEPARTMENTS } from "@/lib/organisation/departments/files/import-words";
import { positionHooks } from "@/lib/organisation/positions/files/import";
import { POSITIONS } from "@/lib/organisation/positions/files/import-words";
import { personHooks } from "@/lib/people/files/import";
import { PEOPLE } from "@/lib/people/files/import-words";
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
