import type { EntitySpec } from "@/lib/platform/entities/import-words";

const CODE = { type: "text", required: true, max: 40, label: "code", column: "code" } as const;
const LOOP = "it leads back to the same row";

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
