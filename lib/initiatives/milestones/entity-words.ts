import type { EntityWords } from "@/lib/platform/entities/words";

const words: EntityWords = {
  type: "milestone",
  one: "milestone",
  many: "Milestones",
  audit: {
    "milestone.add": "added a milestone",
    "milestone.change": "changed a milestone",
  },
  waiting: { milestone: { lead: "Your milestone:", as: "work" } },
};
export default words;
