import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { controlClass, describe, Field } from "./field";

type Props = { id: string; label: ReactNode; hint?: ReactNode; error?: string | undefined } & Omit<ComponentProps<"textarea">, "id">;

/** Several lines of text with label, hint and error. */
export function TextareaField({ id, label, hint, error, className, rows = 3, ...textarea }: Props) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea rows={rows} className={clsx(controlClass, "py-1.5", className)} {...textarea} {...describe(id, hint, error)} />
    </Field>
  );
}
