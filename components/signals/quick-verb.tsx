"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { newIdempotencyKey } from "@/components/ui/idempotency-key";
import { Named } from "@/components/ui/named";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

type Props = {
  action: FormActionProp<{ id: string }>;
  id: string;
  version: number;
  /** generated on the server */
  idempotencyKey: string;
  label: string;
  /** the object of the action */
  about: string;
  keyHint: string;
  first?: boolean;
};

/** An action without questions: one click. A refusal is shown next to it. */
export function QuickVerb({ action, id, version, idempotencyKey, label, about, keyHint, first = false }: Props) {
  const form = useActionForm(action);
  const [key, setKey] = useState(idempotencyKey);
  const sent = useRef(false);
  useEffect(() => {
    if (form.pending) sent.current = true;
    else if (sent.current) {
      sent.current = false;
      setKey(newIdempotencyKey());
    }
  }, [form.pending]);
  return (
    <form action={form.submit} aria-busy={form.pending} className="contents">
      <input type="hidden" name="idempotencyKey" value={key} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <Button type="submit" keyHint={keyHint} disabled={form.pending} {...(first && { "data-first": "" })}>
        <Named label={label} about={about} />
      </Button>
      {form.failed && (
        <span role="status" className="self-center text-caption text-bad">
          {form.message}
        </span>
      )}
    </form>
  );
}
