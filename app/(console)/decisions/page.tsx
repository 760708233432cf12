import type { Metadata } from "next";
import { CalibrationFigure } from "@/components/decisions/calibration-figure";
import { DecisionFilter } from "@/components/decisions/decision-filter";
import { AskedAgainList, DecisionLegend, LARGE, SavedFilters, WhoDecides } from "@/components/decisions/decision-legend";
import { OpenDecisions, RunningDecisions, ScoredDecisions } from "@/components/decisions/decision-tables";
import { AsOfBanner, AsOfControl } from "@/components/shell/as-of/as-of";
import { PageHeader } from "@/components/shell/page-header";
import { RowBoard } from "@/components/shell/row-board";
import { ButtonLink } from "@/components/ui/button";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyBar, type KeyName } from "@/components/ui/key-bar";
import { Section } from "@/components/ui/section";
import { areaOf } from "@/lib/areas";
import { firstChoices } from "@/lib/choices/queries";
import { today as businessToday } from "@/lib/clock";
import { calibrationOf, LEAST_SCORED } from "@/lib/decisions/calibration";
import { DECISIONS_LISTED, listDecisions, stateOf } from "@/lib/decisions/queries";
import { listSentence, moneyText } from "@/lib/decisions/view";
import { NARROWED, type State } from "@/lib/decisions/words";
import { isId } from "@/lib/fields";
import { asOfHref, singleParam } from "@/lib/kpis/as-of";
import { asOfMoment } from "@/lib/kpis/queries/as-of";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";
import { getShell } from "@/lib/today/shell";
import { remindDeciderAction } from "./actions";

const THEN = "Questions, choices, comments, people and dates as of that day. Departments and people’s names are today’s.";

/** The order of the lists on the page. */
const SHOWN: readonly State[] = ["open", "running", "scored"];
const STAKES = ["10000", LARGE, "250000", "1000000"];
const KEYS: readonly KeyName[] = [
  [["↑", "↓"], "move"],
  [["Enter"], "open"],
  [["D"], "decide"],
  [["S"], "score"],
  [["Q"], "ask"],
  [["N"], "new decision"],
  [["/"], "filter"],
];
const LETTERS = ["decide", "score", "ask", "new decision", "filter"];

export const metadata: Metadata = { title: "Decisions" };

