import type { EntityWords } from "@/lib/platform/entities/words";

const words: EntityWords = {
  type: "import",
  one: "import",
  many: "Imports",
  audit: {
    "import.run": "imported a file",
    "import.refuse": "had an import refused",
    "import.undo": "undid an import",
    "mapping.save": "saved a mapping",
    "upload.add": "uploaded a file",
    "upload.describe": "set the format of an uploaded file",
    "upload.check": "checked an uploaded file",
    "upload.run": "imported an uploaded file",
    "upload.stop": "stopped work on an uploaded file",
    "upload.remove": "removed an uploaded file",
  },
  found: 7,
};
export default words;
