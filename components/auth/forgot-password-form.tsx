"use client";

import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

/** Requests a link by mail. The answer does not reveal whether anybody signs in with that address. */
export function ForgotPasswordForm({ minutes, action }: { minutes: number; action: FormActionProp<{ asked: true }> }) {
  const form = useActionForm(action);
  if (form.data !== null)
    return (
      <p role="status">
        If an account has this address, we have sent a link to it. The link works once, for {minutes} minutes. No mail? Check your spam
        folder, or ask your administrator.
      </p>
    );
  return (
    <form action={form.submit} className="grid gap-4" aria-busy={form.pending}>
      <InputField
        id="email"
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        error={form.errors.email}
        required
        maxLength={200}
        defaultValue={form.values.email}
      />
      <Button type="submit" tone="primary" disabled={form.pending} className="md:h-8 md:text-table">
        {form.pending ? "Sending…" : "Send me a link"}
      </Button>
      <StatusLine tone="error">{form.errors.email ? "" : form.message}</StatusLine>
    </form>
  );
}
