"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useBoardRow } from "./row-board";

type Props = { rowKey: string; className: string; children: ReactNode };

/** One row of a RowBoard. The current one has a ring, and its button is filled. */
export function BoardRow({ rowKey, className, children }: Props) {
  const { current, row } = useBoardRow(rowKey);
  return (
    <li
      {...row}
      className={clsx(
        "scroll-my-16",
        className,
        current && [
          // On the phone there is nothing to press for the current one.
          "md:rounded md:border-transparent md:ring-2 md:ring-good md:ring-inset print:ring-0",
          "md:[&_[data-first]]:border-fg md:[&_[data-first]]:bg-fg md:[&_[data-first]]:text-bg md:[&_[data-first]_kbd]:border-current md:[&_[data-first]_kbd]:bg-fg md:[&_[data-first]_kbd]:text-bg",
        ],
      )}
    >
      {children}
    </li>
  );
}
