import type { Metadata } from "next";
import { ForgotPasswordForm } from "@/components/auth/forgot-password-form";
import { ButtonLink } from "@/components/ui/button";
import { LINK_MINUTES } from "@/lib/platform/auth/links/invitations";
import { mailState } from "@/lib/platform/mail/send";
import { forgotPasswordAction } from "../actions";

export const metadata: Metadata = { title: "Forgot your password" };

export const dynamic = "force-dynamic";

export default function ForgotPasswordRoute() {
  return (
    <>
      <h1>Forgot your password?</h1>
      {mailState().configured ? (
        <ForgotPasswordForm minutes={LINK_MINUTES} action={forgotPasswordAction} />
      ) : (
        <p>This installation sends no mail. Ask your administrator to create a link for you under People and access.</p>
      )}
      <ButtonLink href="/sign-in">Back to the sign-in page</ButtonLink>
    </>
  );
}
