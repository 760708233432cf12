import type { Metadata } from "next";
import { RedeemLinkForm } from "@/components/auth/redeem-link-form";
import { ButtonLink } from "@/components/ui/button";
import { findLink } from "@/lib/platform/auth/links/invitations";
import { token as Token } from "@/lib/platform/auth/schema";
import { redeemLinkAction } from "../actions";

export const metadata: Metadata = { title: "Set your password", referrer: "no-referrer" };

/** Opening the page does not use the link: mail scanners open links too. */
export default async function InvitationRoute({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const token = Token.safeParse((await searchParams).token);
  const link = token.success ? await findLink(token.data) : null;
  if (!token.success || !link)
    return (
      <>
        <h1>This link is not valid</h1>
        <p>It was already used, has expired, or was not copied completely. Ask your administrator for a new one.</p>
        <ButtonLink href="/sign-in">Go to the sign-in page</ButtonLink>
      </>
    );
  return (
    <>
      <div>
        <h1>{link.purpose === "invitation" ? `Welcome, ${link.name}` : "Set a new password"}</h1>
        <p className="mt-1 text-muted">
          {link.purpose === "invitation"
            ? `Choose the password you will use to sign in as ${link.email}.`
            : `For ${link.email}. You will be signed out everywhere.`}
        </p>
      </div>
      <RedeemLinkForm token={token.data} email={link.email} action={redeemLinkAction} />
    </>
  );
}
