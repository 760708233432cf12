"use client";

import { type ReactNode, useId } from "react";
import type { Found } from "@/lib/search/schema";

/** What every option needs from its list. */
export type Chooser = { id: string; chosen: string | null; moveTo: (value: string) => void };

/** The id of an option's element, with which the field marks the active one. */
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

/** One line of the list: code, name, and a hint that tells similar lines apart. The field keeps the focus and handles the keys. */
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

/** The unique name of an object in the list, under "opened last" or among the results. */
export const lineOf = ({ kind, id }: Found, prefix: "recent" | "found"): string => `${prefix} ${kind} ${id}`;
