import type { ReactNode } from "react";

/** A short word in an outline: "Demonstration", "provisional". Never a status: use StatusMark for that. */
export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="inline-block rounded-[3px] border border-border px-1.5 text-caption leading-[18px] whitespace-nowrap text-fg">
      {children}
    </span>
  );
}
