import { randomUUID } from "node:crypto";
import { NewLevelForm } from "@/components/kpis/forms/new-level-form";
import { LevelPanel } from "@/components/kpis/level-panel";
import { SignalStory } from "@/components/kpis/signal-story";
import { SignalVerbs } from "@/components/signals/signal-verbs";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { addDays, isDate } from "@/lib/calendar/dates";
import { dueOn } from "@/lib/calendar/due-dates";
import { periodLabel } from "@/lib/calendar/period-labels";
import { formatInstant } from "@/lib/format";
import { previewLevel, previewText } from "@/lib/kpis/chart/level-preview";
import { limitInputsOf } from "@/lib/kpis/kpi-page";
import type { KpiDetail } from "@/lib/pages/kpi/queries";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { proposedAnswerers } from "@/lib/signals/answers/answerers";
import { STATES } from "@/lib/signals/life/states";
import { causeText, storyLines } from "@/lib/signals/story";
import { foundBy } from "@/lib/statistics/charts/rules";
import { acceptNewLevelAction } from "../../signals/actions";
import { ANSWER_DAYS, DEFERRAL_DAYS, SIGNAL_ACTIONS } from "../../signals/verbs";

type Props = { kpi: KpiDetail; viewer: Viewer; level: string | null; today: string };
type Signal = KpiDetail["signals"][number];

/** The signals of a KPI next to its chart: the open ones with their actions, then the past ones. */
export async function KpiSignals({ kpi, viewer, level, today }: Props) {
  const { definition, asOf, company } = kpi;
  const open = kpi.signals.find((signal) => signal.closedAt === null && signal.kind === "process") ?? null;
  const subject = { departmentId: definition.departmentId, ownerId: definition.ownerId };
  const may = (verb: Parameters<typeof can>[1]) => asOf === null && can(viewer, verb, subject);
  const rights = { acknowledge: may("signal.acknowledge"), explain: may("signal.explain"), decide: may("signal.decide") };
  const live = asOf === null && kpi.signals.some((signal) => signal.closedAt === null);
  // Possible answerers are only read while somebody has to answer.
  const unanswered = live && kpi.signals.some((signal) => signal.state === "open" || signal.state === "acknowledged");
  const people =
    unanswered && rights.decide
      ? await proposedAnswerers([definition.departmentId], [definition.ownerId, ...kpi.signals.map((signal) => signal.ownerId)])
      : [];
  const from = level !== null && isDate(level) && level < today ? level : (open?.shiftFrom ?? null);
  const verbs = (signal: Signal) =>
    live && signal.closedAt === null ? (
      <>
        <SignalVerbs
          signal={{ id: signal.id, version: signal.version, name: definition.name, departmentId: definition.departmentId }}
          state={signal.state}
          workable={signal.kind === "process"}
          asked={signal.asked}
          rights={rights}
          people={people.map(({ id, name }) => ({ value: id, label: name }))}
          ownerId={signal.ownerId ?? definition.ownerId}
          explanation={signal.story.findLast((step) => step.step === "explained")?.text ?? ""}
          dueOn={dueOn(today, { days: ANSWER_DAYS, kind: "working" })}
          until={addDays(today, DEFERRAL_DAYS)}
          idempotencyKey={randomUUID()}
          actions={SIGNAL_ACTIONS}
        />
        {rights.decide && signal === open && from === null && signal.state !== "verified" && (
          <ButtonLink href={`/kpis/${definition.id}?level=${signal.periodStart}#new-level`}>New level</ButtonLink>
        )}
      </>
    ) : undefined;
  return (
    <Section id="signals" title="Signals" count={kpi.signals.length}>
      {kpi.signals.length === 0 ? (
        <EmptyState>{asOf === null ? "It has had no signals." : "It had no signals by that day."}</EmptyState>
      ) : (
        <ul>
          {kpi.signals.map((signal) => (
            <SignalStory
              key={signal.id}
              finding={findingOf(signal, kpi)}
              meta={metaOf(signal, company.timeZone)}
              lines={storyLines(signal.story, company.timeZone)}
              open={signal.closedAt === null}
              verbs={verbs(signal)}
            />
          ))}
        </ul>
      )}
      {open !== null && rights.decide && from !== null && (
        <LevelPanel
          from={from}
          proposed={open.shiftFrom}
          path={`/kpis/${definition.id}`}
          preview={previewText(previewLevel(...limitInputsOf(kpi, today), from, today, company.calendar), definition, company.calendar)}
          change={
            open.shiftBefore === null || open.shiftAfter === null
              ? null
              : { before: open.shiftBefore, after: open.shiftAfter, unit: definition.unit }
          }
        >
          <NewLevelForm
            key={`${from} ${open.version}`}
            signal={open}
            onDate={from}
            idempotencyKey={randomUUID()}
            action={acceptNewLevelAction}
          />
        </LevelPanel>
      )}
    </Section>
  );
}

function findingOf(signal: Signal, { definition, company }: KpiDetail): string {
  const period = periodLabel(signal.periodStart, definition.frequency, company.calendar);
  if (signal.kind === "late") return `The value of ${period} is late`;
  const tone = { better: ", for the better", worse: ", for the worse", neutral: "" }[signal.tone];
  return `${foundBy(signal.rules[0] ?? "a change")} since ${period}${tone}`.replace(/^./, (first) => first.toUpperCase());
}

function metaOf(signal: Signal, timeZone: string): string {
  const when = (instant: string) => formatInstant(instant, timeZone, "medium");
  return [
    signal.closedAt === null ? STATES[signal.state].word : `closed ${when(signal.closedAt)}`,
    `opened ${when(signal.openedAt)}`,
    ...(signal.cause === null ? [] : [`cause: ${causeText(signal.cause)}`]),
    ...(signal.acceptedAt === null ? [] : [`accepted ${when(signal.acceptedAt)}`]),
  ].join(" · ");
}
