import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <>
      <h1>Page not found</h1>
      <EmptyState action={<ButtonLink href="/">Go to Today</ButtonLink>}>
        This page does not exist, or you do not have access to it.
      </EmptyState>
    </>
  );
}
