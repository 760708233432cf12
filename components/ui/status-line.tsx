import type { ReactNode } from "react";

/** What an action did, announced politely; the line keeps its height when empty so that nothing jumps. */
export function StatusLine({ tone = "plain", children }: { tone?: "plain" | "error"; children?: ReactNode }) {
  return (
    <p role="status" className={`min-h-4 text-caption ${tone === "error" ? "font-medium text-bad" : "text-muted"}`}>
      {children}
    </p>
  );
}
