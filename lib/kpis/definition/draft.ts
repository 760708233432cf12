import { readDecimal } from "@/lib/decimal-text";
import type { Measure } from "../compute/measure";
import { parseFormula } from "../formula/formula-parse";
import {
  aggregationFor,
  emptyQuestion,
  measureOf,
  type Question,
  type QuestionField,
  questionOf,
  questionProblems,
  unitFor,
} from "./question";
import type { KpiDefinition } from "./schema";

/** A definition as the form holds it: numbers as typed, the measure as a question. */
export type DefinitionDraft = Omit<
  KpiDefinition,
  | "measure"
  | "minimum"
  | "maximum"
  | "floor"
  | "ceiling"
  | "dueDays"
  | "positionId"
  | "aggregation"
  | "recordKind"
  | "formula"
  | "chart"
  | "perspective"
  | "eachValue"
> & {
  question: Question;
  /** A measure the form cannot edit; it is kept unchanged. */
  kept: Measure | null;
  minimum: string;
  maximum: string;
  floor: string;
  ceiling: string;
  dueDays: string;
  positionId: string;
  /** "": derived from the question. */
  aggregation: KpiDefinition["aggregation"] | "";
  /** "": derived from the question. */
  chart: KpiDefinition["chart"] | "";
  /** "": derived from areas, unit and question. */
  perspective: KpiDefinition["perspective"] | "";
  /** A field; one KPI is created for each of its values. "": one KPI. */
  eachValue: string;
  recordKind: string;
  formula: string;
};

export type DraftKind = { code: string; name: string; fields: readonly QuestionField[] };

/** The form's initial state for a new KPI. */
export function newDraft(kind: DraftKind | undefined, departmentId: string): DefinitionDraft {
  return {
    code: "",
    name: "",
    description: "",
    departmentId,
    positionId: "",
    areas: ["operations"],
    unit: "",
    frequency: "week",
    aggregation: "",
    direction: "higher",
    companyWide: false,
    dueDays: "3",
    dueWorkingDays: true,
    chart: "",
    perspective: "",
    eachValue: "",
    minimum: "",
    maximum: "",
    source: kind === undefined ? "manual" : "records",
    recordKind: kind?.code ?? "",
    question: emptyQuestion(kind?.fields ?? []),
    kept: null,
    formula: "",
    floor: "",
    ceiling: "",
  };
}

/** The form's initial state for an existing KPI. */
export function draftOfDefinition(definition: KpiDefinition, kind: DraftKind | undefined): DefinitionDraft {
  const fields = kind?.fields ?? [];
  const { measure } = definition;
  const question = measure === null ? null : questionOf(measure, fields);
  return {
    ...definition,
    positionId: definition.positionId ?? "",
    eachValue: "",
    minimum: definition.minimum ?? "",
    maximum: definition.maximum ?? "",
    floor: "",
    ceiling: "",
    dueDays: String(definition.dueDays),
    recordKind: definition.recordKind ?? "",
    formula: definition.formula ?? "",
    question: question ?? emptyQuestion(fields),
    kept: measure !== null && question === null ? measure : null,
  };
}

const bound = (text: string) => (text.trim() === "" ? null : (readDecimal(text) ?? text));
const isNumber = (text: string) => text.trim() === "" || readDecimal(text) !== null;

/** The unit used if none is typed. */
export const unitOf = (draft: DefinitionDraft, kind: DraftKind | undefined): string =>
  draft.unit.trim() !== "" || draft.source !== "records" || draft.kept !== null || kind === undefined
    ? draft.unit
    : unitFor(draft.question, kind.fields, kind.name);

/** How finer periods are combined if nothing is chosen. */
export const aggregationOf = (draft: DefinitionDraft): KpiDefinition["aggregation"] => {
  if (draft.aggregation !== "") return draft.aggregation;
  if (draft.source === "records") return aggregationFor(draft.question);
  return draft.source === "formula" && draft.formula.includes("/") ? "ratio" : draft.unit === "%" ? "mean" : "sum";
};

