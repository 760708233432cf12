import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "./page-header";

/** Replaces a page that cannot be shown now, with the reason in one sentence. */
export function RefusedPage({ title, sentence }: { title: string; sentence: string }) {
  return (
    <>
      <PageHeader title={title} />
      <EmptyState>{sentence}</EmptyState>
    </>
  );
}
