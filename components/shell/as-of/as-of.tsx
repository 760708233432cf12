import Link from "next/link";
import { Button } from "@/components/ui/button";
import { addDays } from "@/lib/calendar/dates";
import { formatDate } from "@/lib/format";

type Props = {
  /** the day the page shows; null is now */
  day: string | null;
  /** today by the business clock */
  today: string;
};

/** Shows a page as of another day. A plain form: it needs no script, and the resulting address can be shared. */
export function AsOfControl({ day, today }: Props) {
  return (
    <details className="group relative print:hidden">
      <summary className="inline-flex h-11 cursor-pointer list-none items-center gap-1.5 whitespace-nowrap rounded border border-border/50 bg-bg px-3 text-table font-medium hover:border-border hover:bg-surface md:h-7 md:px-2 md:text-caption">
        As known on: {day === null ? "now" : formatDate(day, "medium")}
        <span aria-hidden="true">▾</span>
      </summary>
      <form method="get" className="absolute z-10 mt-1 grid gap-2 rounded border border-border bg-bg p-3 md:right-0">
        <label htmlFor="as-of" className="text-caption text-muted">
          What was known at the end of
        </label>
        <input
          id="as-of"
          type="date"
          name="asOf"
          required
          max={addDays(today, -1)}
          defaultValue={day ?? addDays(today, -28)}
          className="h-11 rounded border border-border bg-bg px-2 text-table md:h-8"
        />
        <Button type="submit" tone="primary">
          Show
        </Button>
      </form>
    </details>
  );
}

type BannerProps = {
  day: string;
  /** the current page */
  href: string;
  /** shown if nothing at all was known then */
  nothingText?: string | undefined;
};

/** Shown on every page that looks back: its day, and a link to the present. */
export function AsOfBanner({ day, href, nothingText }: BannerProps) {
  return (
    <div role="note" aria-label="As known on another day" className="mb-3 border-l-4 border-fg bg-surface px-3 py-2 text-table">
      <strong>As known on {formatDate(day).slice(4)}</strong> ·{" "}
      <Link href={href} className="underline underline-offset-2">
        back to now
      </Link>
      <p className="text-caption text-muted">
        {nothingText ??
          "Values, targets, definitions, owners, annotations, limits, signals and comments as they were on that day. The list of KPIs, their departments, people’s names and the fiscal year are today’s. Records and work due on that day are not stored and are left out."}
      </p>
    </div>
  );
}
