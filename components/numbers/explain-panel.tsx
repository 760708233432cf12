"use client";

import Link from "next/link";
import { useState } from "react";
import { StatusShape } from "@/components/charts/status-shape";
import { useTimeZone } from "@/components/shell/time-zone";
import { ExplainFields } from "@/components/signals/explain-fields";
import { SignalChart } from "@/components/signals/signal-chart";
import { ActionForm } from "@/components/ui/action-form";
import { newIdempotencyKey } from "@/components/ui/idempotency-key";
import { Section } from "@/components/ui/section";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { formatInstant } from "@/lib/format";
import type { Explaining } from "@/lib/signals/answers/explaining";
import type { AskedSignal } from "@/lib/signals/queries/asked";

type Explain = FormActionProp<{ id: string }>;
type Props = {
  signals: AskedSignal[];
  total: number;
  /** data for explaining the first of them */
  explaining: Explaining;
  explain: Explain;
};

/** The signals the viewer has to explain, one after the other, next to the numbers. */
export function ExplainPanel({ signals, total, explaining, explain }: Props) {
  const [first, ...others] = signals;
  if (first === undefined) return null;
  return (
    <Section
      title="Explain"
      count={`${total} ${total === 1 ? "signal" : "signals"}`}
      caption={
        total > 1 && (
          <Link href="/" className="underline underline-offset-2">
            all on Today
          </Link>
        )
      }
      className="mt-0 max-lg:mt-5"
    >
      <OneSignal key={`${first.id} ${first.version}`} signal={first} explaining={explaining} explain={explain} />
      {others.length > 0 && (
        <ul className="mt-4 divide-y border-t text-caption">
          {others.map((signal) => (
            <li key={signal.id} className="py-2">
              <Link href={signal.href} className="underline-offset-2 hover:underline">
                <strong className="font-semibold">{signal.finding}</strong> {signal.against}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function OneSignal({ signal, explaining, explain }: { signal: AskedSignal; explaining: Explaining; explain: Explain }) {
  const [idempotencyKey] = useState(newIdempotencyKey);
  const timeZone = useTimeZone();
  const { spark } = signal;
  return (
    <div className="py-3">
      <p className="flex items-baseline gap-2 text-table">
        <StatusShape kind={signal.tone === "worse" ? "off-track" : "watch"} size={10} />
        <span>
          <Link href={signal.href} className="font-semibold underline-offset-2 hover:underline">
            {signal.finding}
          </Link>{" "}
          {signal.against}
        </span>
      </p>
      {spark !== undefined && (
        <div className="mt-2">
          <SignalChart spark={spark} width={288} height={44} fluid />
        </div>
      )}
      {signal.askedBy !== null && (
        <p className="mt-2 border-l-2 border-border pl-2 text-caption">
          {signal.askedBy} asks{signal.question === null ? "" : `: ${signal.question}`}
          {signal.answerBy !== null && <span className="text-muted"> Answer by {formatInstant(signal.answerBy, timeZone, "medium")}.</span>}
        </p>
      )}
      <ActionForm
        action={explain}
        hidden={{ id: signal.id, version: String(signal.version) }}
        idempotencyKey={idempotencyKey}
        label="Send"
        hint="Ctrl ↵"
        done="Sent."
        className="mt-3"
      >
        {({ errors, values }) => <ExplainFields errors={errors} values={values} explaining={explaining} />}
      </ActionForm>
    </div>
  );
}
