"use client";

import { useActionState, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { StatusLine } from "@/components/ui/status-line";
import type { FormState } from "@/lib/form-state";

type Saved = { version: number; value: string | null; state: string; reason: string | null; by: string | null; at: string };
type State = FormState<Saved>;
export type CorrectablePeriod = { period: string; label: string; value: string | null; version: number };
type Props = { kpiId: string; unit: string; periods: CorrectablePeriod[]; action: (previous: State, form: FormData) => Promise<State> };

/** Enter or correct one period of a measure that is typed. A closed period wants a reason; the earlier value is kept. */
export function CorrectionForm({ kpiId, unit, periods, action }: Props) {
  const [state, submit, pending] = useActionState(action, { status: "idle" });
  const { fieldErrors = {}, values = {} } = "values" in state ? state : {};
  const [period, setPeriod] = useState(values.periodStart ?? periods[0]?.period ?? "");
  const chosen = periods.find((p) => p.period === period);
  const id = useId();
  return (
    <form action={submit} className="grid max-w-md gap-3 py-3" aria-busy={pending} noValidate>
      <input type="hidden" name="kpiId" value={kpiId} />
      <input type="hidden" name="state" value="final" />
      <input type="hidden" name="seenVersion" value={chosen?.version ?? 0} />
      <SelectField
        id={`${id}-period`}
        name="periodStart"
        label="Period"
        value={period}
        onChange={(event) => setPeriod(event.target.value)}
        options={periods.map((p) => ({ value: p.period, label: `${p.label}${p.value === null ? "" : ` (now ${p.value})`}` }))}
        error={fieldErrors.periodStart}
      />
      <InputField
        id={`${id}-value`}
        name="value"
        label={`Value, ${unit}`}
        inputMode="decimal"
        defaultValue={values.value ?? ""}
        error={fieldErrors.value}
      />
      <InputField
        id={`${id}-reason`}
        name="reason"
        label="Why it is corrected"
        hint="needed for a period that is closed"
        maxLength={300}
        defaultValue={values.reason ?? ""}
        error={fieldErrors.reason}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" tone="primary" disabled={pending}>
          {pending ? "Saving…" : "Save value"}
        </Button>
        <StatusLine tone={"message" in state ? "error" : "plain"}>
          {state.status === "ok" ? "Saved." : "message" in state ? state.message : ""}
        </StatusLine>
      </div>
    </form>
  );
}
