import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Comments } from "@/components/comments/comments";
import { ChangeDialog, DecideForm, ScoreForm } from "@/components/decisions/decision-forms";
import { EvidenceSection, HeardSection } from "@/components/decisions/evidence";
import { KpiFigureSection } from "@/components/decisions/kpi-figure";
import { NoticeVerb } from "@/components/decisions/notice-verb";
import { OptionTable } from "@/components/decisions/option-table";
import { VerbLink } from "@/components/kpis/forms/kpi-verbs";
import { AsOfBanner, AsOfControl } from "@/components/shell/as-of/as-of";
import { PageHeader } from "@/components/shell/page-header";
import { PageKeys } from "@/components/shell/page-keys";
import { ActionForm } from "@/components/ui/action-form";
import { Section } from "@/components/ui/section";
import { addDays, addMonths, weekdayOf } from "@/lib/calendar/dates";
import { firstChoices } from "@/lib/choices/queries";
import { today as businessToday, businessZone } from "@/lib/clock";
import { commentItem } from "@/lib/comments/comment-item";
import { shownOf } from "@/lib/decisions/shown";
import { dayText, moneyText, outcomeText } from "@/lib/decisions/view";
import { AREAS, wordOf } from "@/lib/initiatives/words/words";
import { asOfHref, singleParam } from "@/lib/kpis/as-of";
import { asOfMoment } from "@/lib/kpis/queries/as-of";
import { type DecisionDetail, getDecision } from "@/lib/pages/decision/queries";
import { headOf, holdsText, stepsOf, undoText } from "@/lib/pages/decision/view";
import { requireViewer } from "@/lib/platform/auth/session";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { freeChoice, withChosen } from "@/lib/platform/entities/choice";
import { getShell } from "@/lib/today/shell";
import { commentActionAction, resolveCommentAction, writeCommentAction } from "../../comments/actions";
import { changeDecisionAction, decideAction, scoreDecisionAction, tellDecisionAction, undoDecisionAction } from "../actions";

const THEN = "Questions, choices, comments, people and dates as of that day. Options, departments and people’s names are today’s.";

type Props = PageProps<"/decisions/[id]">;

/** The title and the page share one read. */
const find = cache(async (id: string, day: string | null) => getDecision(await requireViewer(), id, asOfMoment(day)));
const load = async ({ params, searchParams }: Props) => find((await params).id, singleParam((await searchParams).asOf));

export async function generateMetadata(props: Props): Promise<Metadata> {
  const found = await load(props);
  return { title: found === null ? "Page not found" : `${found.code} ${found.question}` };
}

