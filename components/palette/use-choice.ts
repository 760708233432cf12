"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";

/** A choice: `value` is its unique name in the list. */
export type Choice = { value: string; run: () => void };

type Wanted = {
  choices: readonly Choice[];
  /** The typed text and its purpose: a position in the list is kept as long as this stays the same. */
  typed: string;
  /** A pending answer may change the first line. */
  unsettled: boolean;
};

/**
 * The choice that Enter opens: the first, or the one last moved to. It is computed from the drawn list, never stored separately. If Enter
 * is pressed while the first line may still change, it waits for the answer, so that fast typists get what they typed.
 */
export function useChoice({ choices, typed, unsettled }: Wanted) {
  const [moved, setMoved] = useState({ to: "", typed: "" });
  const [entered, setEntered] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const byHand = moved.typed === typed ? choices.find(({ value }) => value === moved.to) : undefined;
  const chosen = byHand ?? choices[0];
  const waits = unsettled && byHand === undefined;
  const waiting = entered === typed;
  if (entered !== null && !waiting) setEntered(null); // typing continued: it is asked again

  const now = useRef(() => {});
  now.current = () => {
    setEntered(null);
    chosen?.run();
  };
  useEffect(() => {
    if (waiting && !waits) now.current();
  }, [waiting, waits]);

  function move(by: 1 | -1) {
    const at = chosen === undefined ? -1 : choices.indexOf(chosen);
    const next = choices[(at + by + choices.length) % choices.length];
    if (next === undefined) return;
    setMoved({ to: next.value, typed });
    list.current?.querySelector(`[data-value="${CSS.escape(next.value)}"]`)?.scrollIntoView({ block: "nearest" });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (waits) setEntered(typed);
    else now.current();
  }
  return {
    chosen: chosen?.value ?? null,
    waiting: waiting && waits,
    list,
    onKeyDown,
    moveTo: (value: string) => setMoved({ to: value, typed }),
  };
}
