"use client";

import { useEffect, useRef } from "react";
import { type Choice, OFFERED } from "@/lib/platform/entities/choice";

type Props = {
  id: string;
  choices: readonly Choice[];
  active: string | null;
  settled: boolean;
  failed: boolean;
  onTake: (choice: Choice) => void;
  onMove: (place: number) => void;
};

/** The list below a combobox. Lines that cannot be chosen show the reason. The field keeps the focus and handles the keys. */
export function Offers({ id, choices, active, settled, failed, onTake, onMove }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== null) list.current?.querySelector(`[data-value="${CSS.escape(active)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const said = failed
    ? "The server did not respond. Keep typing to try again."
    : !settled
      ? ""
      : choices.length === 0
        ? "No matches."
        : choices.length >= OFFERED
          ? `The first ${OFFERED}. Keep typing to find others.`
          : "";
  return (
    <div className="absolute z-10 mt-1 w-full min-w-56 rounded border border-border bg-bg py-1">
      <div ref={list} id={id} role="listbox" aria-label="Options" className="max-h-60 overflow-y-auto">
        {choices.map((choice, place) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field points at it with aria-activedescendant
          <div
            key={choice.value}
            id={`${id}-${choice.value}`}
            role="option"
            aria-selected={choice.value === active}
            aria-disabled={!choice.free}
            data-value={choice.value}
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => choice.value !== active && onMove(place)}
            onPointerUp={() => onTake(choice)}
            className="flex min-h-11 cursor-pointer items-center gap-3 px-2 text-table aria-disabled:cursor-default aria-disabled:text-muted aria-selected:bg-grid md:min-h-7"
          >
            <span className="min-w-0 flex-1 break-words">{choice.label}</span>
            {choice.note !== "" && <span className="max-w-[45%] text-right text-caption text-muted">{choice.note}</span>}
          </div>
        ))}
      </div>
      <p role="status" className="px-2 text-caption text-muted empty:hidden">
        {said}
      </p>
    </div>
  );
}
