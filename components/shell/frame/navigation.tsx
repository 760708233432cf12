import { Building2, Database, Flag, ListChecks, type LucideIcon, PenLine, Scale, ScrollText, Users } from "lucide-react";
import { StatusMark } from "@/components/charts/status-mark";
import { AREAS, type AreaSlug } from "@/lib/areas";
import type { StatusMark as Status } from "@/lib/charts/view";
import { NavLink } from "./nav-link";

const icons = {
  today: ListChecks,
  numbers: PenLine,
  departments: Building2,
  initiatives: Flag,
  list: Scale,
  data: Database,
  people: Users,
  audit: ScrollText,
} satisfies Record<string, LucideIcon>;

export type NavigationItem = { href: string; label: string; icon: keyof typeof icons; count?: number };
/** Worst status of an area's parts; null or absent while unknown. */
export type AreaMarks = Partial<Record<AreaSlug, { status: Status; staleDays?: number | null } | null>>;

type Props = {
  companyName: string;
  /** Today and My numbers, with their counts */
  main: NavigationItem[];
  areaMarks: AreaMarks;
  /** Departments, Initiatives, Data ... as far as the viewer may open them */
  company: NavigationItem[];
};

const row = "flex h-8 items-center gap-2 rounded px-2 hover:bg-band max-lg:px-1";
const current = "bg-grid font-semibold hover:bg-grid";

/** The navigation: 224 px, collapsed to 56 px between the phone and 1024 px. On the phone the bottom bar replaces it. */
export function Navigation({ companyName, main, areaMarks, company }: Props) {
  return (
    <nav aria-label="Main" className="hidden border-r bg-surface text-table md:block print:hidden">
      <div className="sticky top-0 max-h-dvh overflow-y-auto px-2 py-3">
        <p className="px-2 pt-1 pb-3 text-body font-semibold max-lg:sr-only">
          {companyName}
          <span className="block text-caption font-normal text-muted">COO command center</span>
        </p>
        <ul>
          {main.map((item) => (
            <Item key={item.href} item={item} />
          ))}
        </ul>
        <h2 className="px-2 pt-4 pb-1 text-caption font-normal text-muted max-lg:sr-only">Areas</h2>
        <ul className="max-lg:mt-2 max-lg:border-t max-lg:pt-2">
          {AREAS.map((area, i) => {
            const mark = areaMarks[area.slug] ?? null;
            return (
              <li key={area.slug}>
                <NavLink href={`/${area.slug}`} className={`${row} max-lg:justify-between max-lg:gap-0`} current={current}>
                  <span className="w-4 text-right text-caption font-normal text-muted" aria-hidden="true">
                    {i + 1}
                  </span>
                  <span className="max-lg:sr-only">{area.name}</span>
                  {mark !== null && (
                    <span className="ml-auto flex">
                      <StatusMark status={mark.status} staleDays={mark.staleDays ?? null} size={10} wordHidden />
                    </span>
                  )}
                </NavLink>
              </li>
            );
          })}
        </ul>
        {company.length > 0 && (
          <>
            <h2 className="px-2 pt-4 pb-1 text-caption font-normal text-muted max-lg:sr-only">Company</h2>
            <ul className="max-lg:mt-2 max-lg:border-t max-lg:pt-2">
              {company.map((item) => (
                <Item key={item.href} item={item} />
              ))}
            </ul>
          </>
        )}
      </div>
    </nav>
  );
}

function Item({ item: { href, label, icon, count } }: { item: NavigationItem }) {
  const Icon = icons[icon];
  return (
    <li>
      <NavLink href={href} className={`${row} max-lg:justify-between max-lg:gap-0`} current={current}>
        <span className="flex w-4 justify-end">
          <Icon size={16} strokeWidth={1.5} aria-hidden="true" className="text-muted lg:hidden" />
        </span>
        <span className="max-lg:sr-only">{label}</span>
        {count !== undefined && <span className="ml-auto text-caption font-normal text-muted">{count}</span>}
      </NavLink>
    </li>
  );
}
