import type { ReactNode } from "react";

/** The result of an action, announced politely; the line keeps its height when empty so that nothing moves. */
export function StatusLine({ tone = "plain", children }: { tone?: "plain" | "error"; children?: ReactNode }) {
  return (
    <p role="status" className={`min-h-4 text-caption ${tone === "error" ? "font-medium text-bad" : "text-muted"}`}>
      {children}
    </p>
  );
}
