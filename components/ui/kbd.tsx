import type { ReactNode } from "react";

/** A key, shown if there is a keyboard: hidden on the phone. */
export function Kbd({ children, inverted = false }: { children: ReactNode; inverted?: boolean }) {
  const look = inverted ? "border-current text-bg" : "border-grid border-b-border bg-bg text-muted";
  return (
    <kbd className={`hidden min-w-[18px] rounded-[3px] border px-1 text-center font-sans text-tick font-medium md:inline-block ${look}`}>
      {children}
    </kbd>
  );
}
