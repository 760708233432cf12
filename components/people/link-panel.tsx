"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

type Link = { link: string; purpose: "invitation" | "password_reset"; minutes: number };
type Props = { personId: string; name: string; label: string; action: FormActionProp<Link> };

/** Makes a one-time link and shows it once: nobody can read it again. */
export function LinkPanel({ personId, name, label, action }: Props) {
  const { submit, pending, message, data } = useActionForm(action);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="personId" value={personId} />
      <div>
        <Button type="submit" disabled={pending}>
          {pending ? "Making a link…" : label}
        </Button>
      </div>
      {message !== "" && <StatusLine tone="error">{message}</StatusLine>}
      {data && <Made link={data} name={name} />}
    </form>
  );
}

function Made({ link: { link, purpose, minutes }, name }: { link: Link; name: string }) {
  const [copied, setCopied] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setCopied("Copied."),
      () => setCopied("Your browser does not allow copying. Select the link and copy it."),
    );
  return (
    <div role="status" className="grid gap-2 border-l-2 border-good pl-3">
      <InputField
        id="sign-in-link"
        label={purpose === "invitation" ? "Invitation link" : "Password reset link"}
        hint={`Shown only once. It works once, for ${minutes} minutes. Give it to ${name} yourself: anyone who opens it can set the password. Assign roles first: the link ends when roles, e-mail or department change.`}
        value={link}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <div className="flex items-center gap-2">
        <Button onClick={copy}>Copy link</Button>
        <StatusLine>{copied}</StatusLine>
      </div>
    </div>
  );
}
