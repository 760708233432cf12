import { clsx } from "clsx";
import Link from "next/link";
import { BoardRow } from "@/components/shell/board-row";
import { ButtonLink } from "@/components/ui/button";
import { Named } from "@/components/ui/named";
import { StaleChip } from "@/components/ui/stale-chip";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { daysBetween } from "@/lib/calendar/dates";
import type { DecisionList, DecisionRow } from "@/lib/decisions/queries";
import { scaleOf } from "@/lib/decisions/time-line";
import { dayText, dueText, isLate, markOf, moneyText, outcomeText } from "@/lib/decisions/view";
import { type AsOf, asOfHref } from "@/lib/kpis/as-of";
import { DecisionLine, DecisionScale } from "./decision-line";
import { DecisionMark } from "./decision-mark";
import { NoticeVerb } from "./notice-verb";

/** `asOf`: the day the list shows; null: now, when something can be done. */
type Props = {
  label: string;
  rows: readonly DecisionRow[];
  today: string;
  personId: string;
  currency: string;
  asOf: Pick<AsOf, "day"> | null;
};

const line =
  "grid grid-cols-[20px_minmax(0,1fr)] gap-x-3 gap-y-1 border-b px-1 py-2 text-table max-md:[&>*]:col-start-2 max-md:[&>*:first-child]:col-start-1 max-md:[&>*:empty]:hidden md:items-center";

const OPEN = "md:grid-cols-[20px_minmax(0,1fr)_minmax(0,170px)_88px_96px] xl:grid-cols-[20px_minmax(0,1fr)_116px_150px_64px_96px]";
const RUNNING =
  "md:grid-cols-[20px_minmax(0,1fr)_minmax(0,170px)_minmax(0,120px)_88px] xl:grid-cols-[20px_minmax(0,1fr)_130px_150px_100px_80px]";

/** Days to each side of today that the lines reach. */
const OPEN_DAYS = 60;
const RUNNING_DAYS = 250;
const askedToDue = (row: DecisionRow) => ({ from: row.askedOn, to: row.decideBy });
const decidedToReview = (row: DecisionRow) => ({ from: row.decidedOn ?? row.askedOn, to: row.reviewOn ?? row.decideBy });

type OpenProps = Props & Pick<DecisionList, "reminders"> & { remindAction: FormActionProp<{ id: string }> };

/** What waits to be decided: the question, who decides and by when, what is at stake. */
export function OpenDecisions({ label, rows, today, personId, currency, asOf, reminders, remindAction }: OpenProps) {
  const scale = scaleOf(rows.map(askedToDue), today, OPEN_DAYS);
  return (
    <ul aria-label={label}>
      <li aria-hidden="true" className={clsx(line, OPEN, "hidden border-b-0 pb-0 xl:grid")}>
        <span className="col-span-3" />
        <DecisionScale scale={scale} today={today} />
      </li>
      {rows.map((row) => (
        <BoardRow key={row.id} rowKey={row.id} className={clsx(line, OPEN)}>
          <DecisionMark mark={markOf(row, today)} />
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
              <ButtonLink href={`/decisions/${row.id}#decide`} keyHint="D" data-first="">
                <Named label="Decide" about={row.code} />
              </ButtonLink>
            )}
            <Reminder row={row} reminder={reminders.get(row.id)} action={remindAction} />
          </div>
        </BoardRow>
      ))}
    </ul>
  );
}

type ReminderProps = { row: DecisionRow; reminder: { today: boolean } | undefined; action: OpenProps["remindAction"] };

/** Asks who decides to do so; once a day. */
function Reminder({ row: { id, ownerName, code }, reminder, action }: ReminderProps) {
  if (reminder === undefined) return null;
  if (reminder.today) return <span className="text-caption text-muted">reminded today</span>;
  return <NoticeVerb id={id} action={action} label="Ask" about={`${ownerName}, ${code}`} keyHint="Q" done="reminded" />;
}

/** What was chosen and is still to show whether it holds. */
export function RunningDecisions({ label, rows, today, personId, asOf }: Props) {
  const scale = scaleOf(rows.map(decidedToReview), today, RUNNING_DAYS);
  return (
    <ul aria-label={label}>
      <li aria-hidden="true" className={clsx(line, RUNNING, "hidden border-b-0 pb-0 xl:grid")}>
        <span className="col-span-3" />
        <DecisionScale scale={scale} today={today} />
      </li>
      {rows.map((row) => {
        const due = row.reviewOn !== null && row.reviewOn <= today;
        return (
          <BoardRow key={row.id} rowKey={row.id} className={clsx(line, RUNNING)}>
            <DecisionMark mark={markOf(row, today)} />
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
                <ButtonLink href={`/decisions/${row.id}#score`} keyHint="S" data-first="">
                  <Named label="Score" about={row.code} />
                </ButtonLink>
              )}
            </div>
          </BoardRow>
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
          <BoardRow
            key={row.id}
            rowKey={row.id}
            className={clsx(line, "md:grid-cols-[20px_minmax(0,1fr)_minmax(0,170px)_minmax(0,220px)_minmax(0,120px)]")}
          >
            <DecisionMark mark={markOf(row, today)} />
            <Question row={row} asOf={asOf} meta={`${row.code} · chosen: ${row.chosen ?? "–"}`} />
            <div className="min-w-0">
              {row.ownerId === personId ? <strong>you</strong> : row.ownerName}
              <span className="block text-caption text-muted">{row.scoredOn !== null && `scored ${dayText(row.scoredOn, today)}`}</span>
            </div>
            <p className="min-w-0">
              <strong className={held ? undefined : "text-bad"}>{lead}.</strong> {words}
            </p>
            <Sure percent={row.sure} />
          </BoardRow>
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
        data-primary=""
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
