import { WhereToLook } from "@/components/shell/tables/where-to-look";
import { EmptyState } from "@/components/ui/empty-state";
import { defineSection } from "@/lib/pages/sections/section";

/** The nine cells of measures. */
export const whereToLook = defineSection({
  title: "Where to look",
  lookingBack: "of that day",
  read: ({ measures }) => measures(),
  view: ({ rows }, { subject, title }) =>
    rows.length === 0 ? <EmptyState>{subject.noMeasures}</EmptyState> : <WhereToLook title={title} rows={rows} />,
});
