"use client";

import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { forgetKept } from "./forget-kept";

/** The way out. Leads to the sign-in page; says so when it could not be done. What the browser kept is forgotten. */
export function SignOutForm({ action }: { action: FormActionProp<null> }) {
  const { submit, pending, message } = useActionForm(action);
  return (
    <form action={submit} onSubmit={forgetKept}>
      <button
        type="submit"
        disabled={pending}
        className="h-11 cursor-pointer whitespace-nowrap underline underline-offset-2 hover:text-fg md:h-7"
      >
        Sign out
      </button>
      <p role="status" className="text-bad empty:hidden">
        {message}
      </p>
    </form>
  );
}
