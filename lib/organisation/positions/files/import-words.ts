import type { FileLook, ImportWords } from "@/lib/platform/entities/import-words";

/** How much a file looks like one of positions. */
export const seatScore = (file: FileLook): number =>
  (file.exactly("positionCode") || file.exactly("positionTitle") ? 1 : 0) +
  (file.has("holder") ? 1 : 0) +
  (file.has("reportsTo") ? 2 : 0) +
  2 * file.named("position", "stelle", "org chart");

export const importWords: ImportWords = {
  target: "positions",
  place: 3,
  table: "position",
  columns: {
    code: { column: "code", label: "Code", type: "text", required: true, max: 40, asked: { headings: "positionCode" } },
    title: { column: "title", label: "Title", type: "text", required: true, max: 200, asked: { headings: "positionTitle" } },
    department: {
      ...{ column: "department_id", label: "Department", type: "reference", table: "department", what: "department", required: true },
      asked: { headings: "department", hint: "its code" },
    },
    holder: {
      ...{ column: "holder_id", label: "Held by", type: "reference", table: "person", what: "person" },
      asked: { headings: "holder", hint: "the code of a person" },
    },
    reportsTo: {
      ...{ column: "reports_to_id", label: "Reports to", type: "reference", table: "position", what: "position", self: true },
      asked: { headings: "reportsTo", hint: "the code of a position" },
    },
  },
  always: { archived_at: null },
  recognised: {
    rank: 3,
    look: (file) => {
      const score = seatScore(file);
      return score >= 3 && file.mail === null && file.dates === 0 ? { score, why: "positions with holder and reporting line" } : null;
    },
  },
  shownAt: "/settings/departments",
};
