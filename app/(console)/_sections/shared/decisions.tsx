import { FootPanel } from "@/components/shell/tables/foot-panel";
import { defineSection } from "@/lib/pages/sections/section";

/** Decisions are not recorded yet, on no day, and the section says so. */
export const decisions = defineSection({
  title: "Decisions awaiting",
  lookingBack: "of that day",
  read: async () => ({ empty: "Decisions are not recorded here yet." }),
  view: (content, { title }) => <FootPanel title={title} content={content} />,
});
