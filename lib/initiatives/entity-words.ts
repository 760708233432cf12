import type { EntityWords } from "@/lib/platform/entities/words";

const words: EntityWords = {
  type: "initiative",
  one: "initiative",
  many: "Initiatives",
  hrefOf: (id) => `/initiatives/${id}`,
  audit: {
    "initiative.assign": "assigned an initiative",
    "initiative.change": "changed an initiative",
    "initiative.report": "reported on an initiative",
    "milestone.add": "added a milestone",
    "milestone.change": "changed a milestone",
    "action.add": "added an action",
    "action.complete": "completed an action",
  },
};
export default words;
