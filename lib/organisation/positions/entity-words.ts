import type { EntityWords } from "@/lib/platform/entities/words";
import { importWords } from "./files/import-words";

const words: EntityWords = {
  type: "position",
  one: "position",
  many: "Positions",
  audit: {
    "position.add": "added a position",
    "position.change": "changed a position",
    "position.close": "closed a position",
    "position.open": "reopened a position",
  },
  imported: importWords,
};
export default words;
