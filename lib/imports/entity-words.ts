import type { EntityWords } from "@/lib/platform/entities/words";

const words: EntityWords = {
  type: "import",
  one: "import",
  many: "Imports",
  audit: {
    "import.run": "imported a file",
    "import.refuse": "had a file refused",
    "import.undo": "undid an import",
    "mapping.save": "saved a mapping",
    "upload.add": "uploaded a file",
    "upload.describe": "said how an uploaded file is written",
    "upload.check": "had an uploaded file checked",
    "upload.run": "had an uploaded file brought in",
    "upload.stop": "stopped work on an uploaded file",
    "upload.remove": "removed an uploaded file",
  },
  found: 7,
};
export default words;
