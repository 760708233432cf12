import "server-only";
import type { Mapping } from "@/lib/imports/mapping";
import { decisionHooks } from "./decisions/decisions";
import { DECISIONS } from "./decisions/decisions-spec";
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
  switch (into.target) {
    case "records":
      return prepareRecords(context, into);
    case "measurements":
      return prepareMeasurements(context, into);
    case "targets":
      return prepareTargets(context, into);
    case "departments":
      return prepareEntities(context, DEPARTMENTS, into, departmentHooks(context.actor));
    case "people":
      return prepareEntities(context, PEOPLE, into, personHooks(context.actor));
    case "positions":
      return prepareEntities(context, POSITIONS, into, positionHooks);
    case "decisions":
      return prepareEntities(context, DECISIONS, into, decisionHooks);
    case "kpis":
      return prepareEntities(context, KPIS, into, kpiHooks);
  }
}
