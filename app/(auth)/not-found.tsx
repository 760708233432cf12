import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <>
      <h1>Page not found</h1>
      <p>This page does not exist, or its link was already used.</p>
      <ButtonLink href="/sign-in">Go to the sign-in page</ButtonLink>
    </>
  );
}
