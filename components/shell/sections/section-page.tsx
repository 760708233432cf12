import { AsOfBanner, AsOfControl } from "@/components/shell/as-of/as-of";
import { PageHeader } from "@/components/shell/page-header";
import { ErrorPanel } from "@/components/ui/error-panel";
import type { ShownPage } from "@/lib/pages/sections/read";
import { SectionRows } from "./section-rows";

/** An area, a department or Performance: title, status in counts and a sentence, then its sections. */
export function SectionPage({ page, today }: { page: ShownPage; today: string }) {
  const { subject, asOf, opening, rows } = page;
  const head = "failed" in opening ? null : opening;
  return (
    <>
      {asOf !== null && (
        <AsOfBanner day={asOf.day} href={subject.path} {...(head?.nothingNote !== undefined && { nothingText: head.nothingNote })} />
      )}
      <PageHeader
        title={subject.title}
        {...(subject.crumbs !== undefined && { crumbs: subject.crumbs })}
        actions={<AsOfControl day={asOf?.day ?? null} today={today} />}
        {...(head !== null && { facts: head.facts, verdict: head.verdict })}
      />
      {"failed" in opening && (
        <ErrorPanel title="The summary could not be loaded." reference={opening.failed}>
          The rest of the page is complete.
        </ErrorPanel>
      )}
      <SectionRows rows={rows} />
    </>
  );
}
