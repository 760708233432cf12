"use client";

import { Button } from "@/components/ui/button";
import { Named } from "@/components/ui/named";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

type Props = { action: FormActionProp<{ id: string }>; id: string; version: number; about: string };

/** Marks an action as done: one click. */
export function DoneVerb({ action, id, version, about }: Props) {
  const form = useActionForm(action);
  return (
    <form action={form.submit} aria-busy={form.pending} className="contents">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <Button type="submit" keyHint="X" disabled={form.pending} data-first="">
        <Named label="Done" about={about} />
      </Button>
      {form.failed && (
        <span role="status" className="self-center text-caption text-bad">
          {form.message}
        </span>
      )}
    </form>
  );
}