export default async function DecisionPage(props: Props) {
  const viewer = await requireViewer();
  const row = await load(props);
  const asOf = asOfMoment(singleParam((await props.searchParams).asOf));
  if (row === null) {
    const now = asOf === null ? null : await find((await props.params).id, null);
    if (asOf === null || now === null) notFound();
    return <NotAskedYet row={now} day={asOf.day} />;
  }
  const today = asOf?.day ?? businessToday();
  const { singleKeys } = await getShell(viewer);
  const head = headOf(row, viewer.personId, today);
  return (
    <>
      {asOf !== null && <AsOfBanner day={asOf.day} href={`/decisions/${row.id}`} nothingText={THEN} />}
      <PageHeader
        title={row.question}
        crumbs={[
          { label: "Decisions", href: asOfHref("/decisions", asOf) },
          { label: wordOf(AREAS, row.area), href: asOfHref(`/${row.area}`, asOf) },
          { label: row.code },
        ]}
        actions={
          <>
            {row.may.change && (
              <ChangeDialog
                id={row.id}
                version={row.version}
                shown={shownOf({ ...row, options: row.optionRows })}
                decider={await deciderOf(viewer, row)}
                currency={row.currency}
                action={changeDecisionAction}
              />
            )}
            <AsOfControl day={asOf?.day ?? null} today={businessToday()} />
          </>
        }
        verdict={
          <>
            <strong>{head.lead}</strong> {head.rest}
          </>
        }
      />
      <Facts row={row} />
      {row.background !== "" && <p className="mt-2 max-w-[76ch] whitespace-pre-line">{row.background}</p>}
      <Verbs row={row} today={today} />
      {singleKeys && <PageKeys />}
      <Steps row={row} today={today} />
      <Section title="Options" count={row.optionRows.length} caption="outline: gain if it works; filled: gain times probability">
        <OptionTable options={row.optionRows} chosenId={row.chosenOptionId} currency={row.currency} />
      </Section>
      <div className="gap-x-8 lg:grid lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="min-w-0">
          <EvidenceSection rows={row.evidence} askedOn={row.askedOn} today={today} />
          {row.may.decide && <DecideSection row={row} viewer={viewer} today={today} />}
          {row.may.score && <Outcome row={row} today={today} />}
          <HeardSection rows={row.heard} today={today} />
          <Section title="Comments" count={row.comments.length} id="comments">
            <Comments
              about={{ about: `decision:${row.id}` }}
              departmentId={row.departmentId}
              me={{ value: viewer.personId, label: viewer.name }}
              idempotencyKey={randomUUID()}
              comments={row.comments.map((comment) => ({ ...commentItem(comment, today, businessZone()), actionKey: randomUUID() }))}
              may={{ write: row.may.comment, act: row.may.act }}
              dueOn={addDays(today, 7)}
              writeAction={writeCommentAction}
              resolveAction={resolveCommentAction}
              actionAction={commentActionAction}
            />
          </Section>
        </div>
        <div className="min-w-0">
          {row.decidedOn !== null && <Chosen row={row} />}
          {row.figure !== null && row.figure.periods.length > 0 && <KpiFigureSection figure={row.figure} holds={row.holds} asOf={asOf} />}
        </div>
      </div>
    </>
  );
}

/** Whoever decides it stays on offer, whatever roles they have now. */
async function deciderOf(viewer: Viewer, { ownerId, ownerName }: DecisionDetail) {
  const chosen = freeChoice(ownerId, ownerName);
  return { chosen, few: withChosen(await firstChoices(viewer, "deciders", null), chosen) };
}

/** The day itself, or the Monday after it where it is at a weekend. */
const weekday = (day: string) => addDays(day, weekdayOf(day) > 5 ? 8 - weekdayOf(day) : 0);

type PartProps = { row: DecisionDetail };

function Facts({ row }: PartProps) {
  return (
    <p className="mt-1 text-caption text-muted">
      {row.departmentName}
      {row.atStake !== null && <> · at stake {moneyText(row.atStake, row.currency)}</>}
      {row.about.map(({ id, name, href }, n) => (
        <span key={id}>
          {n === 0 ? " · about " : ", "}
          <Link href={href} className="text-fg underline underline-offset-2">
            {name}
          </Link>
        </span>
      ))}
    </p>
  );
}

/** What can be done with it now, each with its key. */
function Verbs({ row, today }: PartProps & { today: string }) {
  const due = row.reviewOn !== null && row.reviewOn <= today;
  return (
    <div className="mt-3 flex flex-wrap items-start gap-2 empty:hidden print:hidden">
      {row.may.decide && (
        <VerbLink to="decide" keyHint="D">
          Decide
        </VerbLink>
      )}
      {row.may.score && due && (
        <VerbLink to="score" keyHint="S">
          Score
        </VerbLink>
      )}
      {row.may.tell && (
        <NoticeVerb
          id={row.id}
          action={tellDecisionAction}
          label="Tell those it concerns"
          about={row.code}
          keyHint="T"
          tone="primary"
          done="They are told."
        />
      )}
      {row.may.undo && row.undoUntil !== null && (
        <ActionForm
          action={undoDecisionAction}
          hidden={{ id: row.id, version: String(row.version) }}
          label="Undo"
          tone="plain"
          keyHint="U"
          done="Undone."
          hint={undoText(row.undoUntil, businessZone())}
        />
      )}
      {row.may.comment && (
        <VerbLink to="comments" keyHint="C">
          Comment
        </VerbLink>
      )}
    </div>
  );
}

