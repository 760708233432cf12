import type { ReactNode } from "react";
import { QuestionBox } from "@/components/charts/question-box";
import { StatusShape } from "@/components/charts/status-shape";
import { SignalChart } from "@/components/signals/signal-chart";
import { StaleChip } from "@/components/ui/stale-chip";
import type { SignalRow } from "@/lib/signals/row";
import type { TodayItem as Item } from "@/lib/today/view";
import { TodayRow } from "./today-row";

const fills = { worse: "fill-bad", better: "fill-good", neutral: "fill-fg" };
const words = { worse: "Signal for the worse", better: "Signal for the better", neutral: "Signal of change" };

const Diamond = ({ tone }: { tone: SignalRow["tone"] }) => (
  <svg width="14" height="14" viewBox="0 0 12 12" role="img" aria-label={words[tone]}>
    <path d="M6 0 12 6 6 12 0 6z" className={fills[tone]} />
  </svg>
);
const Question = () => (
  <span
    aria-hidden="true"
    className="flex size-4 flex-none items-center justify-center rounded-[3px] border-[1.5px] border-fg text-tick font-bold"
  >
    ?
  </span>
);

const dotted = (parts: (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== "").map((part) => ` · ${part}`);

/** One line that needs somebody, of any kind. `verbs`: the viewer's actions on it. */
export function TodayItem({ item, verbs }: { item: Item; verbs: ReactNode }) {
  if (item.kind === "signal") return <SignalItem rowKey={item.key} signal={item.signal} verbs={verbs} />;
  const row = { rowKey: item.key, href: item.href, lead: item.lead, text: item.text, meta: item.meta, verbs };
  switch (item.kind) {
    case "explanation":
    case "proposal":
      return (
        <TodayRow
          {...row}
          mark={<Question />}
          {...(item.dueText !== "" && { due: <span className="text-caption whitespace-nowrap">{item.dueText}</span> })}
        />
      );
    case "late":
    case "work":
      return (
        <TodayRow
          {...row}
          folded={item.kind === "late"}
          mark={<StatusShape kind="stale" />}
          {...(item.lateDays !== null && { due: <StaleChip days={item.lateDays} /> })}
        />
      );
    case "task":
      return <TodayRow {...row} mark={item.asks ? <QuestionBox /> : <StatusShape kind="stale" />} />;
  }
}

function SignalItem({ rowKey, signal, verbs }: { rowKey: string; signal: SignalRow; verbs: ReactNode }) {
  return (
    <TodayRow
      rowKey={rowKey}
      mark={<Diamond tone={signal.tone} />}
      href={signal.href}
      lead={signal.finding}
      text={signal.against}
      meta={
        <>
          {signal.departmentName} · <span className="font-medium text-fg">{signal.ownerName ?? "no owner"}</span>
          {dotted([signal.ageText, signal.answerByText, ...(signal.notes ?? [])])}
        </>
      }
      verbs={verbs}
      {...(signal.spark !== undefined && {
        spark: <SignalChart spark={signal.spark} width={184} height={44} fluid />,
      })}
    />
  );
}
