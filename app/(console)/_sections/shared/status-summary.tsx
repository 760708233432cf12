import { MarkCounts } from "@/components/shell/tables/mark-counts";
import { readStatusSummary } from "@/lib/pages/sections/measures";
import { defineOpening } from "@/lib/pages/sections/section";

/** Status of the page's measures: counts by mark, how many are reported, the time, and the sentence. */
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
