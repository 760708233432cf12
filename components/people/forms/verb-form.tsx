"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { StatusLine } from "@/components/ui/status-line";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";

type Props<T> = {
  action: FormActionProp<T>;
  /** hidden fields of the form */
  fields: Record<string, string>;
  label: string;
  tone?: "plain" | "danger";
  /** question in a dialog first: the effect, as a sentence */
  confirm?: ReactNode;
  /** message afterwards, if the button stays on screen */
  done?: string;
};

/** One action as a form of one button. */
export function VerbForm<T>({ action, fields, label, tone = "plain", confirm, done }: Props<T>) {
  const { submit, pending, message, data } = useActionForm(action);
  const form = (
    <form action={submit} className="grid justify-items-start gap-1">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" tone={tone} disabled={pending}>
        {pending ? "Saving…" : label}
      </Button>
      {(message !== "" || done !== undefined) && (
        <StatusLine tone={message === "" ? "plain" : "error"}>{message === "" && data !== null ? done : message}</StatusLine>
      )}
    </form>
  );
  if (confirm === undefined) return form;
  return (
    <Dialog title={label} trigger={<Button tone={tone}>{label}</Button>}>
      <p className="mb-4 text-table">{confirm}</p>
      {form}
    </Dialog>
  );
}
