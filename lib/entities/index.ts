import "server-only";
import decisions from "@/lib/decisions/entity";
import importLog from "@/lib/import-log/entity";
import initiativesActions from "@/lib/initiatives/actions/entity";
import initiatives from "@/lib/initiatives/entity";
import initiativesMilestones from "@/lib/initiatives/milestones/entity";
import kpis from "@/lib/kpis/entity";
import organisationDepartments from "@/lib/organisation/departments/entity";
import organisationPositions from "@/lib/organisation/positions/entity";
import people from "@/lib/people/entity";
import type { EntityDescription } from "@/lib/platform/entities/description";
import records from "@/lib/records/entity";
import signals from "@/lib/signals/entity";

/** Every kind of thing that is described, in the order of its feature. Made by scripts/entities.mjs. */
export const ENTITIES: readonly EntityDescription[] = [
  decisions,
  importLog,
  initiatives,
  initiativesActions,
  initiativesMilestones,
  kpis,
  organisationDepartments,
  organisationPositions,
  people,
  records,
  signals,
];
