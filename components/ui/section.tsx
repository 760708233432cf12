import { clsx } from "clsx";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** muted next to the title: how many, or of what */
  count?: ReactNode;
  /** 12 px at the right: order, unit, source */
  caption?: ReactNode;
  /** names the section for links and screen readers */
  id?: string;
  className?: string;
  children: ReactNode;
};

/** Heading, line, content. No box: white space and one line divide the page. */
export function Section({ title, count, caption, id, className, children }: Props) {
  return (
    <section id={id} aria-label={title} className={clsx("mt-5 min-w-0", className)}>
      <div className="flex flex-wrap items-baseline gap-x-2 border-b pb-1.5">
        <h2 className="text-body font-semibold">{title}</h2>
        {count !== undefined && <span className="text-muted">{count}</span>}
        {caption !== undefined && <span className="w-full text-caption text-muted md:ml-auto md:w-auto">{caption}</span>}
      </div>
      {children}
    </section>
  );
}
