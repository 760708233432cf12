"use client";

import { useEffect, useState } from "react";
import type { Command } from "@/lib/search/command";
import type { Found } from "@/lib/search/schema";

export type Answer = { found: Found[]; commands?: Command[] };
type State = { found: Found[]; commands: Command[]; recent: Found[]; busy: boolean; failed: boolean };

const TYPING_MS = 120;

async function ask(query: Record<string, string>, signal: AbortSignal): Promise<Answer> {
  const answer = await fetch(`/api/search?${new URLSearchParams(query)}`, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`search answered ${answer.status}`);
  const body: Answer = await answer.json();
  return body;
}

type Wanted = { open: boolean; q: string; recent: readonly string[]; pick: { kind: string; verb: string } | null };

/** What the palette shows: pages, verbs and recent objects once per opening; objects while typing, a moment after the last key. An answer to what is no longer asked is dropped. */
export function useSearch({ open, q, recent, pick }: Wanted): State {
  const [state, setState] = useState<State>({ found: [], commands: [], recent: [], busy: false, failed: false });
  const refs = recent.join(",");
  useEffect(() => {
    if (!open) return;
    const gone = new AbortController();
    ask({ commands: "1", recent: refs }, gone.signal).then(
      ({ found, commands = [] }) => setState((before) => ({ ...before, recent: found, commands, failed: false })),
      () => gone.signal.aborted || setState((before) => ({ ...before, failed: true })),
    );
    return () => gone.abort();
  }, [open, refs]);

  const [kind, verb] = [pick?.kind, pick?.verb];
  useEffect(() => {
    if (!open || (q.trim() === "" && kind === undefined)) {
      setState((before) => ({ ...before, found: [], busy: false }));
      return;
    }
    const gone = new AbortController();
    setState((before) => ({ ...before, busy: true }));
    const timer = setTimeout(
      () => {
        ask({ q, ...(kind !== undefined && verb !== undefined && { kind, verb }) }, gone.signal).then(
          ({ found }) => setState((before) => ({ ...before, found, busy: false, failed: false })),
          () => gone.signal.aborted || setState((before) => ({ ...before, found: [], busy: false, failed: true })),
        );
      },
      q === "" ? 0 : TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [open, q, kind, verb]);
  return state;
}
