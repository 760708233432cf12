"use client";

import { useEffect, useState } from "react";
import type { Explaining } from "@/lib/signals/answers/explaining";
import { ExplainFields } from "./explain-fields";
import { SignalChart } from "./signal-chart";
import { type Verb, VerbDialog } from "./verb-dialogs";

/** Asks why it happened. Possible owners and the last explanation are requested once somebody begins, because most readers never do. */
export function ExplainDialog(verb: Verb) {
  return (
    <VerbDialog {...verb} label="Explain" keyHint="X" title="Explain" description={verb.signal.name} submit="Send the explanation">
      {(fields) => <AskedFields {...fields} signalId={verb.signal.id} />}
    </VerbDialog>
  );
}

const NOTHING: Explaining = { chart: null, people: [], last: null };

function AskedFields({ signalId, ...fields }: { signalId: string } & Omit<Parameters<typeof ExplainFields>[0], "explaining">) {
  const [explaining, setExplaining] = useState<Explaining | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(`/api/explaining?signal=${signalId}`, { signal: stop.signal })
      .then((answer) => (answer.ok ? answer.json() : NOTHING))
      .catch(() => NOTHING)
      .then((found: Explaining) => {
        if (!stop.signal.aborted) setExplaining(found);
      });
    return () => stop.abort();
  }, [signalId]);
  return (
    <>
      {explaining?.chart !== null && (
        // Its space is reserved while loading, so that nothing moves.
        <div className="min-h-24 [&>svg]:h-auto [&>svg]:w-full">
          {explaining?.chart && <SignalChart spark={explaining.chart} width={460} height={76} />}
        </div>
      )}
      <ExplainFields errors={fields.errors} values={fields.values} explaining={explaining} />
    </>
  );
}
