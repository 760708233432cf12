import { FootPanel } from "@/components/shell/tables/foot-panel";
import { defineSection } from "@/lib/pages/sections/section";

/** There is no register yet, on any day, and the section says so. */
export const risks = defineSection({
  title: "Risks outside appetite",
  lookingBack: "of that day",
  read: async () => ({ empty: "No risk register is connected yet. Risks with their ranges and appetite will be listed here." }),
  view: (content, { title }) => <FootPanel title={title} content={content} />,
});
