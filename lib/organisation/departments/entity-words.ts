import type { EntityWords } from "@/lib/platform/entities/words";
import { importWords } from "./files/import-words";

const words: EntityWords = {
  type: "department",
  one: "department",
  many: "Departments",
  hrefOf: (id) => `/departments/${id}`,
  audit: {
    "department.add": "added a department",
    "department.change": "changed a department",
    "department.close": "closed a department",
    "department.open": "reopened a department",
  },
  found: 4,
  imported: importWords,
};
export default words;