function Steps({ row, today }: PartProps & { today: string }) {
  return (
    <ol className="mt-3 grid grid-cols-2 gap-x-4 gap-y-2 border-y py-2 text-table md:grid-cols-3 xl:grid-cols-6">
      {stepsOf(row, today).map(({ label, text, done }) => (
        <li key={label} className="flex items-start gap-2">
          <span aria-hidden="true" className={`mt-1 size-2.5 shrink-0 ${done ? "bg-fg" : "rounded-full border-2 border-muted"}`} />
          <span>
            <strong className={done ? undefined : "font-normal text-muted"}>{label}</strong>
            <span className="sr-only">{done ? "" : ", not yet"}</span>
            <span className="block text-caption text-muted">{text}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

async function DecideSection({ row, viewer, today }: PartProps & { viewer: Viewer; today: string }) {
  return (
    <Section title="Decide" id="decide" className="print:hidden">
      <div className="mt-3">
        <DecideForm
          id={row.id}
          version={row.version}
          options={row.optionRows.map(({ id, title }) => ({ value: id, label: title }))}
          kpis={await firstChoices(viewer, "kpis", row.about.find(({ type }) => type === "kpi")?.id ?? null)}
          reviewOn={weekday(addMonths(today, 2))}
          action={decideAction}
        />
      </div>
    </Section>
  );
}

function Chosen({ row }: PartProps) {
  const holds = row.holds === null ? null : holdsText(row.holds);
  const scored = row.scoredOn === null ? null : outcomeText(row);
  return (
    <Section title="Chosen" caption={`${row.sure} % confidence`}>
      <p className="pt-2 font-medium">{row.chosen ?? "An option that was removed since"}</p>
      <blockquote className="mt-1 max-w-[60ch] whitespace-pre-line">“{row.reason}”</blockquote>
      {holds !== null && (
        <dl className="mt-3 border-t pt-2 text-table">
          <dt className="font-medium">Success criterion</dt>
          <dd>{holds.rule}</dd>
          <dd className={holds.held === false ? "text-bad" : "text-muted"}>{holds.found}</dd>
        </dl>
      )}
      {scored !== null && (
        <p className="mt-3 border-t pt-2 text-table">
          <strong className={scored.held ? undefined : "text-bad"}>{scored.lead}.</strong> {scored.words}
        </p>
      )}
    </Section>
  );
}

/** Asked for from the review date on; folded before. */
function Outcome({ row, today }: PartProps & { today: string }) {
  const form = (
    <div className="mt-3">
      <ScoreForm id={row.id} version={row.version} action={scoreDecisionAction} />
    </div>
  );
  return (
    <Section title="Outcome" id="score" className="print:hidden">
      {row.ownerLeft && (
        <p className="mt-1 text-table text-muted">{row.ownerName} has left; whoever may change this decision records it.</p>
      )}
      {row.reviewOn !== null && row.reviewOn > today ? (
        <details className="mt-2">
          <summary className="cursor-pointer py-2 text-table underline underline-offset-2">
            Record it before the review on {dayText(row.reviewOn, today)}
          </summary>
          {form}
        </details>
      ) : (
        form
      )}
    </Section>
  );
}

/** On a day before it was asked for, the page says so. */
function NotAskedYet({ row, day }: PartProps & { day: string }) {
  return (
    <>
      <AsOfBanner day={day} href={`/decisions/${row.id}`} nothingText={`It was asked on ${dayText(row.askedOn, day)}.`} />
      <PageHeader
        title="Not asked yet on that day"
        crumbs={[{ label: "Decisions", href: `/decisions?asOf=${day}` }, { label: row.code }]}
        actions={<AsOfControl day={day} today={businessToday()} />}
      />
    </>
  );
}
