import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { optionalText } from "@/lib/fields";
import { requireViewer } from "@/lib/platform/auth/session";
import { matchingCommands } from "@/lib/search/command";
import { commandsOf } from "@/lib/search/commands";
import { search } from "@/lib/search/queries";

export const metadata: Metadata = { title: "Search" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The command palette as a page: the same results, without script. With an empty query it lists every page and action. */
export default async function SearchRoute({ searchParams }: Props) {
  const viewer = await requireViewer();
  const q = optionalText(100).safeParse((await searchParams).q).data ?? "";
  const found = await search(viewer, { q });
  const commands = matchingCommands(commandsOf(viewer), q).filter((command) => command.href !== undefined && command.href !== "/search");
  const groups = [
    ...[...new Set(found.map(({ heading }) => heading))].map((title) => ({
      title,
      rows: found.filter(({ heading }) => heading === title).map((item) => ({ ...item, key: item.id })),
    })),
    ...(["Go to", "Commands"] as const).map((title) => ({
      title,
      rows: commands
        .filter(({ group }) => group === title)
        .map(({ id, label, href = "", hint = "" }) => ({ key: id, code: "", name: label, hint, href })),
    })),
  ].filter(({ rows }) => rows.length > 0);
  return (
    <>
      <PageHeader title="Search" />
      {/* biome-ignore lint/a11y/useSemanticElements: the role says what the form is for; browsers do not all know the element yet */}
      <form action="/search" role="search" className="mt-3 flex max-w-xl gap-2">
        <input
          type="search"
          name="q"
          defaultValue={q}
          maxLength={100}
          aria-label="A page, a KPI, a department, an initiative or a command"
          placeholder="A page, a KPI, a department or a command"
          className="h-11 min-w-0 flex-1 rounded border border-border bg-bg px-3 text-verdict md:h-9 md:text-body"
        />
        <Button type="submit" tone="primary" className="md:h-9">
          Search
        </Button>
      </form>
      {groups.length === 0 && (
        <div className="mt-5 border-t">
          <EmptyState>No results for “{q}”. You can search for codes, names or parts of them; accents and case do not matter.</EmptyState>
        </div>
      )}
      <div className="gap-x-8 md:columns-2">
        {groups.map(({ title, rows }) => (
          <Section key={title} title={title} className="mt-0! break-inside-avoid pt-5">
            <ul>
              {rows.map((row) => (
                <li key={row.key} className="border-b">
                  <Link href={row.href} className="group flex min-h-11 items-center gap-3 text-body md:min-h-8">
                    {row.code !== "" && <span className="min-w-14 text-caption whitespace-nowrap text-muted">{row.code}</span>}
                    <span className="min-w-0 flex-1 underline-offset-2 group-hover:underline">{row.name}</span>
                    <span className="max-w-[40%] text-right text-caption text-muted">{row.hint}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </Section>
        ))}
      </div>
    </>
  );
}
