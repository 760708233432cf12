import { EMAIL_FORM, EMAIL_MAX } from "@/lib/platform/auth/links/email-address";
import type { EntitySpec } from "@/lib/platform/entities/import-words";

const CODE = { type: "text", required: true, max: 40, label: "code", column: "code" } as const;
const AREAS = [
  "operations",
  "strategy",
  "performance",
  "improvement",
  "people",
  "communication",
  "risk",
  "finance",
  "innovation",
  "customer",
];
const LOOP = "it leads back to the same row";

export const DEPARTMENTS: EntitySpec = {
  table: "department",
  columns: {
    code: CODE,
    name: { column: "name", label: "name", type: "text", required: true, max: 120 },
    parent: { column: "parent_id", label: "parent", type: "reference", table: "department", what: "department", self: true },
    groupName: { column: "group_name", label: "group", type: "text", max: 120 },
  },
  always: { archived_at: null },
  tree: { column: "parent_id", label: "parent", reason: LOOP },
};

export const PEOPLE: EntitySpec = {
  table: "person",
  columns: {
    code: CODE,
    name: { column: "name", label: "name", type: "text", required: true, max: 200 },
    email: {
      column: "email",
      label: "e-mail",
      type: "text",
      max: EMAIL_MAX,
      lower: true,
      form: EMAIL_FORM,
      formReason: "is not an e-mail address of plain letters, digits and signs",
    },
    jobTitle: { column: "job_title", label: "job title", type: "text", max: 200 },
    department: { column: "department_id", label: "department", type: "reference", table: "department", what: "department" },
    hiredOn: { column: "hired_on", label: "hired", type: "date" },
    leftOn: { column: "left_on", label: "left", type: "date" },
  },
  always: {},
};

export const POSITIONS: EntitySpec = {
  table: "position",
  columns: {
    code: CODE,
    title: { column: "title", label: "title", type: "text", required: true, max: 200 },
    department: {
      column: "department_id",
      label: "department",
      type: "reference",
      table: "department",
      what: "department",
      required: true,
    },
    holder: { column: "holder_id", label: "holder", type: "reference", table: "person", what: "person" },
    reportsTo: { column: "reports_to_id", label: "reports to", type: "reference", table: "position", what: "position", self: true },
  },
  always: { archived_at: null },
  tree: { column: "reports_to_id", label: "reports to", reason: LOOP },
};

export const KPIS: EntitySpec = {
  table: "kpi",
  columns: {
    code: {
      ...CODE,
      form: /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/,
      formReason: "is not a KPI code: a letter, then letters, digits, full stops, hyphens and underscores, at most 40",
    },
    name: { column: "name", label: "name", type: "text", required: true, max: 160 },
    description: { column: "description", label: "description", type: "text", max: 2000, otherwise: "" },
    department: {
      column: "department_id",
      label: "department",
      type: "reference",
      table: "department",
      what: "department",
      required: true,
    },
    position: { column: "position_id", label: "position", type: "reference", table: "position", what: "position" },
    areas: { column: "areas", label: "areas", type: "choices", choices: AREAS, required: true },
    unit: { column: "unit", label: "unit", type: "text", max: 40, required: true },
    frequency: {
      column: "frequency",
      label: "frequency",
      type: "choice",
      required: true,
      choices: ["day", "week", "month", "quarter", "half_year", "year"],
    },
    aggregation: {
      column: "aggregation",
      label: "aggregation",
      type: "choice",
      required: true,
      choices: ["sum", "mean", "last", "min", "max", "ratio"],
    },
    direction: {
      column: "direction",
      label: "direction",
      type: "choice",
      required: true,
      choices: ["higher", "lower", "band", "milestone", "informational"],
    },
    kind: { column: "kind", label: "kind", type: "choice", choices: ["input", "output", "outcome"], otherwise: "output" },
    source: {
      column: "source",
      label: "source",
      type: "choice",
      choices: ["manual", "imported", "records", "formula"],
      otherwise: "imported",
    },
    perspective: {
      column: "perspective",
      label: "perspective",
      type: "choice",
      choices: ["delivery", "quality", "cost", "volume", "customer", "people"],
      otherwise: "volume",
    },
    companyWide: { column: "company_wide", label: "company-wide", type: "boolean", otherwise: false },
    dueDays: { column: "due_days", label: "due days", type: "number", whole: { least: 0, most: 366 }, otherwise: 3 },
    dueWorkingDays: { column: "due_working_days", label: "due working days", type: "boolean", otherwise: true },
    chart: { column: "chart", label: "chart", type: "choice", choices: ["xmr", "p", "laney_p", "u", "c", "none"], otherwise: "xmr" },
    baselinePoints: { column: "baseline_points", label: "baseline points", type: "number", whole: { least: 12, most: 60 }, otherwise: 24 },
    minimum: { column: "minimum", label: "minimum", type: "number" },
    maximum: { column: "maximum", label: "maximum", type: "number" },
    recordKind: { column: "record_kind_id", label: "record kind", type: "reference", table: "record_kind", what: "record kind" },
    measure: { column: "measure", label: "measure", type: "json" },
    formula: { column: "formula", label: "formula", type: "text", max: 2000 },
    startsOn: { column: "starts_on", label: "starts on", type: "date" },
    endsOn: { column: "ends_on", label: "ends on", type: "date" },
  },
  always: { archived_at: null },
};
