import { MarkCounts } from "@/components/shell/tables/mark-counts";
import { readStatusSummary } from "@/lib/pages/sections/measures";
import { defineOpening } from "@/lib/pages/sections/section";

/** How the measures of the page stand: counts by mark, how many are reported, of when, and the sentence. */
export const statusSummary = defineOpening({
  read: readStatusSummary,
  view: ({ counts, asOfText, verdict, nothingKnown }, { subject }) => ({
    facts: (
      <>
        <MarkCounts counts={counts} />
        <span>{`${counts.reported} of ${counts.total} reported`}</span>
        <span>{asOfText}</span>
      </>
    ),
    verdict,
    ...(nothingKnown && { nothingNote: subject.whenNothingKnown.note }),
  }),
});
