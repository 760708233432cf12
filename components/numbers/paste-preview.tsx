"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { newIdempotencyKey } from "@/components/ui/idempotency-key";
import { StatusLine } from "@/components/ui/status-line";
import { Table, Td, Th } from "@/components/ui/table";
import type { Paste, PastedCell } from "@/lib/kpis/numbers/paste";
import { conventionText } from "@/lib/kpis/numbers/paste-numbers";
import type { FormState } from "@/lib/platform/web/form-state";
import { cellKey, isSaved, type Saved } from "./grid/number-cell";
import { useStore } from "./grid/use-store";

/** The server's result for one value of a block. */
export type SentResult =
  | { kpiId: string; periodStart: string; outcome: "saved" | "same"; current: Saved }
  | { kpiId: string; periodStart: string; outcome: "conflict" | "refused"; message: string; current: Saved | null };
export type RecordManyAction = (previous: FormState<SentResult[]>, form: FormData) => Promise<FormState<SentResult[]>>;

type Accepted = { kpiId: string; periodStart: string; value: string; seenVersion: number };
/** Number of lines shown of each kind; the rest is counted. */
const SHOWN = 40;
/** Maximum number the server accepts at once. */
const MOST = 2000;

const TITLES = { anomaly: "Possible typing errors", refused: "Not accepted", changed: "Changed", new: "New", same: "The same" } as const;
const ORDER = ["anomaly", "refused", "changed", "new", "same"] as const;

/** What a pasted block will change, before anything is saved. A slip is left out until its meaning is confirmed. */
export function PastePreview({ paste, recordMany, onClose }: { paste: Paste; recordMany: RecordManyAction; onClose: () => void }) {
  const store = useStore();
  const heading = useRef<HTMLHeadingElement>(null);
  const [meant, setMeant] = useState<ReadonlyMap<PastedCell, string>>(new Map());
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState("");
  const [idempotencyKey] = useState(newIdempotencyKey);
  useEffect(() => heading.current?.focus(), []);

  const byKind = Map.groupBy(paste.cells, (cell) => cell.kind);
  const accepted = paste.cells.flatMap((cell): Accepted[] => {
    const value = cell.kind === "new" || cell.kind === "changed" ? cell.value : meant.get(cell);
    if (value === undefined || cell.target === null) return [];
    const { row, period } = cell.target;
    return [{ kpiId: row.id, periodStart: period.period, value, seenVersion: period.saved?.version ?? 0 }];
  });
  const said = ORDER.flatMap((kind) => (byKind.has(kind) ? [`${byKind.get(kind)?.length} ${TITLES[kind].toLowerCase()}`] : []));

  async function send() {
    setSending(true);
    setFailure("");
    const form = new FormData();
    form.set("idempotencyKey", idempotencyKey);
    form.set("rows", JSON.stringify(accepted));
    try {
      const answer = await recordMany({ status: "idle" }, form);
      if (answer.status === "ok") {
        for (const result of answer.data) settle(result, accepted);
        return onClose();
      }
      setFailure(answer.status === "idle" ? "Not saved." : (Object.values(answer.fieldErrors)[0] ?? answer.message));
    } catch {
      for (const { kpiId, periodStart, value } of accepted) store.queue(cellKey(kpiId, periodStart), value);
      return onClose();
    } finally {
      setSending(false);
    }
  }
  function settle(result: SentResult, sent: readonly Accepted[]) {
    const key = cellKey(result.kpiId, result.periodStart);
    const value = sent.find((one) => one.kpiId === result.kpiId && one.periodStart === result.periodStart)?.value ?? "";
    if (!("message" in result)) return store.pasted(key, { saved: result.current });
    const theirs = isSaved(result.current) ? result.current : null;
    const mine = { state: "final", value, reason: "" } as const;
    store.pasted(key, { message: result.message, theirs, mine, conflict: result.outcome === "conflict" });
  }

  return (
    <section
      aria-label="What you pasted"
      onKeyDown={(event) => event.key === "Escape" && !sending && onClose()}
      className="mt-3 border-y-2 border-border py-3"
    >
      <h2 ref={heading} tabIndex={-1} className="text-body font-semibold outline-none">
        Pasted: {said.join(", ") || "nothing to save"}
      </h2>
      <p className="mt-1 text-table text-muted">
        Nothing is saved yet.{" "}
        {[
          conventionText(paste.convention),
          paste.matched && "Rows were matched by the measure names in the first column.",
          paste.headed && "The first row was read as a heading.",
          paste.empty > 0 && `${paste.empty} empty ${paste.empty === 1 ? "cell changes" : "cells change"} nothing.`,
        ]
          .filter(Boolean)
          .join(" ")}
      </p>
      {ORDER.map((kind) => {
        const cells = byKind.get(kind) ?? [];
        if (cells.length === 0) return null;
        return (
          <div key={kind} className="mt-3">
            <h3 className="text-table font-semibold">
              {TITLES[kind]} <span className="font-normal text-muted">{cells.length}</span>
            </h3>
            {kind !== "same" && (
              <CellTable
                kind={kind}
                cells={cells.slice(0, SHOWN)}
                meant={meant}
                onMeant={(cell, value) => setMeant(withMeant(meant, cell, value))}
              />
            )}
            {kind !== "same" && cells.length > SHOWN && <p className="pt-1 text-caption text-muted">and {cells.length - SHOWN} more</p>}
          </div>
        );
      })}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button tone="primary" disabled={sending || accepted.length === 0 || accepted.length > MOST} onClick={send}>
          {sending ? "Saving…" : `Save ${accepted.length} ${accepted.length === 1 ? "value" : "values"}`}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <StatusLine tone={failure === "" ? "plain" : "error"}>
          {accepted.length > MOST ? `At most ${MOST} values can be saved at once: paste fewer rows.` : failure}
        </StatusLine>
      </div>
    </section>
  );
}

