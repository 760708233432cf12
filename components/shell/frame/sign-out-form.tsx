"use client";

import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { forgetKept } from "./forget-kept";

/** The sign-out button. Goes to the sign-in page; reports a failure. Clears what the browser stored. */
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
