import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Comments } from "@/components/comments/comments";
import { ActionList, AddActionDialog } from "@/components/initiatives/action-list";
import { EffectFigure } from "@/components/initiatives/effect-figure";
import { ChangeDialog, CloseDialog } from "@/components/initiatives/forms/change-dialogs";
import { CheckInForm } from "@/components/initiatives/forms/check-in-form";
import { AddMilestoneDialog, MilestoneRows } from "@/components/initiatives/forms/milestone-forms";
import { HealthMark } from "@/components/initiatives/health-mark";
import { HealthTable } from "@/components/initiatives/health-table";
import { MilestoneTimeline } from "@/components/initiatives/milestone-timeline";
import { UpdateList } from "@/components/initiatives/update-list";
import { PageHeader } from "@/components/shell/page-header";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { addDays } from "@/lib/calendar/dates";
import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { dayOf as businessDay, today as businessToday, businessZone } from "@/lib/clock";
import { commentItem } from "@/lib/comments/comment-item";
import { sinceLastCheckIn } from "@/lib/initiatives/health/since";
import { prepareTimeline } from "@/lib/initiatives/timeline";
import { actionItem, shownOf } from "@/lib/initiatives/words/form-view";
import { dayOf, weekdayOf } from "@/lib/initiatives/words/phrases";
import { AREAS, KINDS, STAGES, wordOf } from "@/lib/initiatives/words/words";
import { getInitiative, type InitiativeDetail } from "@/lib/pages/initiative/queries";
import { figuresOf, sentenceOf } from "@/lib/pages/initiative/view";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { type Choice, freeChoice } from "@/lib/platform/entities/choice";
import { STATES } from "@/lib/signals/life/states";
import { getShell } from "@/lib/today/shell";
import { About, OffersAbout } from "../../_sections/about";
import { commentActionAction, resolveCommentAction, writeCommentAction } from "../../comments/actions";
import {
  addActionAction,
  addMilestoneAction,
  changeInitiativeAction,
  changeMilestoneAction,
  closeInitiativeAction,
  completeActionAction,
  reportInitiativeAction,
} from "../actions";

type Props = PageProps<"/initiatives/[id]">;

/** The title and the page share one read. */
const find = cache(getInitiative);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await find(await requireViewer(), (await params).id, businessToday());
  return { title: found === null ? "Page not found" : `${found.code} ${found.title}` };
}

export default async function InitiativePage({ params }: Props) {
  const viewer = await requireViewer();
  const today = businessToday();
  const row = await find(viewer, (await params).id, today);
  if (row === null) notFound();
  const { company } = await getShell(viewer);
  const owner = freeChoice(row.ownerId, row.ownerName);
  return (
    <>
      <PageHeader
        title={row.title}
        crumbs={[
          { label: wordOf(AREAS, row.area), href: `/${row.area}` },
          { label: row.departmentName, ...(viewer.readable.includes(row.departmentId) && { href: `/departments/${row.departmentId}` }) },
          { label: row.code },
        ]}
        facts={
          <CsvLink href={`/api/export/initiative?initiative=${row.id}`} of={`milestones, check-ins, actions and comments of ${row.code}`} />
        }
        {...(row.may.change && {
          actions: (
            <>
              <ChangeDialog
                id={row.id}
                shown={shownOf(row)}
                picked={{ department: freeChoice(row.departmentId, row.departmentName), owner }}
                fixed={!row.may.assign}
                action={changeInitiativeAction}
              />
              <OffersAbout of={{ type: "initiative", id: row.id }} may={(verb) => canSomewhere(viewer, verb)} />
              <CloseDialog id={row.id} version={row.version} action={closeInitiativeAction} />
            </>
          ),
        })}
        verdict={
          <>
            <HealthMark mark={row.health.mark} word={row.health.word} staleDays={row.health.staleDays} large />: {sentenceOf(row, today)}
          </>
        }
      />
      <Facts row={row} today={today} />
      {row.signal !== null && <Answers signal={row.signal} today={today} />}
      {row.summary !== "" && <p className="mt-2 max-w-[76ch] whitespace-pre-line break-words">{row.summary}</p>}
      <HealthTable health={row.health} reporterName={row.updates[0]?.authorName ?? null} />
      <MilestonesSection row={row} today={today} owner={owner} />
      <div className="gap-x-8 lg:grid lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="min-w-0">
          <EffectsSection row={row} today={today} />
          <ActionsSection row={row} today={today} me={freeChoice(viewer.personId, viewer.name)} />
          <About viewer={viewer} of={{ type: "initiative", id: row.id }} asOf={null} />
        </div>
        <div className="min-w-0">
          {row.may.report && <CheckInSection row={row} today={today} calendar={company.calendar} />}
          <Section title="Check-ins" count={row.updates.length} caption={row.updates.length > 0 ? "newest first" : undefined}>
            {row.updates.length === 0 ? (
              <EmptyState>Nobody has checked in yet.</EmptyState>
            ) : (
              <UpdateList updates={row.updates} today={today} timeZone={businessZone()} />
            )}
          </Section>
        </div>
      </div>
      <Section title="Comments" count={row.comments.length} id="comments">
        <Comments
          about={{ about: `initiative:${row.id}` }}
          departmentId={row.departmentId}
          me={{ value: viewer.personId, label: viewer.name }}
          idempotencyKey={randomUUID()}
          comments={row.comments.map((comment) => ({ ...commentItem(comment, today, businessZone()), actionKey: randomUUID() }))}
          may={{ write: row.may.comment, act: row.may.addAction }}
          dueOn={addDays(today, 7)}
          writeAction={writeCommentAction}
          resolveAction={resolveCommentAction}
          actionAction={commentActionAction}
        />
      </Section>
    </>
  );
}

