"use client";

import { clsx } from "clsx";
import { CAUSES } from "@/lib/signals/answers/causes";

type Props = { id: string; value: string; onChoose: (cause: string) => void; error?: string | undefined };

/** Choice of one cause, one tap each; arrow keys choose. None is preselected. */
export function CauseChips({ id, value, onChoose, error }: Props) {
  return (
    <fieldset aria-describedby={`${id}-error`}>
      <legend className="mb-1 text-caption text-muted">Cause</legend>
      <div className="flex flex-wrap gap-2">
        {CAUSES.map(([cause, label]) => (
          <label
            key={cause}
            className={clsx(
              "relative inline-flex h-11 cursor-pointer items-center rounded border px-3 text-table font-medium md:h-8",
              "has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-good",
              value === cause ? "border-fg bg-fg text-bg" : "border-border bg-bg text-fg hover:bg-surface",
            )}
          >
            <input
              type="radio"
              name="cause"
              value={cause}
              required
              checked={value === cause}
              onChange={() => onChoose(cause)}
              aria-invalid={error === undefined ? undefined : true}
              className="absolute inset-0 m-0 size-full cursor-pointer appearance-none rounded outline-none"
            />
            {label}
          </label>
        ))}
      </div>
      <p id={`${id}-error`} role="alert" className="mt-1 text-caption font-medium text-bad empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
