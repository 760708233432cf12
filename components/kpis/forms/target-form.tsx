"use client";

import { useId } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import type { FormActionProp } from "@/components/ui/use-action-form";

type Props<T> = { kpiId: string; unit: string; direction: string; fromOn: string; action: FormActionProp<T> };

/** A new target from a period on. Earlier periods keep their targets. */
export function TargetForm<T>({ kpiId, unit, direction, fromOn, action }: Props<T>) {
  const id = useId();
  const band = direction === "band";
  const hidden = { kpiId, ...(direction === "lower" && { floor: "" }), ...(direction === "higher" && { ceiling: "" }) };
  return (
    <ActionForm action={action} hidden={hidden} label="Set target" done="Set." resets className="max-w-md py-3">
      {({ errors, values }) => (
        <>
          {direction !== "lower" && (
            <InputField
              id={`${id}-floor`}
              name="floor"
              numeric
              label={`At least, ${unit}`}
              hint={band ? "lower end of the band" : undefined}
              defaultValue={values.floor ?? ""}
              error={errors.floor}
            />
          )}
          {direction !== "higher" && (
            <InputField
              id={`${id}-ceiling`}
              name="ceiling"
              numeric
              label={`At most, ${unit}`}
              hint={band ? "upper end of the band" : undefined}
              defaultValue={values.ceiling ?? ""}
              error={errors.ceiling}
            />
          )}
          <InputField
            id={`${id}-from`}
            name="fromOn"
            type="date"
            label="From the period that contains"
            defaultValue={values.fromOn ?? fromOn}
            error={errors.fromOn}
          />
          <InputField
            id={`${id}-reason`}
            name="reason"
            label="Why"
            maxLength={300}
            defaultValue={values.reason ?? ""}
            error={errors.reason}
          />
        </>
      )}
    </ActionForm>
  );
}
