import { AREAS } from "@/lib/areas";
import type { ImportWords } from "@/lib/platform/entities/import-words";

export const importWords: ImportWords = {
  target: "kpis",
  place: 5,
  table: "kpi",
  columns: {
    code: {
      ...{ column: "code", label: "Code", type: "text", required: true, max: 40 },
      form: /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/,
      formReason: "is not a KPI code: a letter, then letters, digits, full stops, hyphens and underscores, at most 40",
      asked: { headings: "code" },
    },
    name: { column: "name", label: "Name", type: "text", required: true, max: 160, asked: { headings: "kpiName" } },
    department: {
      ...{ column: "department_id", label: "Department", type: "reference", table: "department", what: "department", required: true },
      asked: { headings: "department", hint: "its code" },
    },
    areas: {
      ...{ column: "areas", label: "Areas", type: "choices", required: true },
      choices: AREAS.map(({ slug }) => slug),
      asked: { headings: "areas", hint: "one or more of the ten, separated by ;" },
    },
    unit: { column: "unit", label: "Unit", type: "text", max: 40, required: true, asked: { headings: "unit" } },
    frequency: {
      ...{ column: "frequency", label: "How often", type: "choice", required: true },
      choices: ["day", "week", "month", "quarter", "half_year", "year"],
      asked: { headings: "frequency", hint: "day, week, month, quarter, half year or year" },
    },
    aggregation: {
      ...{ column: "aggregation", label: "Longer periods are", type: "choice", required: true },
      choices: ["sum", "mean", "last", "min", "max", "ratio"],
      asked: { headings: "aggregation", hint: "sum, mean, last, min, max or ratio" },
    },
    direction: {
      ...{ column: "direction", label: "Better is", type: "choice", required: true },
      choices: ["higher", "lower", "band", "milestone", "informational"],
      asked: { headings: "direction", hint: "higher, lower, band, milestone or informational" },
    },
    kind: { column: "kind", label: "kind", type: "choice", choices: ["input", "output", "outcome"], otherwise: "output" },
    source: {
      ...{ column: "source", label: "Where values come from", type: "choice", otherwise: "imported" },
      choices: ["manual", "imported", "records", "formula"],
      asked: { headings: "source", hint: "manual, imported, records or formula" },
    },
    position: {
      ...{ column: "position_id", label: "Position that owns it", type: "reference", table: "position", what: "position" },
      asked: { headings: "owner", hint: "its code" },
    },
    perspective: {
      ...{ column: "perspective", label: "Perspective", type: "choice", otherwise: "volume" },
      choices: ["delivery", "quality", "cost", "volume", "customer", "people"],
      asked: { headings: "perspective", hint: "delivery, quality, cost, volume, customer or people" },
    },
    companyWide: { column: "company_wide", label: "company-wide", type: "boolean", otherwise: false },
    dueDays: { column: "due_days", label: "due days", type: "number", whole: { least: 0, most: 366 }, otherwise: 3 },
    dueWorkingDays: { column: "due_working_days", label: "due working days", type: "boolean", otherwise: true },
    chart: { column: "chart", label: "chart", type: "choice", choices: ["xmr", "p", "laney_p", "u", "c", "none"], otherwise: "xmr" },
    baselinePoints: { column: "baseline_points", label: "baseline points", type: "number", whole: { least: 12, most: 60 }, otherwise: 24 },
    minimum: { column: "minimum", label: "Smallest possible value", type: "number", asked: { headings: "minimum" } },
    maximum: { column: "maximum", label: "Largest possible value", type: "number", asked: { headings: "maximum" } },
    description: {
      ...{ column: "description", label: "Description", type: "text", max: 2000, otherwise: "" },
      asked: { headings: "description" },
    },
    recordKind: {
      ...{ column: "record_kind_id", label: "Kind of records", type: "reference", table: "record_kind", what: "record kind" },
      asked: { headings: "recordKind" },
    },
    measure: { column: "measure", label: "How it is computed", type: "json", asked: { headings: "measure" } },
    formula: { column: "formula", label: "Formula", type: "text", max: 2000, asked: { headings: "formula" } },
    startsOn: { column: "starts_on", label: "starts on", type: "date" },
    endsOn: { column: "ends_on", label: "ends on", type: "date" },
  },
  always: { archived_at: null },
  recognised: {
    rank: 1,
    look: (file) => {
      const defined = ["unit", "frequency", "aggregation", "direction"].filter((key) => file.has(key)).length;
      if (defined < 2 || !(file.has("kpiName") || file.has("code"))) return null;
      return { score: 3 + defined + file.named("kpi", "kennzahl"), why: "it has units and frequencies, one KPI per row" };
    },
  },
  shownAt: "/performance",
};
