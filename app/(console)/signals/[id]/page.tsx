import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { SignalStory } from "@/components/kpis/signal-story";
import { PageHeader } from "@/components/shell/page-header";
import { SignalVerbs } from "@/components/signals/signal-verbs";
import { SourceFeeds } from "@/components/signals/source-feeds";
import { Section } from "@/components/ui/section";
import { addDays } from "@/lib/calendar/dates";
import { dueOn } from "@/lib/calendar/due-dates";
import { businessZone, now, today } from "@/lib/clock";
import { id as idField } from "@/lib/fields";
import { formatInstant } from "@/lib/format";
import { FEEDS_SHOWN, getSourceSignal } from "@/lib/pages/source-page";
import { requireViewer } from "@/lib/platform/auth/session";
import { can } from "@/lib/platform/authz/policy";
import { proposedAnswerers } from "@/lib/signals/answers/answerers";
import { STATES } from "@/lib/signals/life/states";
import { storyLines } from "@/lib/signals/story";
import { answerByText } from "@/lib/today/words";
import { ANSWER_DAYS, DEFERRAL_DAYS, SIGNAL_ACTIONS } from "../verbs";

type Props = PageProps<"/signals/[id]">;

async function find({ params }: Pick<Props, "params">) {
  const viewer = await requireViewer();
  const id = idField.safeParse((await params).id);
  return { viewer, signal: id.success ? await getSourceSignal(viewer, id.data) : null };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { signal } = await find(props);
  return { title: signal === null ? "Page not found" : signal.kpiId === null ? `No records: ${signal.name}` : "Signal" };
}

/** A source that sends no records: since when, what waits for it, and its history. A KPI's signal is shown next to its chart instead. */
export default async function SignalPage(props: Props) {
  const { viewer, signal } = await find(props);
  if (signal === null) notFound();
  if (signal.kpiId !== null) redirect(`/kpis/${signal.kpiId}#signals`);
  const zone = businessZone();
  const subject = { departmentId: signal.departmentId, ownerId: signal.ownerId };
  const rights = {
    acknowledge: can(viewer, "signal.acknowledge", subject),
    explain: can(viewer, "signal.explain", subject),
    decide: can(viewer, "signal.decide", subject),
  };
  const live = signal.closedAt === null;
  const people = live && rights.decide ? await proposedAnswerers([signal.departmentId], [signal.ownerId], viewer.personId) : [];
  const when = (instant: string) => formatInstant(instant, zone, "medium");
  const clock = live && signal.answerBy !== null ? answerByText(signal.answerBy, now().toISOString(), zone) : "";
  return (
    <>
      <PageHeader
        title={`${signal.name}: ${live ? "no new records" : "new records have arrived"}`}
        crumbs={[
          { label: "Today", href: "/" },
          { label: signal.departmentName, href: `/departments/${signal.departmentId}` },
        ]}
        facts={[signal.ownerName ?? "no owner", clock].filter((part) => part !== "").join(" · ")}
      />
      <Section
        title="KPIs from this source"
        count={signal.feeds.length}
        caption={
          signal.feeds.length === FEEDS_SHOWN ? `the first ${FEEDS_SHOWN}, longest late first` : "those you can read, longest late first"
        }
      >
        <SourceFeeds feeds={signal.feeds} today={today()} calendar={signal.calendar} />
      </Section>
      <Section title="The signal">
        <ul>
          <SignalStory
            finding={`When it was opened, ${signal.reach === 1 ? "1 KPI" : `${signal.reach} KPIs`} waited for records of ${signal.name}`}
            meta={`${signal.closedAt === null ? STATES[signal.state].word : `closed ${when(signal.closedAt)}`} · opened ${when(signal.openedAt)}`}
            lines={storyLines(signal.story, zone)}
            open
            {...(live && {
              verbs: (
                <SignalVerbs
                  signal={{ id: signal.id, version: signal.version, name: signal.name, departmentId: signal.departmentId }}
                  state={signal.state}
                  workable={false}
                  asked={signal.asked}
                  rights={rights}
                  people={people.map(({ id, name }) => ({ value: id, label: name }))}
                  ownerId={signal.ownerId}
                  explanation={signal.story.findLast(({ step }) => step === "explained")?.text ?? ""}
                  dueOn={dueOn(today(), { days: ANSWER_DAYS, kind: "working" })}
                  until={addDays(today(), DEFERRAL_DAYS)}
                  idempotencyKey={randomUUID()}
                  actions={SIGNAL_ACTIONS}
                />
              ),
            })}
          />
        </ul>
      </Section>
    </>
  );
}
