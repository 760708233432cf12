import { clsx } from "clsx";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { StaleChip } from "@/components/ui/stale-chip";
import { daysBetween } from "@/lib/calendar/dates";
import type { DecisionRow } from "@/lib/decisions/queries";
import { scaleOf } from "@/lib/decisions/time-line";
import { dayText, dueText, isLate, moneyText, outcomeText } from "@/lib/decisions/view";
import { type AsOf, asOfHref } from "@/lib/kpis/as-of";
import { DecisionLine, DecisionScale } from "./decision-line";

/** `asOf`: the day the list shows; null: now, when something can be done. */
type Props = {
  label: string;
  rows: readonly DecisionRow[];
  today: string;
  personId: string;
  currency: string;
  asOf: Pick<AsOf, "day"> | null;
};

const line = "grid gap-x-4 gap-y-1 border-b py-2 text-table md:items-center";

const OPEN = "md:grid-cols-[minmax(0,1fr)_minmax(0,190px)_96px_88px] xl:grid-cols-[minmax(0,1fr)_120px_160px_72px_80px]";
const RUNNING = "md:grid-cols-[minmax(0,1fr)_minmax(0,190px)_minmax(0,150px)_88px] xl:grid-cols-[minmax(0,1fr)_140px_160px_112px_72px]";

/** Days to each side of today that the lines reach. */
const OPEN_DAYS = 60;
const RUNNING_DAYS = 250;
const askedToDue = (row: DecisionRow) => ({ from: row.askedOn, to: row.decideBy });
const decidedToReview = (row: DecisionRow) => ({ from: row.decidedOn ?? row.askedOn, to: row.reviewOn ?? row.decideBy });

/** What waits to be decided: the question, who decides and by when, what is at stake. */
export function OpenDecisions({ label, rows, today, personId, currency, asOf }: Props) {
  const scale = scaleOf(rows.map(askedToDue), today, OPEN_DAYS);
  return (
    <ul aria-label={label}>
      <li aria-hidden="true" className={clsx(line, OPEN, "hidden border-b-0 pb-0 xl:grid")}>
        <span className="col-span-2" />
        <DecisionScale scale={scale} today={today} />
      </li>
      {rows.map((row) => (
        <li key={row.id} className={clsx(line, OPEN)}>
          <Question row={row} asOf={asOf} meta={`${row.code} · ${row.askedByName} asks · ${row.options} options`} />
          <div className="min-w-0">
            {row.ownerId === personId ? <strong>you</strong> : row.ownerName}
            <span className="block text-caption text-muted">
              {isLate(row.decideBy, today) ? <StaleChip days={daysBetween(row.decideBy, today)} /> : dueText(row.decideBy, today)}
            </span>
          </div>
          <DecisionLine scale={scale} span={askedToDue(row)} today={today} begins="dot" />
          <div className="font-semibold md:text-right">{moneyText(row.atStake, currency)}</div>
          <div className="print:hidden md:text-right">
            {asOf === null && row.ownerId === personId && (
              <ButtonLink href={`/decisions/${row.id}#decide`} tone="primary">
                Decide<span className="sr-only"> {row.code}</span>
              </ButtonLink>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What was chosen and is still to show whether it holds. */
export function RunningDecisions({ label, rows, today, personId, asOf }: Props) {
  const scale = scaleOf(rows.map(decidedToReview), today, RUNNING_DAYS);
  return (
    <ul aria-label={label}>
      <li aria-hidden="true" className={clsx(line, RUNNING, "hidden border-b-0 pb-0 xl:grid")}>
        <span className="col-span-2" />
        <DecisionScale scale={scale} today={today} />
      </li>
      {rows.map((row) => {
        const due = row.reviewOn !== null && row.reviewOn <= today;
        return (
          <li key={row.id} className={clsx(line, RUNNING)}>
            <Question row={row} asOf={asOf} meta={`${row.code} · chosen: ${row.chosen ?? "–"}`} />
            <div className="min-w-0">
              {row.ownerId === personId ? <strong>you</strong> : row.ownerName}
              <span className={clsx("block text-caption", due ? "font-semibold" : "text-muted")}>
                {row.reviewOn !== null && (due ? "score now" : `review ${dayText(row.reviewOn, today)}`)}
              </span>
            </div>
            <DecisionLine scale={scale} span={decidedToReview(row)} today={today} begins="square" />
            <Sure percent={row.sure} />
            <div className="print:hidden md:text-right">
              {due && asOf === null && row.ownerId === personId && (
                <ButtonLink href={`/decisions/${row.id}#score`}>
                  Score<span className="sr-only"> {row.code}</span>
                </ButtonLink>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** What was said would happen, and whether it did. */
export function ScoredDecisions({ label, rows, today, personId, asOf }: Props) {
  return (
    <ul aria-label={label}>
      {rows.map((row) => {
        const { lead, words, held } = outcomeText(row);
        return (
          <li key={row.id} className={clsx(line, "md:grid-cols-[minmax(0,1fr)_minmax(0,190px)_minmax(0,220px)_minmax(0,130px)]")}>
            <Question row={row} asOf={asOf} meta={`${row.code} · chosen: ${row.chosen ?? "–"}`} />
            <div className="min-w-0">
              {row.ownerId === personId ? <strong>you</strong> : row.ownerName}
              <span className="block text-caption text-muted">{row.scoredOn !== null && `scored ${dayText(row.scoredOn, today)}`}</span>
            </div>
            <p className="min-w-0">
              <strong className={held ? undefined : "text-bad"}>{lead}.</strong> {words}
            </p>
            <Sure percent={row.sure} />
          </li>
        );
      })}
    </ul>
  );
}

function Question({ row, meta, asOf }: { row: DecisionRow; meta: string; asOf: Props["asOf"] }) {
  return (
    <div className="min-w-0">
      <Link
        href={asOfHref(`/decisions/${row.id}`, asOf)}
        className="inline-block font-medium underline-offset-2 hover:underline max-md:min-h-6"
      >
        {row.question}
      </Link>
      <span className="block text-caption text-muted">{meta}</span>
    </div>
  );
}

/** How sure, from a coin (50 %) to certain (100 %), as a bar with its figure. */
function Sure({ percent }: { percent: number | null }) {
  if (percent === null) return <div />;
  return (
    <div className="flex items-center gap-2">
      <span className="h-2 min-w-12 flex-1 bg-band" aria-hidden="true">
        <span className="block h-2 bg-series-1" style={{ width: `${(percent - 50) * 2}%` }} />
      </span>
      <span className="whitespace-nowrap">
        {percent} % <span className="sr-only">confidence</span>
      </span>
    </div>
  );
}
