"use client";

import { type ReactNode, useId } from "react";
import type { Found } from "@/lib/search/schema";

/** What every option of the list needs to know of it. */
export type Chooser = { id: string; chosen: string | null; moveTo: (value: string) => void };

/** The id of an option's element, by which the field says which one is chosen. */
export const optionId = (list: string, value: string): string => `${list}-${value.replaceAll(" ", "-")}`;

/** Options under a heading. */
export function OptionGroup({ heading, children }: { heading: string; children: ReactNode }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: groups of a listbox are no field sets
    <div role="group" aria-labelledby={id}>
      <div id={id} className="px-2 pt-2 pb-1 text-caption text-muted">
        {heading}
      </div>
      {children}
    </div>
  );
}

type OptionProps = { of: Chooser; value: string; onSelect: () => void; name: string; code?: string; hint?: string | undefined };

/** One line of the list: code, name, and what tells it from its like. The keys are heard by the field, which keeps the focus. */
export function Option({ of, value, onSelect, name, code, hint }: OptionProps) {
  const selected = of.chosen === value;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field, which has the focus, hears the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field points at it with aria-activedescendant
    <div
      role="option"
      id={optionId(of.id, value)}
      aria-selected={selected}
      data-value={value}
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={() => !selected && of.moveTo(value)}
      onClick={onSelect}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded px-2 text-body aria-selected:bg-grid md:min-h-8"
    >
      {code !== undefined && code !== "" && <span className="min-w-14 text-caption whitespace-nowrap text-muted">{code}</span>}
      <span className="min-w-0 flex-1 md:truncate">{name}</span>
      {hint !== undefined && hint !== "" && <span className="max-w-[30%] truncate md:max-w-[45%] text-caption text-muted">{hint}</span>}
    </div>
  );
}

/** The name by which an object stands in the list, once under "opened last" and once as found. */
export const lineOf = ({ kind, id }: Found, prefix: "recent" | "found"): string => `${prefix} ${kind} ${id}`;
