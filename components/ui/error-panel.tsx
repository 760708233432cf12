import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  /** what failed, in words */
  title: string;
  /** what still works, or what to do meanwhile */
  children?: ReactNode;
  /** its reference in the log */
  reference?: string | undefined;
  /** a retry button, if trying again may help */
  action?: ReactNode;
};

/** One panel failed; the rest of the page is shown. */
export function ErrorPanel({ title, children, reference, action }: Props) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-y py-3 text-table">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert size={14} aria-hidden="true" className="text-bad" />
        {title}
      </p>
      {children !== undefined && <p className="text-muted">{children}</p>}
      {reference !== undefined && <p className="text-caption text-muted">Reference {reference}</p>}
      {action}
    </div>
  );
}
