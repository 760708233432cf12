"use client";

import { type FormEvent, type KeyboardEvent, useId } from "react";
import { useTimeZone } from "@/components/shell/time-zone";
import { Button } from "@/components/ui/button";
import { formatInstant } from "@/lib/format";
import type { NumberPeriod, NumberRow } from "@/lib/kpis/numbers/number-row";
import type { Saved } from "./grid/number-cell";

const focusIt = (field: HTMLInputElement | null) => field?.focus();
const field = "h-11 min-w-0 rounded border border-border bg-bg px-2 md:h-8";
const textOf = (form: HTMLFormElement, name: string): string => {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** Escape closes a form in the grid, without affecting the grid. */
const closing = (onCancel: () => void) => (event: KeyboardEvent) => {
  event.stopPropagation();
  if (event.key === "Escape") onCancel();
};

/** Asks why there is no value. */
export function MissingForm({ onSave, onCancel }: { onSave: (reason: string) => void; onCancel: () => void }) {
  const id = useId();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = textOf(event.currentTarget, "reason");
    if (reason !== "") onSave(reason);
  };
  return (
    <form onSubmit={onSubmit} onKeyDown={closing(onCancel)} className="flex flex-wrap items-center gap-2 py-1">
      <label htmlFor={id} className="text-caption text-muted">
        Why is there no value?
      </label>
      <input id={id} name="reason" ref={focusIt} required maxLength={300} className={`${field} flex-1`} />
      <Button type="submit">Save</Button>
      <Button onClick={onCancel}>Cancel</Button>
    </form>
  );
}

type CorrectionProps = {
  row: NumberRow;
  period: NumberPeriod;
  saved: Saved;
  onSave: (value: string, reason: string) => void;
  onCancel: () => void;
};

/** The correction of a closed period: its current value and author, the new value, and the reason. */
export function CorrectForm({ row, period, saved, onSave, onCancel }: CorrectionProps) {
  const id = useId();
  const timeZone = useTimeZone();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [value, reason] = [textOf(event.currentTarget, "value"), textOf(event.currentTarget, "reason")];
    if (value !== "" && reason !== "") onSave(value, reason);
  };
  return (
    <form
      onSubmit={onSubmit}
      onKeyDown={closing(onCancel)}
      aria-label={`Correct ${row.name}, ${period.label}`}
      className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-2 py-2"
    >
      <p className="col-span-2 text-caption text-muted">
        Correct {period.label}: <strong className="text-fg">{saved.value ?? "n/a"}</strong> {row.unit}
        {saved.by !== null && `, by ${saved.by}`}, {formatInstant(saved.at, timeZone, "medium")}
      </p>
      <label htmlFor={`${id}-value`} className="text-caption text-muted">
        New value
      </label>
      <label htmlFor={`${id}-reason`} className="text-caption text-muted">
        Why it is corrected
      </label>
      <input
        id={`${id}-value`}
        name="value"
        ref={focusIt}
        required
        inputMode="decimal"
        autoComplete="off"
        className={`${field} text-right font-semibold`}
      />
      <input id={`${id}-reason`} name="reason" required maxLength={300} className={field} />
      <div className="col-span-2 flex gap-2">
        <Button type="submit" tone="primary">
          Save correction
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