function withMeant(before: ReadonlyMap<PastedCell, string>, cell: PastedCell, value: string | null): ReadonlyMap<PastedCell, string> {
  const after = new Map(before);
  if (value === null) after.delete(cell);
  else after.set(cell, value);
  return after;
}

type TableProps = {
  kind: PastedCell["kind"];
  cells: readonly PastedCell[];
  meant: ReadonlyMap<PastedCell, string>;
  onMeant: (cell: PastedCell, value: string | null) => void;
};

function CellTable({ kind, cells, meant, onMeant }: TableProps) {
  return (
    <Table label={`Pasted values: ${TITLES[kind].toLowerCase()}`}>
      <thead>
        <tr>
          <Th>Measure</Th>
          <Th>Period</Th>
          <Th numeric>Pasted</Th>
          <Th numeric>Now</Th>
          <Th>{kind === "anomaly" ? "Correction" : "Result"}</Th>
        </tr>
      </thead>
      <tbody>
        {cells.map((cell) => (
          <tr key={cell.place}>
            <Td>{cell.target?.row.name ?? "–"}</Td>
            <Td className="md:whitespace-nowrap">{cell.target?.period.label ?? "–"}</Td>
            <Td numeric>{cell.text}</Td>
            <Td numeric>{cell.target?.period.saved?.value ?? "–"}</Td>
            <Td className="max-md:min-w-44">
              <WhatHappens cell={cell} chosen={meant.get(cell) ?? null} onChoose={(value) => onMeant(cell, value)} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function WhatHappens({ cell, chosen, onChoose }: { cell: PastedCell; chosen: string | null; onChoose: (value: string | null) => void }) {
  if (cell.kind === "refused") return cell.reason;
  if (cell.kind !== "anomaly") return `is saved as ${cell.value}${cell.unusual ? ", outside its usual range" : ""}`;
  const choice = (value: string | null, words: string) => (
    <Button aria-pressed={chosen === value} className={chosen === value ? "border-fg bg-surface" : ""} onClick={() => onChoose(value)}>
      {words}
    </Button>
  );
  return (
    <span className="flex flex-wrap items-center gap-2 py-1">
      {cell.reason} {choice(cell.guess, `Use ${cell.guess}`)} {choice(cell.value, `Keep ${cell.value}`)} {choice(null, "Skip")}
    </span>
  );
}
