"use client";

import { NewPasswordField } from "@/components/auth/new-password-field";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

/** The current password, and the new one. */
export function ChangePasswordForm({ email, action }: { email: string; action: FormActionProp<{ sessionsEnded: number }> }) {
  const { submit, pending, errors, message, failed, data } = useActionForm(action);
  const saved = data === null ? "" : `Your password is changed. Other sessions ended: ${data.sessionsEnded}.`;
  return (
    <form action={submit} className="mt-3 grid max-w-xl gap-3" aria-busy={pending}>
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <InputField
        id="currentPassword"
        name="currentPassword"
        type="password"
        label="Current password"
        error={errors.currentPassword}
        autoComplete="current-password"
        required
        maxLength={512}
      />
      <NewPasswordField id="newPassword" label="New password" error={errors.newPassword} />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={pending}>
          {pending ? "Saving…" : "Change password"}
        </Button>
        <StatusLine tone={failed ? "error" : "plain"}>{failed && Object.keys(errors).length === 0 ? message : saved}</StatusLine>
      </div>
    </form>
  );
}
