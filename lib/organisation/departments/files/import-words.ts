import type { ImportWords } from "@/lib/platform/entities/import-words";
import { seatScore } from "../../positions/files/import-words";

export const importWords: ImportWords = {
  target: "departments",
  place: 1,
  table: "department",
  columns: {
    code: {
      ...{ column: "code", label: "Code", type: "text", required: true, max: 40 },
      asked: { headings: "departmentCode", hint: "identifies the department" },
    },
    name: { column: "name", label: "Name", type: "text", required: true, max: 120, asked: { headings: "departmentName" } },
    parent: {
      ...{ column: "parent_id", label: "Department above", type: "reference", table: "department", what: "department", self: true },
      asked: { headings: "parent", hint: "its code; the default applies to empty cells" },
    },
    groupName: { column: "group_name", label: "Group", type: "text", max: 120, asked: { headings: "groupName" } },
  },
  always: { archived_at: null },
  recognised: {
    rank: 5,
    look: (file) => {
      const score =
        (file.has("departmentName", (c) => c.type === "text" && c.unique) ? 1 : 0) +
        (file.has("parent") ? 2 : 0) +
        3 * file.named("department", "abteilung", "dept", "org", "kostenstelle", "branch", "filiale", "store");
      const other = file.dates > 0 || file.mail !== null || file.columns > 10 || seatScore(file) >= 4;
      return score >= 3 && !other ? { score, why: "one department per row" } : null;
    },
  },
  shownAt: "/departments",
};
