"use client";

import { InputField } from "@/components/ui/field";
import { SentForm } from "@/components/ui/sent-form";
import type { FormActionProp } from "@/components/ui/use-action-form";

type Props = {
  signal: { id: string; version: number };
  /** the day whose limits have just been previewed */
  onDate: string;
  onceKey: string;
  action: FormActionProp<{ id: string }>;
};

/** Accepts the level that was previewed: an annotation begins new limits, and the signal is over. */
export function NewLevelForm({ signal, onDate, onceKey, action }: Props) {
  return (
    <SentForm
      action={action}
      hidden={{ id: signal.id, version: String(signal.version), onDate }}
      onceKey={onceKey}
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
    </SentForm>
  );
}
