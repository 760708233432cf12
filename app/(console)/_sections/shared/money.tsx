import { FootPanel } from "@/components/shell/tables/foot-panel";
import { defineSection } from "@/lib/pages/sections/section";

/** There is no budget yet, on any day, and the section says so. */
export const money = defineSection({
  title: "Money against plan",
  lookingBack: "of that day",
  read: async () => ({ empty: "No budget with this breakdown is connected yet. Spending KPIs are listed above." }),
  view: (content, { title }) => <FootPanel title={title} content={content} />,
});
