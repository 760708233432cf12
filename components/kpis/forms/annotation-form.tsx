"use client";

import { useId } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { FormActionProp } from "@/components/ui/use-action-form";

type Props<T> = { kpiId: string; today: string; idempotencyKey: string; onDone?: () => void; action: FormActionProp<T> };

const KINDS = [
  { value: "note", label: "Note: shown on the chart, changes nothing" },
  { value: "baseline", label: "New level: the usual range is recomputed from here" },
  { value: "exclude", label: "Exclude this period: it does not count for the usual range" },
];

/** What happened on a date, visible to everybody who reads this chart. */
export function AnnotationForm<T>({ kpiId, today, idempotencyKey, onDone, action }: Props<T>) {
  const id = useId();
  return (
    <ActionForm
      action={action}
      hidden={{ kpiId }}
      idempotencyKey={idempotencyKey}
      {...(onDone !== undefined && { onDone })}
      label="Annotate"
      done="Annotated."
      resets
      className="max-w-md py-3"
    >
      {({ errors, values }) => (
        <>
          <InputField id={`${id}-on`} name="onDate" type="date" label="Date" defaultValue={values.onDate ?? today} error={errors.onDate} />
          <SelectField
            id={`${id}-kind`}
            name="kind"
            label="Effect on the chart"
            options={KINDS}
            defaultValue={values.kind ?? "note"}
            error={errors.kind}
          />
          <InputField
            id={`${id}-text`}
            name="text"
            label="What happened"
            maxLength={300}
            defaultValue={values.text ?? ""}
            error={errors.text}
          />
        </>
      )}
    </ActionForm>
  );
}
