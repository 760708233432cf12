import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <>
      <h1>Not here</h1>
      <p>This does not exist, or its link has been used.</p>
      <ButtonLink href="/sign-in">Go to the sign-in page</ButtonLink>
    </>
  );
}
