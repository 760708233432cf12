"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { StaleChip } from "@/components/ui/stale-chip";
import type { FormState } from "@/lib/form-state";
import { formatValue } from "@/lib/format";
import type { NumberPeriod, NumberRow } from "@/lib/kpis/number-row";
import { NumberCellState } from "./number-cell-state";
import { type Saved, useNumberCell } from "./use-number-cell";

type Props = {
  row: NumberRow;
  today: string;
  action: (previous: FormState<Saved>, form: FormData) => Promise<FormState<Saved>>;
  onSettled: () => void;
  onNext: (cell: HTMLInputElement) => void;
};

const cell = "md:h-10 md:border-b md:px-2 md:py-1 md:first:pl-0 md:last:pr-0";

/** The person has just asked for this field. */
const focusIt = (field: HTMLInputElement | null) => field?.focus();

export function NumberGridRow({ row, today, action, onSettled, onNext }: Props) {
  const entry = useNumberCell(row, action, onSettled);
  const [asking, setAsking] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const { state, saved } = entry;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (entry.save(event.currentTarget.value)) onNext(event.currentTarget);
    } else if (event.key === "Escape") entry.putBack();
    else if (event.key.toLowerCase() === "n" && event.currentTarget.value === "" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      setAsking(true);
    }
  };
  const onReason = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get("reason");
    if (typeof reason === "string" && reason.trim() !== "") entry.saveMissing(reason);
    setAsking(false);
    input.current?.focus();
  };
  const missing = saved?.state === "missing" && state.kind === "saved";

  return (
    <tr className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_128px] max-md:items-center max-md:gap-x-3 max-md:border-b max-md:py-2">
      <th scope="row" className={clsx(cell, "text-left font-medium")}>
        <Link href={`/kpis/${row.id}`} className="underline-offset-2 hover:underline">
          {row.name}
        </Link>
        <span className="block text-caption font-normal text-muted">
          {row.departmentName} · {row.unit} · {row.due.label}
          <span className="md:hidden"> · usual {row.usualRangeText}</span>
        </span>
      </th>
      <td className={clsx(cell, "whitespace-nowrap text-right text-muted max-md:hidden")}>{row.usualRangeText}</td>
      {row.earlier.map((period) => (
        <td key={period.period} className={clsx(cell, "whitespace-nowrap text-right text-muted max-md:hidden")} title={period.label}>
          <Earlier period={period} unit={row.unit} enterAt={`/kpis/${row.id}#enter`} />
        </td>
      ))}
      <td className={clsx(cell, "text-right")}>
        <label htmlFor={id} className="sr-only">
          {row.name}, {row.due.label}, in {row.unit}
        </label>
        <input
          ref={input}
          id={id}
          data-cell
          inputMode="decimal"
          autoComplete="off"
          value={entry.typed}
          placeholder={missing ? "n/a" : ""}
          onChange={(event) => entry.setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={(event) =>
            event.target.value.trim() !== "" && state.kind !== "conflict" && state.kind !== "slip" && entry.save(event.target.value)
          }
          aria-invalid={state.kind === "refused" || state.kind === "conflict"}
          aria-describedby={`${id}-state`}
          className={clsx(
            "h-11 w-28 rounded border bg-bg px-2 text-right font-semibold md:h-8",
            state.kind === "open" && "border-dashed",
            state.kind === "refused" || state.kind === "conflict"
              ? "border-bad"
              : state.kind === "slip" || (state.kind === "saved" && state.unusual)
                ? "border-watch"
                : "border-border",
          )}
        />
      </td>
      <td className={clsx(cell, "max-md:col-span-2 max-md:pt-1")}>
        {asking ? (
          <form onSubmit={onReason} className="flex flex-wrap items-center gap-2">
            <label htmlFor={`${id}-reason`} className="text-caption text-muted">
              Why is there none?
            </label>
            <input
              id={`${id}-reason`}
              name="reason"
              ref={focusIt}
              required
              maxLength={300}
              className="h-11 min-w-40 rounded border bg-bg px-2 md:h-8"
            />
            <button type="submit" className="h-11 rounded border px-2 font-medium md:h-8">
              Save
            </button>
            <button
              type="button"
              className="h-11 px-2 underline md:h-8"
              onClick={() => {
                setAsking(false);
                input.current?.focus();
              }}
            >
              Cancel
            </button>
          </form>
        ) : (
          <div id={`${id}-state`} role="status">
            <NumberCellState
              row={row}
              today={today}
              entry={entry}
              onAsk={() => setAsking(true)}
              onAnswered={() => input.current?.focus()}
            />
          </div>
        )}
      </td>
    </tr>
  );
}

/** A period before: its value, or since when it is missing, with the way to enter it. */
function Earlier({ period, unit, enterAt }: { period: NumberPeriod; unit: string; enterAt: string }) {
  if (period.saved === null)
    return period.lateDays === null ? (
      "–"
    ) : (
      <Link href={enterAt}>
        <StaleChip days={period.lateDays} text={`${period.lateDays} d`} />
        <span className="sr-only"> late, enter {period.label}</span>
      </Link>
    );
  return period.saved.value === null ? (
    <span title={period.saved.reason ?? ""}>n/a</span>
  ) : (
    formatValue(Number(period.saved.value), unit).text
  );
}
