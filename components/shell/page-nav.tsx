import { ButtonLink } from "@/components/ui/button";
import { type PageOf, pageLinks } from "@/lib/paging";

/** Links to the rows before and after those shown; empty if all are shown. `of`: the listed things, "KPIs". `path` may have a query. */
export function PageNav({ page, path, of, size }: { page: PageOf; path: string; of: string; size: number }) {
  if (page.total <= page.shown) return null;
  const links = pageLinks(page, path, size);
  return (
    <nav aria-label={`Pages of ${of}`} className="mt-3 flex gap-2 print:hidden">
      {links.before !== null && <ButtonLink href={links.before}>Previous</ButtonLink>}
      {links.after !== null && <ButtonLink href={links.after}>Next {Math.min(size, page.total - page.from - page.shown)}</ButtonLink>}
    </nav>
  );
}