/** The default chart for the question: shares with varying denominators have wider limits in small periods. */
export const chartOf = (draft: DefinitionDraft): KpiDefinition["chart"] =>
  draft.chart !== ""
    ? draft.chart
    : draft.source === "records" && draft.kept === null && draft.question.what === "share"
      ? "laney_p"
      : "xmr";

const MONEY = /^(EUR|USD|GBP|CHF|€|\$|£|k€|k\$)/i;

/** The default column in which departments are compared. */
export function perspectiveOf(draft: DefinitionDraft): KpiDefinition["perspective"] {
  if (draft.perspective !== "") return draft.perspective;
  if (draft.areas.includes("people")) return "people";
  if (draft.areas.includes("customer")) return "customer";
  if (draft.areas.includes("finance") || MONEY.test(draft.unit.trim())) return "cost";
  if (draft.source !== "records" || draft.kept !== null) return draft.unit.trim() === "%" ? "quality" : "volume";
  if (draft.question.what === "days") return "delivery";
  if (draft.question.what !== "share") return "volume";
  // A share defined by comparing a date is about keeping promises; any other share is about quality.
  return draft.question.which.some((line) => line.with === "field" && /[<>]/.test(line.is)) ? "delivery" : "quality";
}

/**
 * The draft as it is sent, and what is still missing. Smallest and largest possible values are derived from the question if nothing is
 * typed.
 */
export function definitionOfDraft(draft: DefinitionDraft, kinds: readonly DraftKind[]): { definition: unknown; problems: string[] } {
  const kind = kinds.find((k) => k.code === draft.recordKind);
  const { question, kept, ...rest } = draft;
  const problems: string[] = [];
  const records = draft.source === "records";
  if (records && kind === undefined) problems.push("Choose the records it is computed from.");
  if (records && kept === null && kind !== undefined) problems.push(...questionProblems(question, kind.fields));
  if (draft.source === "formula") {
    const { problem } = parseFormula(draft.formula);
    if (draft.formula.trim() === "") problems.push("Write the formula.");
    else if (problem) problems.push(problem.message);
  }
  if (draft.name.trim() === "") problems.push("Give it a name.");
  if (draft.code.trim() === "") problems.push("Give it a code.");
  if (draft.departmentId === "") problems.push("Choose its department.");
  const unit = unitOf(draft, kind);
  if (unit.trim() === "") problems.push("Enter the unit.");
  if (draft.areas.length === 0) problems.push("Choose at least one area.");
  for (const text of [draft.minimum, draft.maximum, draft.floor, draft.ceiling])
    if (!isNumber(text)) problems.push(`'${text}' is not a number.`);
  const counted = records && kept === null && ["count", "distinct", "share"].includes(question.what);
  const measure = records ? (kept ?? (problems.length === 0 && kind ? measureOf(question, kind.fields) : null)) : null;
  const share = records && kept === null && question.what === "share";
  const definition = {
    ...rest,
    unit,
    aggregation: aggregationOf(draft),
    positionId: draft.positionId === "" ? null : draft.positionId,
    dueDays: Number(draft.dueDays),
    chart: chartOf(draft),
    perspective: perspectiveOf(draft),
    eachValue: records && kept === null && draft.eachValue !== "" ? draft.eachValue : null,
    minimum: bound(draft.minimum) ?? (counted ? "0" : null),
    maximum: bound(draft.maximum) ?? (share ? "100" : null),
    recordKind: records ? draft.recordKind : null,
    measure,
    formula: draft.source === "formula" ? draft.formula : null,
    floor: draft.direction === "lower" || draft.direction === "informational" ? null : bound(draft.floor),
    ceiling: draft.direction === "higher" || draft.direction === "informational" ? null : bound(draft.ceiling),
  };
  return { definition, problems };
}
