import { AREAS } from "@/lib/areas";
import { OPTIONS, OUTCOMES } from "@/lib/decisions/words";
import type { EntitySpec } from "../entity-specs";

const person = (column: string, label: string) =>
  ({ column, label, type: "reference", table: "person", what: "person", named: true }) as const;

/** Options in a cell are separated by semicolons, as an export of decisions writes them. */
export const DECISIONS: EntitySpec = {
  table: "decision",
  columns: {
    code: { column: "code", label: "code", type: "text", required: true, max: 40 },
    question: { column: "question", label: "question", type: "text", required: true, max: 200 },
    background: { column: "background", label: "background", type: "text", max: 2000, otherwise: "" },
    area: { column: "area", label: "area", type: "choice", choices: AREAS.map(({ slug }) => slug), required: true },
    department: {
      ...{ column: "department_id", label: "department", required: true },
      ...{ type: "reference", table: "department", what: "department", named: true },
    },
    askedBy: { ...person("asked_by_id", "asked by"), required: true },
    askedOn: { column: "asked_at", label: "asked on", type: "date", required: true },
    owner: { ...person("owner_id", "decides"), required: true },
    decideBy: { column: "decide_by", label: "decide by", type: "date", required: true },
    atStake: { column: "at_stake", label: "at stake", type: "number", decimals: 2 },
    options: { column: "options", label: "options", type: "aside", required: true, max: OPTIONS.length * 202 },
    chosen: { column: "chosen", label: "chosen", type: "aside", max: 200 },
    reason: { column: "reason", label: "reason", type: "text", max: 2000, otherwise: "" },
    confidence: { column: "sure", label: "confidence", type: "number", whole: { least: 50, most: 100 } },
    decidedOn: { column: "decided_at", label: "decided on", type: "date" },
    reviewOn: { column: "review_on", label: "review on", type: "date" },
    outcome: { column: "outcome", label: "outcome", type: "choice", choices: OUTCOMES.map(([value]) => value) },
    outcomeText: { column: "outcome_text", label: "outcome in words", type: "text", max: 2000, otherwise: "" },
    scoredOn: { column: "scored_at", label: "outcome recorded on", type: "date" },
  },
  always: {},
  fresh: { demonstration: false },
};
