import { clsx } from "clsx";
import Link from "next/link";

type Tab = { href: string; label: string; count?: number | string };

/** Tabs that are links: each has its own address, so back, reload and sharing work. */
export function Tabs({ label, tabs, current }: { label: string; tabs: Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="mt-3 flex gap-1 overflow-x-auto border-b print:hidden">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          {...(tab.href === current && { "aria-current": "page" as const })}
          className={clsx(
            "-mb-px flex h-11 items-center gap-1.5 whitespace-nowrap border-b-2 px-2 text-table md:h-8",
            tab.href === current ? "border-fg font-semibold" : "border-transparent text-muted hover:text-fg",
          )}
        >
          {tab.label}
          {tab.count !== undefined && <span className="text-caption font-normal text-muted">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
