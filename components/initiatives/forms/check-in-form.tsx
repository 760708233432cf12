"use client";

import { ActionForm } from "@/components/ui/action-form";
import { TextareaField } from "@/components/ui/textarea";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { JUDGEMENTS, type Judgement } from "@/lib/initiatives/words/words";

type Props = {
  id: string;
  idempotencyKey: string;
  /** facts from the records since the last check-in */
  since: string[];
  judgement: Judgement | null;
  obstacle: string;
  action: FormActionProp<{ id: string }>;
};

/** One check-in, prefilled: judgement and obstacle of the last one, facts from the records. */
export function CheckInForm({ id, idempotencyKey, since, judgement, obstacle, action }: Props) {
  return (
    <>
      <h3 className="mt-3 text-caption font-normal text-muted">Since the last check-in</h3>
      <ul className="mb-3 grid grid-cols-1 gap-0.5 text-table">
        {since.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <ActionForm
        action={action}
        hidden={{ id }}
        idempotencyKey={idempotencyKey}
        label="Check in"
        done="Checked in."
        resets
        hint="about 40 seconds"
      >
        {({ errors, values }) => (
          <>
            <Judgements error={errors.judgement} chosen={values.judgement ?? judgement ?? ""} />
            <TextareaField
              id="check-in-text"
              name="text"
              label="What happened, and what comes next"
              required
              maxLength={2000}
              rows={2}
              defaultValue={values.text ?? ""}
              error={errors.text}
            />
            <TextareaField
              id="check-in-obstacle"
              name="obstacle"
              label="Obstacles"
              maxLength={1000}
              rows={2}
              defaultValue={values.obstacle ?? obstacle}
              error={errors.obstacle}
            />
          </>
        )}
      </ActionForm>
    </>
  );
}

function Judgements({ error, chosen }: { error: string | undefined; chosen: string }) {
  return (
    <fieldset aria-describedby="check-in-judgement-error">
      <legend className="text-caption text-muted">How is it going?</legend>
      <div className="mt-1 flex flex-wrap gap-1">
        {JUDGEMENTS.map(([value, label]) => (
          <label
            key={value}
            className="flex min-h-11 cursor-pointer items-center gap-2 rounded border px-3 text-table has-checked:border-fg has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-good md:min-h-8"
          >
            <input
              type="radio"
              name="judgement"
              value={value}
              defaultChecked={value === chosen}
              {...(error !== undefined && { "aria-invalid": true })}
              className="accent-fg"
            />
            {label}
          </label>
        ))}
      </div>
      <p id="check-in-judgement-error" role="alert" className="text-caption font-medium text-bad empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
