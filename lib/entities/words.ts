import decisions from "@/lib/decisions/entity-words";
import importLog from "@/lib/import-log/entity-words";
import initiativesActions from "@/lib/initiatives/actions/entity-words";
import initiatives from "@/lib/initiatives/entity-words";
import initiativesMilestones from "@/lib/initiatives/milestones/entity-words";
import kpis from "@/lib/kpis/entity-words";
import organisationDepartments from "@/lib/organisation/departments/entity-words";
import organisationPositions from "@/lib/organisation/positions/entity-words";
import people from "@/lib/people/entity-words";
import type { EntityWords } from "@/lib/platform/entities/words";
import records from "@/lib/records/entity-words";
import signals from "@/lib/signals/entity-words";

/** The words of every kind of thing that is described. Made by scripts/entities.mjs. */
export const ENTITY_WORDS: readonly EntityWords[] = [
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
