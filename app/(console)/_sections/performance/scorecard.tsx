import { Scorecard } from "@/components/shell/tables/scorecard";
import { Section } from "@/components/ui/section";
import { readScorecard } from "@/lib/pages/sections/scorecard";
import { defineSection } from "@/lib/pages/sections/section";

/** Departments by group of measures, worst first. */
export const scorecard = defineSection({
  title: "Departments",
  lookingBack: "of that day",
  read: readScorecard,
  view: ({ rows, groups, unmeasured }, { title }) => (
    <Section title={title} count={`${rows.length} with measures`} caption="latest value, worst first">
      <Scorecard
        label="Departments by group of measures"
        groups={groups}
        rows={rows}
        {...(unmeasured.length > 0 && { rest: `No measures yet: ${unmeasured.map((d) => `${d.name} (${d.people})`).join(", ")}.` })}
      />
    </Section>
  ),
});
