"use client";

import { useEffect, useState } from "react";
import type { Choice } from "@/lib/platform/entities/choice";

const TYPING_MS = 120;

export type Source = { of: string; department?: string };

async function ask({ of, department }: Source, q: string, signal: AbortSignal): Promise<Choice[]> {
  const query = new URLSearchParams({ of, q, ...(department !== undefined && { department }) });
  const answer = await fetch(`/api/choices?${query}`, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`choices answered ${answer.status}`);
  const found: Choice[] = await answer.json();
  return found;
}

/** The server's choices for the typed text; null: no request. `settled`: the answer is for the current text. */
export function useOffered(source: Source, q: string | null): { choices: Choice[]; settled: boolean; failed: boolean } {
  const { of, department } = source;
  const wanted = q === null ? null : JSON.stringify([of, department ?? "", q]);
  const [answer, setAnswer] = useState<{ to: string | null; choices: Choice[]; failed: boolean }>({ to: null, choices: [], failed: false });
  useEffect(() => {
    if (q === null || wanted === null) return;
    const gone = new AbortController();
    const timer = setTimeout(
      () => {
        ask({ of, ...(department !== undefined && { department }) }, q, gone.signal).then(
          (choices) => setAnswer({ to: wanted, choices, failed: false }),
          () => gone.signal.aborted || setAnswer({ to: wanted, choices: [], failed: true }),
        );
      },
      q === "" ? 0 : TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [wanted, q, of, department]);
  const settled = wanted !== null && answer.to === wanted;
  return { choices: wanted === null ? [] : answer.choices, settled, failed: settled && answer.failed };
}
