import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "./page-header";

/** In the place of a page that is not put together now, in one sentence why. */
export function RefusedPage({ title, sentence }: { title: string; sentence: string }) {
  return (
    <>
      <PageHeader title={title} />
      <EmptyState>{sentence}</EmptyState>
    </>
  );
}
