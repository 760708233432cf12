import { FootPanel } from "@/components/shell/tables/foot-panel";
import { today } from "@/lib/clock";
import { listWorkDue } from "@/lib/initiatives/queries";
import { defineSection } from "@/lib/pages/sections/section";

/** Initiatives, milestones and actions that are overdue or due soon. */
export const workDue = defineSection({
  title: "Work due",
  lookingBack: { leftOut: "Work due on a past day is not stored. Go back to now to see what is due." },
  read: ({ sql, viewer, subject }) => listWorkDue(sql, viewer, subject.filter, today()),
  view: (work, { title }) => <FootPanel title={title} content={work} />,
});
