import type { ReactNode } from "react";

/** Replaces the rows: why there is nothing here, and the next step if there is one. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b py-2 text-table text-muted">
      <p className="max-w-[76ch]">{children}</p>
      {action}
    </div>
  );
}
