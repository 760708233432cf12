import { NavLink } from "./nav-link";

export type PhoneBarItem = { href: string; label: string; count?: number /** other paths that count as this one */; under?: string[] };

/** The phone's navigation at the bottom: at most four places, 56 px high, with their counts. */
export function PhoneBar({ items }: { items: PhoneBarItem[] }) {
  return (
    <nav aria-label="Main" className="fixed inset-x-0 bottom-0 z-10 flex h-14 border-t bg-surface md:hidden print:hidden">
      {items.slice(0, 4).map((item) => (
        <NavLink
          key={item.href}
          href={item.href}
          under={item.under ?? []}
          className="flex flex-1 flex-col items-center justify-center text-caption text-muted"
          current="font-semibold text-fg"
        >
          <span className="text-table font-semibold">{item.count ?? " "}</span>
          {item.label}
        </NavLink>
      ))}
    </nav>
  );
}
