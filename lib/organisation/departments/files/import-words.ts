import type { EntitySpec } from "@/lib/platform/entities/import-words";

const CODE = { type: "text", required: true, max: 40, label: "code", column: "code" } as const;
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
