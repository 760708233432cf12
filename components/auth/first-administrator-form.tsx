"use client";

import { Button, ButtonLink } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { NewPasswordField } from "./new-password-field";

/** company: the name from earlier imports, or null. */
type Props = { token: string; company: string | null; action: FormActionProp<{ email: string }> };

export function FirstAdministratorForm({ token, company, action }: Props) {
  const form = useActionForm(action);
  if (form.data)
    return (
      <div className="grid gap-4">
        <p role="status">This installation is set up. Sign in as {form.data.email}.</p>
        <ButtonLink href="/sign-in" tone="primary">
          Go to the sign-in page
        </ButtonLink>
      </div>
    );
  const { values, errors } = form;
  return (
    <form action={form.submit} className="grid gap-4" aria-busy={form.pending}>
      <input type="hidden" name="token" value={token} />
      <InputField
        id="company"
        name="company"
        label="Company"
        hint={company === null ? undefined : "As it is named in the imported records."}
        error={errors.company}
        required
        maxLength={120}
        autoComplete="organization"
        readOnly={company !== null}
        defaultValue={values.company ?? company ?? ""}
      />
      <InputField
        id="name"
        name="name"
        label="Your name"
        error={errors.name}
        required
        maxLength={200}
        autoComplete="name"
        defaultValue={values.name ?? ""}
      />
      <InputField
        id="email"
        name="email"
        type="email"
        label="Your e-mail"
        error={errors.email}
        required
        maxLength={200}
        autoComplete="username"
        defaultValue={values.email ?? ""}
      />
      <NewPasswordField id="password" label="Password" error={errors.password} />
      <Button type="submit" tone="primary" disabled={form.pending} className="md:h-8 md:text-table">
        {form.pending ? "Setting up…" : "Become the administrator"}
      </Button>
      <StatusLine tone="error">{Object.keys(errors).length > 0 ? "" : form.message}</StatusLine>
    </form>
  );
}
