import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { controlClass, describe, Field } from "./field";

type Props = {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  options: { value: string; label: string }[];
  /** shown first with an empty value, e.g. "Choose a department" */
  placeholder?: string;
} & Omit<ComponentProps<"select">, "id">;

/** The browser's own select: quickest on a phone and complete for the keyboard. */
export function SelectField({ id, label, hint, error, options, placeholder, className, ...select }: Props) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select className={clsx(controlClass, className)} {...select} {...describe(id, hint, error)}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
