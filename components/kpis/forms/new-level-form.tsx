"use client";

import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import type { FormActionProp } from "@/components/ui/use-action-form";

type Props = {
  signal: { id: string; version: number };
  /** the day whose limits are previewed */
  onDate: string;
  idempotencyKey: string;
  action: FormActionProp<{ id: string }>;
};

/** Accepts the previewed level: an annotation starts new limits, and the signal is closed. */
export function NewLevelForm({ signal, onDate, idempotencyKey, action }: Props) {
  return (
    <ActionForm
      action={action}
      hidden={{ id: signal.id, version: String(signal.version), onDate }}
      idempotencyKey={idempotencyKey}
      label="Accept the new level"
      tone="plain"
      done="Accepted."
      className="max-w-md"
    >
      {({ errors, values }) => (
        <>
          <InputField
            id="new-level-text"
            name="text"
            label="What changed"
            required
            maxLength={500}
            defaultValue={values.text ?? ""}
            error={errors.text}
          />
          {errors.onDate !== undefined && <p className="text-caption text-bad">{errors.onDate}</p>}
        </>
      )}
    </ActionForm>
  );
}