export default async function DecisionsPage({ searchParams }: PageProps<"/decisions">) {
  const viewer = await requireViewer();
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === "string" ? asked[name].slice(0, 100) : "");
  const asOf = asOfMoment(singleParam(asked.asOf));
  const today = asOf?.day ?? businessToday();
  const filter = {
    state: NARROWED.find(([state]) => state === one("state"))?.[0],
    area: areaOf(one("area"))?.slug,
    owner: isId(one("owner")) ? one("owner") : undefined,
    stake: /^\d{1,12}$/.test(one("stake")) ? one("stake") : undefined,
    q: /\p{Cc}|\p{Cs}/u.test(one("q")) ? "" : one("q").trim(),
  };
  const query = new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const list = await listDecisions(viewer, filter, asOf);
  const { totals } = list.counts;
  const calibration = calibrationOf(list.scored);
  const ask = asOf === null && canSomewhere(viewer, "decision.ask") && (
    <ButtonLink href="/decisions/new" tone="primary" keyHint="N">
      Ask for a decision
    </ButtonLink>
  );
  const of = (state: State) => list.rows.filter((row) => stateOf(row) === state);
  const props = { today, personId: viewer.personId, currency: list.currency, asOf };
  const isFiltered = query.size > 0;
  const none = list.rows.length === 0;
  const { singleKeys } = await getShell(viewer);
  const stakes = [...new Set([...STAKES, filter.stake ?? LARGE])].toSorted((a, b) => Number(a) - Number(b));
  const overText = (amount: string) => moneyText(amount, list.currency);
  return (
    <RowBoard rows={SHOWN.flatMap((state) => of(state).map(({ id }) => id))} singleKeys={singleKeys}>
      {asOf !== null && <AsOfBanner day={asOf.day} href="/decisions" nothingText={THEN} />}
      <PageHeader
        title="Decisions"
        facts={
          <>
            <DecisionLegend legend={list.legend} query={query} asOf={asOf} />
            <CsvLink href={asOfHref(`/api/export/decisions?${query}`, asOf)} of="these decisions" />
          </>
        }
        actions={
          <>
            {ask}
            <AsOfControl day={asOf?.day ?? null} today={businessToday()} />
          </>
        }
        verdict={listSentence(list, today, isFiltered)}
      />
      <div className="items-end gap-x-4 md:flex md:flex-wrap md:justify-between">
        <DecisionFilter
          asOf={asOf}
          state={filter.state ?? ""}
          owner={filter.owner ?? ""}
          area={filter.area ?? ""}
          stake={filter.stake ?? ""}
          stakes={stakes.map((value) => ({ value, label: `over ${overText(value)}` }))}
          q={filter.q}
          deciders={await firstChoices(viewer, "decision-owners", filter.owner ?? null)}
        />
        <SavedFilters query={query} personId={viewer.personId} largeText={overText(LARGE)} asOf={asOf} />
      </div>
      {none && (
        <div className="mt-5 border-t">
          <EmptyState action={ask}>
            {isFiltered
              ? "No decision that you can see matches this filter."
              : "A decision has a question, options, a person who decides and a due date; its outcome is added later."}
          </EmptyState>
        </div>
      )}
      {!none && (
        <div className="gap-x-8 lg:grid lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="min-w-0">
            {totals.open > 0 && (
              <Section title="Open" count={totals.open} caption={<LineCaption order="by due date" line="from asked to due" />}>
                <OpenDecisions
                  label="Open decisions"
                  rows={of("open")}
                  reminders={list.reminders}
                  remindAction={remindDeciderAction}
                  {...props}
                />
              </Section>
            )}
            {totals.running > 0 && (
              <Section
                title="Awaiting outcome"
                count={totals.running}
                caption={<LineCaption order="by review date" line="from decided to review" bar="; bar: confidence, from 50 %" />}
              >
                <RunningDecisions label="Awaiting outcome" rows={of("running")} {...props} />
              </Section>
            )}
            {totals.scored > 0 && (
              <Section title="Scored" count={totals.scored} caption="with outcome, latest first">
                <ScoredDecisions label="Scored decisions" rows={of("scored")} {...props} />
              </Section>
            )}
            {Math.max(...Object.values(totals)) > DECISIONS_LISTED && (
              <p className="mt-3 text-caption text-muted">The first {DECISIONS_LISTED} of each. Narrow the filter to see others.</p>
            )}
          </div>
          <div className="min-w-0">
            <Section title="Confidence and results" count={`${totals.scored} scored`}>
              {calibration === null ? (
                <EmptyState>
                  From {LEAST_SCORED} scored decisions on, this compares people’s confidence with how often the outcome was as expected or
                  better.
                </EmptyState>
              ) : (
                <CalibrationFigure calibration={calibration} scored={list.scored} />
              )}
            </Section>
            <WhoDecides people={list.people} personId={viewer.personId} asOf={asOf} />
            <AskedAgainList rows={list.askedAgain} today={today} asOf={asOf} />
          </div>
        </div>
      )}
      <KeyBar
        keys={KEYS.filter(([, what]) => (singleKeys ? what !== "new decision" || ask !== false : !LETTERS.includes(what)))}
        singleKeys={singleKeys}
      />
    </RowBoard>
  );
}

type LineCaptionProps = { order: string; line: string; bar?: string };

/** What the lines are, where there is room for them. */
function LineCaption({ order, line, bar = "" }: LineCaptionProps) {
  return (
    <>
      {order}
      <span className="hidden xl:inline">; line: {line}</span>
      {bar}
    </>
  );
}
