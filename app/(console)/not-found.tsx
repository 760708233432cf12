import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <>
      <h1>Not here</h1>
      <EmptyState action={<ButtonLink href="/">Go to Today</ButtonLink>}>This does not exist, or you may not see it.</EmptyState>
    </>
  );
}