type PartProps = { row: InitiativeDetail; today: string };

function Facts({ row, today }: PartProps) {
  return (
    <p className="mt-1 text-caption text-muted">
      Owner <b className="text-fg">{row.ownerName}</b> · sponsor {row.sponsorName ?? "none"} · {wordOf(KINDS, row.kind).toLowerCase()} ·{" "}
      {wordOf(STAGES, row.stage).toLowerCase()} · {dayOf(row.startsOn, today)} to {dayOf(row.dueOn, today)}
    </p>
  );
}

function Answers({ signal, today }: { signal: NonNullable<InitiativeDetail["signal"]>; today: string }) {
  return (
    <p className="mt-1 text-caption text-muted">
      Responds to the signal on{" "}
      <Link href={`/kpis/${signal.kpiId}#signals`} className="text-fg underline underline-offset-2">
        {signal.kpiName}
      </Link>
      , opened {dayOf(businessDay(signal.openedAt), today)}, {STATES[signal.state].word}
    </p>
  );
}

function MilestonesSection({ row, today, owner }: PartProps & { owner: Choice }) {
  const add = row.may.change && (
    <AddMilestoneDialog initiativeId={row.id} idempotencyKey={randomUUID()} owner={owner} action={addMilestoneAction} />
  );
  const rows = row.milestones.map((m) => ({ ...m, baselineText: dayOf(m.baselineDueOn, today) }));
  return (
    <Section
      title="Milestones"
      count={row.milestones.length}
      caption={row.milestones.length > 0 ? "grey: baseline; open: forecast; filled: done" : undefined}
    >
      {row.milestones.length === 0 ? (
        <EmptyState action={add}>No milestones yet, so a delay shows only at the due date.</EmptyState>
      ) : (
        <>
          <MilestoneTimeline timeline={prepareTimeline(row.milestones, { startsOn: row.startsOn, dueOn: row.dueOn, today })} />
          {row.may.change && (
            <details className="mt-2 print:hidden">
              <summary className="inline-flex min-h-11 cursor-pointer items-center text-table underline underline-offset-2 md:min-h-7">
                Change dates or mark as reached
              </summary>
              <MilestoneRows milestones={rows} action={changeMilestoneAction} />
            </details>
          )}
          <div className="mt-2">{add}</div>
        </>
      )}
    </Section>
  );
}

function EffectsSection({ row, today }: PartProps) {
  const figures = figuresOf(row, today);
  return (
    <Section title="What it should move" count={figures.length}>
      {figures.length === 0 && <EmptyState>No KPI that you can see is named, so the effect cannot be tested.</EmptyState>}
      {figures.map(({ id, ...figure }) => (
        <EffectFigure key={id} {...figure} />
      ))}
    </Section>
  );
}

function ActionsSection({ row, today, me }: PartProps & { me: Choice }) {
  const add = row.may.addAction && (
    <AddActionDialog initiativeId={row.id} idempotencyKey={randomUUID()} owner={me} dueOn={addDays(today, 7)} action={addActionAction} />
  );
  const open = row.actions.filter((action) => action.doneOn === null).length;
  return (
    <Section title="Actions" count={`${open} open`}>
      {row.actions.length === 0 ? (
        <EmptyState action={add}>No actions yet. An action is a small task with an owner and a due date.</EmptyState>
      ) : (
        <>
          <ActionList items={row.actions.map((action) => actionItem(action, today))} completeAction={completeActionAction} />
          <div className="mt-2">{add}</div>
        </>
      )}
    </Section>
  );
}

function CheckInSection({ row, today, calendar }: PartProps & { calendar: FiscalCalendar }) {
  const due = addDays(row.lastUpdateOn ?? row.startsOn, row.updateEveryDays);
  return (
    <Section title="Check-in" count={`due ${weekdayOf(due, today)}`} caption="filled from the records" className="print:hidden">
      <CheckInForm
        id={row.id}
        idempotencyKey={randomUUID()}
        since={sinceLastCheckIn({ ...row, timeText: row.health.lines[0]?.text ?? "" }, today, calendar)}
        judgement={row.judgement}
        obstacle={row.updates[0]?.obstacle ?? ""}
        action={reportInitiativeAction}
      />
    </Section>
  );
}
