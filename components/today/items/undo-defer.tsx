"use client";

import { Button } from "@/components/ui/button";
import { Named } from "@/components/ui/named";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

type Props = { item: string; about: string; action: FormActionProp<{ item: string }> };

/** Brings back snoozed work: one click. */
export function UndoDefer({ item, about, action }: Props) {
  const form = useActionForm(action);
  return (
    <form action={form.submit} aria-busy={form.pending} className="contents">
      <input type="hidden" name="item" value={item} />
      <Button type="submit" keyHint="U" disabled={form.pending}>
        <Named label="Undo" about={about} />
      </Button>
      {form.failed && (
        <span role="status" className="self-center text-caption text-bad">
          {form.message}
        </span>
      )}
    </form>
  );
}
