"use client";

import { clsx } from "clsx";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { type MouseEvent, type ReactNode, useState } from "react";
import { useBoardRow } from "@/components/shell/row-board";
import { Button } from "@/components/ui/button";

type Props = {
  rowKey: string;
  /** the shape in front: decoration, the line has its word */
  mark: ReactNode;
  href: string;
  /** bold: what happened */
  lead: string;
  text: string;
  meta: ReactNode;
  /** at the right of a single-row line: due date, days late */
  due?: ReactNode;
  verbs?: ReactNode;
  /** on the desktop only the first button is next to the line; the others appear below on request */
  folded?: boolean;
  /** spark line with its caption: the large form, with the buttons below */
  spark?: ReactNode;
};

/** One line of Today. The current one has a ring and its first button is filled; on the phone only that one shows its buttons. */
export function TodayRow({ rowKey, mark, href, lead, text, meta, due, verbs, folded = false, spark }: Props) {
  const { current, row } = useBoardRow(rowKey);
  const [unfolded, setUnfolded] = useState(false);
  const closed = folded && !unfolded;
  const shown = clsx(
    "flex flex-wrap gap-2 max-md:mt-2 max-md:w-full max-md:[&_:is(a,button)]:flex-1",
    current
      ? "[&_[data-first]]:border-fg [&_[data-first]]:bg-fg [&_[data-first]]:text-bg [&_[data-first]_kbd]:border-current [&_[data-first]_kbd]:bg-fg [&_[data-first]_kbd]:text-bg"
      : "max-md:hidden",
    // Two buttons fit next to the line; if there are more, only the first is shown.
    closed && "md:has-[>:nth-child(4)]:[&>:not([data-first],:has([data-first]),[data-more])]:hidden",
    folded && "[&:not(:has(>:nth-child(4)))>[data-more]]:hidden",
  );
  // When a key presses a folded button, this unfolds it, so that its dialog can return the focus to it.
  const unfoldFor = ({ target }: MouseEvent) => {
    if (closed && target instanceof Element && target.closest("[data-first], [data-more]") === null) setUnfolded(true);
  };
  return (
    <li
      {...row}
      className={clsx(
        "grid scroll-my-16 gap-x-3 border-b px-1 py-2 has-[[aria-busy=true]]:opacity-50",
        spark === undefined
          ? "grid-cols-[20px_minmax(0,1fr)] items-center md:grid-cols-[20px_minmax(0,1fr)_auto]"
          : "grid-cols-[20px_minmax(0,1fr)] md:grid-cols-[20px_minmax(0,1fr)_184px]",
        current && "rounded border-transparent ring-2 ring-good ring-inset print:ring-0",
      )}
    >
      <span className={clsx("flex justify-center", spark !== undefined ? "pt-0.5" : "self-start pt-0.5 md:self-center md:pt-0")}>
        {mark}
      </span>
      <div className="min-w-0">
        <p className="text-pretty">
          <Link href={href} data-primary="" className="underline-offset-2 hover:underline">
            <strong>{lead}</strong>
          </Link>{" "}
          {text}
        </p>
        <p className="mt-0.5 text-caption text-muted">{meta}</p>
      </div>
      {spark !== undefined && <div className="max-md:col-start-2 max-md:mt-2 md:col-start-3 md:row-start-1">{spark}</div>}
      {(due !== undefined || verbs !== undefined) && (
        <div
          className={clsx(
            "flex flex-wrap items-center gap-x-3 max-md:mt-1",
            spark === undefined && (!folded || closed) ? "max-md:col-start-2 md:justify-end" : "col-start-2 md:col-end-4 md:mt-1.5",
          )}
        >
          {due}
          {verbs !== undefined && (
            <div data-verbs="" className={shown} onClickCapture={unfoldFor}>
              {verbs}
              {folded && (
                <Button
                  data-more=""
                  className="max-md:hidden"
                  aria-expanded={unfolded}
                  aria-label={`More: ${lead.replace(/:$/, "")}`}
                  onClick={() => setUnfolded(!unfolded)}
                >
                  <Ellipsis size={14} aria-hidden="true" />
                </Button>
              )}
            </div>
          )}
        </div>
      )}
    </li>
  );
}
