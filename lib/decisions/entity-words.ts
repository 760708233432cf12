import type { EntityWords } from "@/lib/platform/entities/words";
import { importWords } from "./files/import-words";

const words: EntityWords = {
  type: "decision",
  one: "decision",
  many: "Decisions",
  hrefOf: (id) => `/decisions/${id}`,
  audit: {
    "decision.ask": "asked for a decision",
    "decision.change": "changed a decision",
    "decision.decide": "decided",
    "decision.undo": "undid a decision",
    "decision.remind": "reminded somebody to decide",
    "decision.tell": "told those concerned what was decided",
    "decision.score": "recorded the outcome of a decision",
  },
  notices: {
    "decision-asked": ({ who, name }) => ({ text: `${who} asks you to decide: ${name}` }),
    "decision-changed": ({ who, name }) => ({ text: `${who} changed this decision: ${name}` }),
    "decision-undone": ({ who, name }) => ({ text: `${who} undid the choice; this is open again: ${name}` }),
    "decision-scored": ({ who, name }) => ({ text: `${who} recorded the outcome of: ${name}` }),
    "decision-reminded": ({ who, name }) => ({ text: `${who} reminds you to decide: ${name}` }),
    "decision-told": ({ who, name }) => ({ text: `${who} tells you what was decided: ${name}` }),
    "decision-made": ({ who, name }) => ({ text: `${who} decided what you asked for: ${name}` }),
  },
  offers: {
    do: [{ label: "Ask for a decision", also: "record new question options choose", href: "/decisions/new", verb: "decision.ask" }],
    go: [{ label: "Decisions", also: "choices options chosen", href: "/decisions", verb: "decision.read" }],
    about: {
      ...{ label: "Ask for a decision", types: ["kpi", "initiative"], verb: "decision.ask" },
      hrefOf: (subject) => `/decisions/new?about=${subject}`,
    },
  },
  found: 3,
  imported: importWords,
  listed: { href: "/decisions", reads: "decision.read" },
  waiting: {
    decision: { lead: "Decide:", verb: "Decide", at: "decide" },
    outcome: { lead: "Record outcome:", verb: "Score", at: "score" },
  },
};
export default words;
