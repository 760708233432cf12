"use client";

import { useEffect, useState } from "react";
import type { Command } from "@/lib/search/command";
import type { Found } from "@/lib/search/schema";

export type Answer = { found: Found[]; commands?: Command[] };
type Offered = { commands: Command[]; recent: Found[]; known: boolean; failed: boolean };
type Asked = { q: string; pick: { kind: string; verb: string } | null };

const TYPING_MS = 120;

async function ask(query: Record<string, string>, signal: AbortSignal): Promise<Answer> {
  const answer = await fetch(`/api/search?${new URLSearchParams(query)}`, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`search answered ${answer.status}`);
  const body: Answer = await answer.json();
  return body;
}

/** Pages, actions and recent objects, requested once per opening. `known`: an answer has arrived, now or at an earlier opening. */
export function useOffered(open: boolean, refs: string): Offered {
  const [state, setState] = useState<Offered>({ commands: [], recent: [], known: false, failed: false });
  useEffect(() => {
    if (!open) return;
    const gone = new AbortController();
    ask({ commands: "1", recent: refs }, gone.signal).then(
      ({ found, commands = [] }) => setState({ commands, recent: found, known: true, failed: false }),
      () => gone.signal.aborted || setState((before) => ({ ...before, failed: true })),
    );
    return () => gone.abort();
  }, [open, refs]);
  return state;
}

/**
 * Objects while typing, requested shortly after the last key. Until the answer for the current text arrives, `busy` is true and `found`
 * keeps the previous results, if they are of the same sort: objects to open are not the objects of an action.
 */
export function useFound({ q, pick }: Asked): { found: Found[]; busy: boolean; failed: boolean } {
  const [kind, verb] = [pick?.kind ?? "", pick?.verb ?? ""];
  const wanted = q.trim() === "" && kind === "" ? null : JSON.stringify([q, kind, verb]);
  const [answer, setAnswer] = useState({ to: "", sort: "", found: [] as Found[], failed: false });
  useEffect(() => {
    if (wanted === null) return;
    const gone = new AbortController();
    const sort = `${kind} ${verb}`;
    const timer = setTimeout(
      () => {
        ask({ q, ...(kind !== "" && { kind, verb }) }, gone.signal).then(
          ({ found }) => setAnswer({ to: wanted, sort, found, failed: false }),
          () => gone.signal.aborted || setAnswer({ to: wanted, sort, found: [], failed: true }),
        );
      },
      q === "" ? 0 : TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [wanted, q, kind, verb]);
  const fits = wanted !== null && answer.sort === `${kind} ${verb}`;
  const busy = wanted !== null && answer.to !== wanted;
  return { found: fits ? answer.found : [], busy, failed: !busy && fits && answer.failed };
}
