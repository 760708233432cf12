"use client";

import { clsx } from "clsx";
import { type FormEvent, type ReactNode, startTransition, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { newIdempotencyKey } from "@/components/ui/idempotency-key";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

export type ActionFormFields = { errors: Readonly<Record<string, string>>; values: Readonly<Record<string, string>>; current: unknown };

type Props<T> = {
  action: FormActionProp<T>;
  /** sent along unseen; `version` gives way to the record's own after a conflict */
  hidden?: Record<string, string>;
  /** drawn on the server, for what must be made once however often it is sent */
  idempotencyKey?: string;
  label: string;
  /** what the button is about, where several of one label stand on a page */
  about?: string;
  tone?: "plain" | "primary" | "danger";
  /** said once it is saved */
  done: string;
  /** empties the fields once it is saved, ready for the next one */
  resets?: boolean;
  onDone?: () => void;
  className?: string;
  /** beside the button: "about 40 seconds" */
  hint?: ReactNode;
  children?: ((fields: ActionFormFields) => ReactNode) | undefined;
};

/**
 * A form over an action. Sent by script it keeps what was typed whatever the answer; without script the server refills it. A second
 * click while the first is on its way sends nothing. Ctrl+Enter sends from any field; a refusal takes the focus to its field.
 */
export function ActionForm<T>({
  action,
  hidden = {},
  idempotencyKey,
  label,
  about,
  tone = "primary",
  done,
  resets = false,
  onDone,
  className,
  hint,
  children,
}: Props<T>) {
  const form = useActionForm(action);
  const element = useRef<HTMLFormElement>(null);
  const sent = useRef(false);
  const [key, setKey] = useState(idempotencyKey);
  // The version that was on the screen when typing began: a refresh in between must not make the form overwrite what it never showed.
  const [typedOver, setTypedOver] = useState<string | null>(null);
  useEffect(() => {
    if (form.pending || !sent.current) return;
    sent.current = false;
    if (form.failed) {
      // What was typed stays, and may be sent as another one.
      if (form.keyReused) setKey(newIdempotencyKey());
      element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    if (resets) element.current?.reset();
    setTypedOver(null);
    setKey((before) => (before === undefined ? before : newIdempotencyKey()));
    onDone?.();
  }, [form.pending, form.failed, form.keyReused, resets, onDone]);

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sent.current) return;
    sent.current = true;
    const data = new FormData(event.currentTarget);
    startTransition(() => form.submit(data));
  }

  const version = versionOf(form.current) ?? typedOver;
  const fields = { ...hidden, ...(key !== undefined && { idempotencyKey: key }), ...(version !== null && { version }) };
  return (
    <form
      ref={element}
      action={form.submit}
      onSubmit={send}
      onInput={() => setTypedOver((before) => before ?? hidden.version ?? null)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.current?.requestSubmit();
      }}
      className={clsx("grid gap-3", className)}
      aria-busy={form.pending}
      noValidate
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children?.({ errors: form.errors, values: form.values, current: form.current })}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" tone={tone} disabled={form.pending} {...(about !== undefined && { "aria-label": `${label}: ${about}` })}>
          {form.pending ? "Saving…" : label}
        </Button>
        {hint !== undefined && <span className="text-caption text-muted">{hint}</span>}
        <StatusLine tone={form.failed ? "error" : "plain"}>
          {form.failed ? form.message : form.data !== null && !form.pending ? done : ""}
        </StatusLine>
      </div>
    </form>
  );
}

/** The record's own texts, as a conflict carries them; null when it carries none. */
export function textsOf(current: unknown): Record<string, string> | null {
  if (typeof current !== "object" || current === null) return null;
  const entries = Object.entries(current).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(entries);
}

const versionOf = (current: unknown) => textsOf(current)?.version ?? null;
