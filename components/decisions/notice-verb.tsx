"use client";

import { Button } from "@/components/ui/button";
import { Named } from "@/components/ui/named";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

type Props = {
  id: string;
  action: FormActionProp<{ id: string }>;
  label: string;
  /** the object of the button, for screen readers */
  about: string;
  keyHint: string;
  tone?: "plain" | "primary";
  /** said once it is sent */
  done: string;
};

/** Sends a notice: one click. What came of it is said next to it. */
export function NoticeVerb({ id, action, label, about, keyHint, tone = "plain", done }: Props) {
  const form = useActionForm(action);
  return (
    <form action={form.submit} aria-busy={form.pending} className="contents">
      <input type="hidden" name="id" value={id} />
      {form.data === null && (
        <Button type="submit" tone={tone} keyHint={keyHint} disabled={form.pending} data-first="">
          <Named label={label} about={about} />
        </Button>
      )}
      <span role="status" className={`self-center text-caption empty:hidden ${form.failed ? "text-bad" : "text-muted"}`}>
        {form.failed ? form.message : form.data === null ? "" : done}
      </span>
    </form>
  );
}
