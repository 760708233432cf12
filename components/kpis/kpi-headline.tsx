import { AssuranceMark } from "@/components/charts/assurance-mark";
import { StatusMark } from "@/components/charts/status-mark";
import { VariationMark } from "@/components/charts/variation-mark";
import type { KpiRow } from "@/lib/charts/view";

export type Headline = {
  valueText: string;
  unit: string;
  ended: boolean;
  periodText: string;
  comparisons: { text: string; against: string }[];
};

/** The page's one big number, with its period, its comparisons and the three marks. */
export function KpiHeadline({ headline, row }: { headline: Headline; row: KpiRow }) {
  return (
    <div className="mt-2 flex flex-wrap items-end justify-between gap-x-8 gap-y-3 border-b pb-3">
      <div className="flex flex-wrap items-end gap-x-12 gap-y-2">
        <p>
          <span className="block text-headline font-semibold">
            {headline.valueText} {headline.unit}
          </span>
          <span className="text-caption text-muted">{headline.periodText}</span>
        </p>
        {headline.comparisons.map((comparison) => (
          <p key={comparison.against}>
            <span className="block text-verdict">{comparison.text}</span>
            <span className="text-caption text-muted">{comparison.against}</span>
          </p>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-table">
        {headline.ended ? (
          <span className="text-muted">Ended: no longer judged</span>
        ) : (
          <>
            <StatusMark status={row.status} staleDays={row.staleDays} />
            <VariationMark variation={row.variation} />
            {row.assurance !== null && <AssuranceMark assurance={row.assurance} />}
          </>
        )}
      </div>
    </div>
  );
}
