import type { EntityWords } from "@/lib/platform/entities/words";
import { importWords } from "./files/import-words";

const words: EntityWords = {
  type: "person",
  one: "person",
  many: "People",
  hrefOf: (id) => `/settings/people/${id}`,
  audit: {
    "person.add": "added a person",
    "person.change": "changed a person",
    "person.leave": "set a leaving date",
    "person.return": "removed a leaving date",
    "person.settings": "changed their own settings",
  },
  found: 5,
  imported: importWords,
};
export default words;
