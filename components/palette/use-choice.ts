"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";

/** What can be chosen: `value` names it uniquely in the list. */
export type Choice = { value: string; run: () => void };

type Wanted = {
  choices: readonly Choice[];
  /** What is typed, and to what end: moving down the list holds as long as this does. */
  typed: string;
  /** An answer is under way that may put something else first. */
  unsettled: boolean;
};

/**
 * The one of a list that Enter opens: the first, or the one last moved to. It is computed from the list that is drawn, never remembered
 * beside it. Enter pressed while the first may still become another one waits for the answer, so that whoever types fast gets what they typed.
 */
export function useChoice({ choices, typed, unsettled }: Wanted) {
  const [moved, setMoved] = useState({ to: "", typed: "" });
  const [entered, setEntered] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const byHand = moved.typed === typed ? choices.find(({ value }) => value === moved.to) : undefined;
  const chosen = byHand ?? choices[0];
  const waits = unsettled && byHand === undefined;
  const waiting = entered === typed;
  if (entered !== null && !waiting) setEntered(null); // typed on: it is asked again

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
