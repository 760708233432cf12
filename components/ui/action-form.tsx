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
  /** hidden fields; after a conflict `version` is replaced with the record's own */
  hidden?: Record<string, string>;
  /** generated on the server, for things that must be created once however often the form is sent */
  idempotencyKey?: string;
  label: string;
  /** the object of the button, if several buttons on a page have the same label */
  about?: string;
  tone?: "plain" | "primary" | "danger";
  /** the key that presses the button, on pages with single keys */
  keyHint?: string;
  /** message after saving */
  done: string;
  /** clears the fields after saving, ready for the next one */
  resets?: boolean;
  onDone?: () => void;
  className?: string;
  /** next to the button: "about 40 seconds" */
  hint?: ReactNode;
  children?: ((fields: ActionFormFields) => ReactNode) | undefined;
};

/**
 * A form over an action. With script it keeps the input whatever the answer; without script the server refills it. A second click during
 * sending does nothing. Ctrl+Enter sends from any field; a refusal moves the focus to its field.
 */
export function ActionForm<T>({
  action,
  hidden = {},
  idempotencyKey,
  label,
  about,
  tone = "primary",
  keyHint,
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
  // The version shown when typing began: after a refresh in between, the form must not overwrite values it never showed.
  const [typedOver, setTypedOver] = useState<string | null>(null);
  useEffect(() => {
    if (form.pending || !sent.current) return;
    sent.current = false;
    if (form.failed) {
      // The input stays, and may be sent as a new submission.
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
        <Button
          type="submit"
          tone={tone}
          disabled={form.pending}
          {...(keyHint !== undefined && { keyHint })}
          {...(about !== undefined && { "aria-label": `${label}: ${about}` })}
        >
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

/** The record's own values in a conflict, as texts; null if there are none. */
export function textsOf(current: unknown): Record<string, string> | null {
  if (typeof current !== "object" || current === null) return null;
  const entries = Object.entries(current).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(entries);
}

const versionOf = (current: unknown) => textsOf(current)?.version ?? null;
