"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { readDecimal } from "@/lib/decimal-text";
import type { FormState } from "@/lib/form-state";
import { isUnusual, likelySlip, type NumberRow } from "@/lib/kpis/number-row";

export type Saved = { version: number; value: string | null; state: string; reason: string | null; by: string | null; at: string };
type Action = (previous: FormState<Saved>, form: FormData) => Promise<FormState<Saved>>;
type Entry = { state: "final"; value: string } | { state: "missing"; reason: string };

/** What the state column says. */
export type CellState =
  | { kind: "open" }
  | { kind: "saving" }
  | { kind: "saved"; unusual: boolean }
  | { kind: "slip"; typed: string; guess: string }
  | { kind: "refused"; message: string }
  | { kind: "conflict"; message: string; theirs: Saved | null; mine: Entry };

/** One cell: what is saved, what is typed, and what became of saving it. Nothing typed is ever thrown away by an answer. */
export function useNumberCell(row: NumberRow, action: Action, onSettled: () => void) {
  const [saved, setSaved] = useState<Saved | null>(row.due.saved);
  const [typed, setTyped] = useState(row.due.saved?.value ?? "");
  const [state, setState] = useState<CellState>(row.due.saved === null ? { kind: "open" } : { kind: "saved", unusual: false });

  // What somebody else saved meanwhile is taken over only where nothing is being typed; else the conflict is told when it is sent.
  const theirs = row.due.saved;
  if (
    theirs !== null &&
    theirs.version > (saved?.version ?? 0) &&
    typed === (saved?.value ?? "") &&
    (state.kind === "open" || state.kind === "saved")
  ) {
    setSaved(theirs);
    setTyped(theirs.value ?? "");
    setState({ kind: "saved", unusual: false });
  }

  const onItsWay = useRef<string | null>(null);
  const mutation = useMutation({
    mutationFn: ({ entry, seen }: { entry: Entry; seen: number }) => {
      const form = new FormData();
      const fields = {
        kpiId: row.id,
        periodStart: row.due.period,
        seenVersion: String(seen),
        ...entry,
      };
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return action({ status: "idle" }, form);
    },
    onMutate: () => setState({ kind: "saving" }),
    onSuccess: (answer, { entry }) => {
      if (answer.status === "ok") {
        setSaved(answer.data);
        setTyped(answer.data.value ?? "");
        setState({ kind: "saved", unusual: answer.data.value !== null && isUnusual(Number(answer.data.value), row) });
        onSettled();
      } else if (answer.status === "conflict") {
        setState({ kind: "conflict", message: answer.message, theirs: isSaved(answer.current) ? answer.current : null, mine: entry });
      } else if (answer.status !== "idle") {
        setState({ kind: "refused", message: answer.fieldErrors.value ?? answer.fieldErrors.reason ?? answer.message });
      }
    },
    onSettled: () => {
      onItsWay.current = null;
    },
    onError: () =>
      setState({ kind: "refused", message: "Not saved: the connection was lost. Your typing is kept; press Enter to try again." }),
  });

  const send = (entry: Entry, seen = saved?.version ?? 0) => mutation.mutate({ entry, seen });
  /** @returns whether it went out, so that the caller may go on to the next cell. */
  const save = (text: string, { sure = false } = {}): boolean => {
    if (text.trim() === (saved?.value ?? "")) return text.trim() !== "";
    const value = readDecimal(text);
    if (value === null) {
      setState({
        kind: "refused",
        message: text.trim() === "" ? "Type a number, or N for not available." : `“${text.trim()}” is not a number.`,
      });
      return false;
    }
    const guess = sure ? null : likelySlip(Number(value), row);
    if (guess !== null) {
      setState({ kind: "slip", typed: value, guess: String(Number(guess.toPrecision(12))) });
      return false;
    }
    // Enter saves and goes to the next cell; leaving this one must not send the same again and lose against itself.
    if (value === onItsWay.current) return true;
    onItsWay.current = value;
    send({ state: "final", value });
    return true;
  };

  return {
    saved,
    typed,
    state,
    setTyped,
    save,
    saveMissing: (reason: string) => send({ state: "missing", reason }),
    takeTheirs: (theirs: Saved | null) => {
      setSaved(theirs);
      setTyped(theirs?.value ?? "");
      setState(theirs === null ? { kind: "open" } : { kind: "saved", unusual: false });
    },
    keepMine: (theirs: Saved | null, mine: Entry) => send(mine, theirs?.version ?? 0),
    putBack: () => {
      setTyped(saved?.value ?? "");
      setState(saved === null ? { kind: "open" } : { kind: "saved", unusual: false });
    },
  };
}

const isSaved = (value: unknown): value is Saved => typeof value === "object" && value !== null && "version" in value && "state" in value;
