import { formatDate } from "@/lib/format";
import type { EntityWords } from "@/lib/platform/entities/words";

const words: EntityWords = {
  type: "action",
  one: "action",
  many: "Actions",
  audit: {
    "action.add": "added an action",
    "action.complete": "completed an action",
  },
  notices: {
    "action-assigned": ({ who, name, facts }) => ({
      text: `${who} assigned you an action: ${name}`,
      detail: typeof facts.dueOn === "string" ? `Due ${formatDate(facts.dueOn, "medium")}.` : null,
    }),
  },
  waiting: { action: { lead: "Your action:", as: "work" } },
  found: 6,
};
export default words;
