import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { after } from "next/server";
import { FootPanel } from "@/components/shell/tables/foot-panel";
import { SignalRow } from "@/components/shell/tables/signal-row";
import { AreaStates } from "@/components/today/area-states";
import { type ItemActions, ItemVerbs, UndoLine } from "@/components/today/items/item-verbs";
import { TodayItem } from "@/components/today/items/today-item";
import { KeyLegend } from "@/components/today/key-legend";
import { TodayBoard } from "@/components/today/today-board";
import { TodayChanges, TodaySettledList } from "@/components/today/today-changes";
import { TodayCounter } from "@/components/today/today-counter";
import { TodaySection } from "@/components/today/today-section";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { addDays } from "@/lib/calendar/dates";
import { dueOn } from "@/lib/calendar/due-dates";
import { log } from "@/lib/log";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { getToday } from "@/lib/today/queries";
import { SECTIONS } from "@/lib/today/view";
import { noteVisit } from "@/lib/today/visit";
import { completeActionAction } from "./initiatives/actions";
import { deferItemAction, undoDeferItemAction, undoStepAction } from "./signals/actions";
import { ANSWER_DAYS, DEFERRAL_DAYS, SIGNAL_ACTIONS } from "./signals/verbs";

export const metadata: Metadata = { title: "Today" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const ACTIONS: ItemActions = { ...SIGNAL_ACTIONS, complete: completeActionAction, deferItem: deferItemAction };

export default async function TodayRoute({ searchParams }: Props) {
  const viewer = await requireViewer();
  const page = await getToday(viewer, (await searchParams).show === "all");
  // A prefetched page has not been looked at.
  if (!page.noted && (await headers()).get("next-router-prefetch") === null)
    after(() => noteVisit(viewer).catch((error: unknown) => log.warn({ err: error }, "a visit could not be noted")));
  const peopleOf = (departmentId: string) =>
    page.answerers.filter((one) => one.departmentId === departmentId).map(({ id, name }) => ({ value: id, label: name }));
  const rows = SECTIONS.flatMap((section) => page.sections[section].items.map(({ key }) => key));
  const idle = page.readable !== null && page.counter.total === 0;
  return (
    <TodayBoard rows={rows} singleKeys={page.singleKeys}>
      <div className="items-start justify-between gap-8 md:flex">
        <div>
          <h1>Today</h1>
          <p className="mt-1.5 max-w-[76ch] text-verdict text-pretty max-md:mb-2">{page.verdict}</p>
          {canSomewhere(viewer, "data.import") && (page.company === null || page.company.total === 0) && (
            <Beginning administrator={viewer.administrator} />
          )}
        </div>
        <TodayCounter counter={page.counter} idle={idle} />
      </div>
      <div className="gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="min-w-0">
          <UndoLine undo={page.undo} action={undoStepAction} deferAction={undoDeferItemAction} idempotencyKey={randomUUID()} />
          {SECTIONS.map((section) => (
            <TodaySection key={section} section={section} list={page.sections[section]}>
              {page.sections[section].items.map((item) => (
                <TodayItem
                  key={item.key}
                  item={item}
                  verbs={
                    <ItemVerbs
                      item={item}
                      actions={ACTIONS}
                      people={"answer" in item ? peopleOf(item.answer.departmentId) : []}
                      dueOn={dueOn(page.day, { days: ANSWER_DAYS, kind: "working" })}
                      until={addDays(page.day, DEFERRAL_DAYS)}
                      idempotencyKey={randomUUID()}
                    />
                  }
                />
              ))}
            </TodaySection>
          ))}
          {page.readable !== null && page.readable.rows.length > 0 && (
            <Section
              title="Open signals"
              count={page.readable.total}
              caption={
                page.readable.rows.length < page.readable.total
                  ? `${page.readable.rows.length} of ${page.readable.total}, worst first`
                  : "to read"
              }
            >
              <ul>
                {page.readable.rows.map((signal) => (
                  <SignalRow key={signal.id} signal={signal} layout="today" verbs={<ButtonLink href={signal.href}>Open</ButtonLink>} />
                ))}
              </ul>
            </Section>
          )}
          {rows.length === 0 && !idle && <NothingLeft settled={page.settled.length} reads={page.company !== null} />}
          {page.falseSignalsText !== null && (
            <p className="mt-3 text-caption text-muted">
              {page.falseSignalsText}{" "}
              <Link href="/help#limits" className="underline underline-offset-2">
                What limits mean
              </Link>
            </p>
          )}
          {page.coming.length > 0 && <FootPanel title="Your work due" content={{ rows: page.coming }} />}
          {page.settled.length > 0 && <TodaySettledList items={page.settled} />}
        </div>
        {page.company !== null && (
          <div className="min-w-0">
            <AreaStates states={page.states} company={page.company} all={viewer.everything} />
            <TodayChanges {...page.changes} />
          </div>
        )}
      </div>
      <KeyLegend singleKeys={page.singleKeys} acts={page.acts} />
    </TodayBoard>
  );
}

/** Next steps for a Today without figures. */
function Beginning({ administrator }: { administrator: boolean }) {
  const link = "underline underline-offset-2";
  return (
    <p className="mt-1 text-body text-muted max-md:mb-2">
      Files are imported under{" "}
      <Link href="/data" className={link}>
        Data
      </Link>
      {administrator && (
        <>
          ; people get their roles under{" "}
          <Link href="/settings/people" className={link}>
            People and access
          </Link>
        </>
      )}
      .
    </p>
  );
}

/** `reads`: the viewer may read figures; otherwise signals are not mentioned. */
function NothingLeft({ settled, reads }: { settled: number; reads: boolean }) {
  const nothing = reads ? "No new signals, no decisions waiting for you, nothing overdue." : "You have no open tasks.";
  return (
    <p className="mt-5 border-b pb-3 text-body">
      <strong>No action needed.</strong> {settled === 0 ? nothing : "Done today:"}
    </p>
  );
}
