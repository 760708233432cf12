import type { EntityWords } from "@/lib/platform/entities/words";

const words: EntityWords = {
  type: "initiative",
  one: "initiative",
  many: "Initiatives",
  found: 2,
  hrefOf: (id) => `/initiatives/${id}`,
  audit: {
    "initiative.assign": "assigned an initiative",
    "initiative.change": "changed an initiative",
    "initiative.report": "reported on an initiative",
  },
  notices: {
    "initiative-assigned": ({ who, name }) => ({ text: `${who} assigned ${name} to you.` }),
  },
  waiting: {
    proposal: { lead: "Decide on", as: "proposal" },
    initiative: { lead: "Your initiative:", as: "work" },
  },
};
export default words;
