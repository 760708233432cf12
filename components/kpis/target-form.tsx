"use client";

import { useActionState, useId } from "react";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { StatusLine } from "@/components/ui/status-line";
import type { FormState } from "@/lib/form-state";

type State = FormState<{ fromOn: string }>;
type Props = {
  kpiId: string;
  unit: string;
  direction: string;
  fromOn: string;
  action: (previous: State, form: FormData) => Promise<State>;
};

/** A new target from a period on. What held before keeps holding for the periods before. */
export function TargetForm({ kpiId, unit, direction, fromOn, action }: Props) {
  const [state, submit, pending] = useActionState(action, { status: "idle" });
  const { fieldErrors = {}, values = {} } = "values" in state ? state : {};
  const id = useId();
  const field = (name: string) => ({ id: `${id}-${name}`, name, error: fieldErrors[name], defaultValue: values[name] ?? "" });
  return (
    <form action={submit} className="grid max-w-md gap-3 py-3" aria-busy={pending} noValidate>
      <input type="hidden" name="kpiId" value={kpiId} />
      {direction === "lower" ? (
        <input type="hidden" name="floor" value="" />
      ) : (
        <InputField
          {...field("floor")}
          label={`At least, ${unit}`}
          inputMode="decimal"
          hint={direction === "band" ? "lower end of the band" : undefined}
        />
      )}
      {direction === "higher" ? (
        <input type="hidden" name="ceiling" value="" />
      ) : (
        <InputField
          {...field("ceiling")}
          label={`At most, ${unit}`}
          inputMode="decimal"
          hint={direction === "band" ? "upper end of the band" : undefined}
        />
      )}
      <InputField {...field("fromOn")} defaultValue={values.fromOn ?? fromOn} type="date" label="From the period that contains" />
      <InputField {...field("reason")} label="Why" maxLength={300} />
      <div className="flex items-center gap-3">
        <Button type="submit" tone="primary" disabled={pending}>
          {pending ? "Setting…" : "Set target"}
        </Button>
        <StatusLine tone={"message" in state ? "error" : "plain"}>
          {state.status === "ok" ? "Set." : "message" in state ? state.message : ""}
        </StatusLine>
      </div>
    </form>
  );
}
