import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";

type FieldProps = {
  /** id of the control this field wraps */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** the problem and how to fix it */
  error?: string | undefined;
  className?: string;
  children: ReactNode;
};

/** Label, control, hint and error. Pass {...describe(id, hint, error)} to the control, so that they are announced with it. */
export function Field({ id, label, hint, error, className, children }: FieldProps) {
  return (
    <div className={clsx("grid gap-1", className)}>
      <label htmlFor={id} className="text-caption text-muted">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-caption text-muted">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} role="alert" className="text-caption font-medium text-bad empty:hidden">
        {error}
      </p>
    </div>
  );
}

/** id, aria-describedby and aria-invalid of a control inside a Field with the same id, hint and error. */
export function describe(id: string, hint?: ReactNode, error?: string) {
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(" ");
  return { id, ...(described !== "" && { "aria-describedby": described }), ...(error !== undefined && { "aria-invalid": true }) };
}

/** Style shared by input, select and textarea: 32 px on the desktop, 44 px and 16 px type (no zoom on focus) on the phone. */
export const controlClass =
  "min-h-11 w-full rounded border border-border bg-bg px-2 text-[1rem] text-fg placeholder:text-muted " +
  "aria-invalid:border-2 aria-invalid:border-bad disabled:border-dashed disabled:bg-surface disabled:text-muted md:min-h-8 md:text-table";

type Labelled = { id: string; label: ReactNode; hint?: ReactNode; error?: string | undefined; fieldClassName?: string };

/** Label, text input, hint and error in one. `numeric` aligns right and requests the decimal keypad. */
export function InputField({
  id,
  label,
  hint,
  error,
  fieldClassName,
  numeric = false,
  className,
  ...input
}: Labelled & { numeric?: boolean } & Omit<ComponentProps<"input">, "id">) {
  return (
    <Field id={id} label={label} hint={hint} error={error} {...(fieldClassName !== undefined && { className: fieldClassName })}>
      <input
        className={clsx(controlClass, numeric && "text-right font-semibold", className)}
        {...(numeric && { inputMode: "decimal" as const, autoComplete: "off" })}
        {...input}
        {...describe(id, hint, error)}
      />
    </Field>
  );
}
