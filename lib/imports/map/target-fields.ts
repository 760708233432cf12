import { DECISIONS } from "@/lib/imports/targets/decisions/decisions-spec";
import { KPIS } from "@/lib/imports/targets/entity-specs";

/** What a file can be brought into, as the screens name it. */
export const TARGETS = {
  departments: "Departments",
  people: "People",
  positions: "Positions",
  records: "Records",
  kpis: "KPIs",
  targets: "Targets",
  decisions: "Decisions",
  "measurements-long": "Values, one per row",
  "measurements-wide": "Values, periods as columns",
} as const;
export type TargetName = keyof typeof TARGETS;
export const TARGET_NAMES = Object.keys(TARGETS).filter((name): name is TargetName => name in TARGETS);

export type TargetField = {
  name: string;
  label: string;
  /** Its words in heading-words.ts. */
  words: string;
  required?: true;
  type?: "date" | "number";
  /** Where a cell is one of a few words. */
  choices?: readonly string[];
  /** Said beside it where the name is not enough. */
  hint?: string;
};

const field = (
  name: string,
  label: string,
  words: string,
  more: Pick<TargetField, "required" | "type" | "hint" | "choices"> = {},
): TargetField => ({
  name,
  label,
  words,
  ...more,
});
const must = { required: true } as const;

/** The words a field takes, as lib/imports/targets/entity-specs.ts reads them. */
function choicesOf(name: string, { columns } = KPIS): { choices?: readonly string[] } {
  const column = columns[name];
  return column?.type === "choice" || column?.type === "choices" ? { choices: column.choices } : {};
}

/** The fields of each target, in the order they are asked for; lib/imports/targets/entity-specs.ts reads them by these names. */
export const TARGET_FIELDS: Readonly<Record<TargetName, readonly TargetField[]>> = {
  departments: [
    field("code", "Code", "departmentCode", { ...must, hint: "identifies the department" }),
    field("name", "Name", "departmentName", must),
    field("parent", "Department above", "parent", { hint: "its code; the default applies to empty cells" }),
    field("groupName", "Group", "groupName"),
  ],
  people: [
    field("code", "Code", "personCode", { ...must, hint: "identifies the person, such as a number" }),
    field("name", "Name", "personName", must),
    field("email", "E-mail", "email", { hint: "needed to sign in" }),
    field("jobTitle", "Job", "jobTitle"),
    field("department", "Department", "department", { hint: "its code" }),
    field("hiredOn", "Hired on", "hiredOn", { type: "date" }),
    field("leftOn", "Left on", "leftOn", { type: "date" }),
  ],
  positions: [
    field("code", "Code", "positionCode", must),
    field("title", "Title", "positionTitle", must),
    field("department", "Department", "department", { ...must, hint: "its code" }),
    field("holder", "Held by", "holder", { hint: "the code of a person" }),
    field("reportsTo", "Reports to", "reportsTo", { hint: "the code of a position" }),
  ],
  records: [],
  kpis: [
    field("code", "Code", "code", must),
    field("name", "Name", "kpiName", must),
    field("department", "Department", "department", { ...must, hint: "its code" }),
    field("areas", "Areas", "areas", { ...must, ...choicesOf("areas"), hint: "one or more of the ten, separated by ;" }),
    field("unit", "Unit", "unit", must),
    field("frequency", "How often", "frequency", {
      ...must,
      ...choicesOf("frequency"),
      hint: "day, week, month, quarter, half year or year",
    }),
    field("aggregation", "Longer periods are", "aggregation", {
      ...must,
      ...choicesOf("aggregation"),
      hint: "sum, mean, last, min, max or ratio",
    }),
    field("direction", "Better is", "direction", {
      ...must,
      ...choicesOf("direction"),
      hint: "higher, lower, band, milestone or informational",
    }),
    field("source", "Where values come from", "source", { ...choicesOf("source"), hint: "manual, imported, records or formula" }),
    field("position", "Position that owns it", "owner", { hint: "its code" }),
    field("perspective", "Perspective", "perspective", {
      ...choicesOf("perspective"),
      hint: "delivery, quality, cost, volume, customer or people",
    }),
    field("minimum", "Smallest possible value", "minimum", { type: "number" }),
    field("maximum", "Largest possible value", "maximum", { type: "number" }),
    field("description", "Description", "description"),
    field("recordKind", "Kind of records", "recordKind"),
    field("measure", "How it is computed", "measure"),
    field("formula", "Formula", "formula"),
  ],
  targets: [
    field("kpi", "KPI", "kpi", { ...must, hint: "its code" }),
    field("fromOn", "From", "fromOn", { ...must, type: "date" }),
    field("floor", "At least", "floor", { type: "number" }),
    field("ceiling", "At most", "ceiling", { type: "number" }),
    field("stretch", "Stretch", "stretch", { type: "number" }),
    field("reason", "Why", "reason", must),
  ],
  decisions: [
    field("code", "Code", "code", { ...must, hint: "tells decisions apart; one that exists is not changed" }),
    field("question", "Question", "question", must),
    field("background", "Background", "background"),
    field("area", "Area", "areas", { ...must, ...choicesOf("area", DECISIONS), hint: "one of the ten" }),
    field("department", "Department", "department", { ...must, hint: "its code or name" }),
    field("askedBy", "Asked by", "askedBy", { ...must, hint: "the code or name of a person" }),
    field("askedOn", "Asked on", "askedOn", { ...must, type: "date" }),
    field("owner", "Who decides", "decider", { ...must, hint: "the code or name of a person" }),
    field("decideBy", "Decide by", "decideBy", { ...must, type: "date" }),
    field("atStake", "At stake", "atStake", { type: "number", hint: "in the company's currency" }),
    field("options", "Options", "options", { ...must, hint: "two to four, separated by ;" }),
    field("chosen", "Chosen option", "chosen"),
    field("reason", "Reason", "reason"),
    field("confidence", "Confidence, %", "confidence", { type: "number", hint: "50 to 100" }),
    field("decidedOn", "Decided on", "decidedOn", { type: "date" }),
    field("reviewOn", "Review on", "reviewOn", { type: "date" }),
    field("outcome", "Outcome", "outcome", { ...choicesOf("outcome", DECISIONS), hint: "as-expected, better or worse" }),
    field("outcomeText", "Outcome in words", "outcomeText"),
    field("scoredOn", "Outcome recorded on", "scoredOn", { type: "date" }),
  ],
  "measurements-long": [
    field("kpi", "KPI", "kpi", { ...must, hint: "its code" }),
    field("period", "Period", "period", must),
    field("value", "Value", "value", { type: "number" }),
    field("numerator", "Numerator", "numerator", { type: "number" }),
    field("denominator", "Denominator", "denominator", { type: "number" }),
    field("state", "State", "state"),
    field("note", "Note", "note"),
  ],
  "measurements-wide": [field("kpi", "KPI", "kpi", { ...must, hint: "its code" })],
};
