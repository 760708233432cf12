import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** path to the page: Operations / Production Control / PRC-01 */
  crumbs?: { label: string; href?: string }[];
  /** at the right, 12 px: counts by mark, "8 of 9 reported", as-of */
  facts?: ReactNode;
  actions?: ReactNode;
  /** what happened, the main cause, what cannot be judged: at most thirty words */
  verdict?: ReactNode;
};

/** Title, facts, verdict. Nothing else is above the items that need attention. */
export function PageHeader({ title, crumbs = [], facts, actions, verdict }: Props) {
  const beside = facts !== undefined || actions !== undefined;
  return (
    <div className="min-w-0">
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className="text-caption text-muted">
          <ol className="flex flex-wrap gap-x-2 *:min-w-0">
            {crumbs.map((crumb, i) => (
              <li key={crumb.href ?? crumb.label}>
                {i > 0 && (
                  <span aria-hidden="true" className="mr-2">
                    /
                  </span>
                )}
                {crumb.href === undefined ? (
                  crumb.label
                ) : (
                  <Link href={crumb.href} className="underline-offset-2 hover:underline">
                    {crumb.label}
                  </Link>
                )}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="items-center gap-4 md:flex">
        {/* The title keeps its words whole next to the facts, unless a single word would push them off the screen. */}
        <h1 className={clsx("min-w-0 md:mr-auto", beside && "md:max-w-[60%] md:shrink-0")}>{title}</h1>
        {facts !== undefined && (
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 text-caption text-muted *:min-w-0">{facts}</div>
        )}
        {actions !== undefined && <div className="flex flex-wrap gap-2 max-md:mt-2 md:shrink-0">{actions}</div>}
      </div>
      {verdict !== undefined && <p className="mt-1.5 max-w-[76ch] text-verdict text-pretty">{verdict}</p>}
    </div>
  );
}
