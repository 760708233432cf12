"use client";

import { Button, ButtonLink } from "@/components/ui/button";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { NewPasswordField } from "./new-password-field";

/** Sets the password of a one-time link. The form contains the e-mail so that a password manager stores both. */
export function RedeemLinkForm({ token, email, action }: { token: string; email: string; action: FormActionProp<{ email: string }> }) {
  const form = useActionForm(action);
  if (form.data)
    return (
      <div className="grid gap-4">
        <p role="status">Your password is set. Sign in as {form.data.email}.</p>
        <ButtonLink href="/sign-in" tone="primary">
          Go to the sign-in page
        </ButtonLink>
      </div>
    );
  return (
    <form action={form.submit} className="grid gap-4" aria-busy={form.pending}>
      <input type="hidden" name="token" value={token} />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField id="password" label="New password" error={form.errors.password} />
      <Button type="submit" tone="primary" disabled={form.pending} className="md:h-8 md:text-table">
        {form.pending ? "Saving…" : "Set password"}
      </Button>
      <StatusLine tone="error">{form.errors.password ? "" : form.message}</StatusLine>
    </form>
  );
}
