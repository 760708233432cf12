"use client";

import { useEffect, useState } from "react";
import type { Explaining } from "@/lib/signals/explaining";
import { ExplainFields } from "./explain-fields";
import { type Verb, VerbDialog } from "./verb-dialogs";

/** Why it happened. Who can be given the work, and what was said last time, are asked once somebody begins: most readers never do. */
export function ExplainDialog(verb: Verb) {
  return (
    <VerbDialog {...verb} label="Explain" keyHint="X" title="Explain" description={verb.signal.name} submit="Send the explanation">
      {(fields) => <AskedFields {...fields} signalId={verb.signal.id} />}
    </VerbDialog>
  );
}

function AskedFields({ signalId, ...fields }: { signalId: string } & Omit<Parameters<typeof ExplainFields>[0], "explaining">) {
  const [explaining, setExplaining] = useState<Explaining | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(`/api/explaining?signal=${signalId}`, { signal: stop.signal })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((found: Explaining | null) => setExplaining(found))
      .catch(() => setExplaining(null));
    return () => stop.abort();
  }, [signalId]);
  return <ExplainFields errors={fields.errors} values={fields.values} explaining={explaining} />;
}
