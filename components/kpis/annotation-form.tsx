"use client";

import { useActionState, useId } from "react";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { StatusLine } from "@/components/ui/status-line";
import type { FormState } from "@/lib/form-state";

type State = FormState<{ id: string }>;
type Props = { kpiId: string; today: string; action: (previous: State, form: FormData) => Promise<State> };

const KINDS = [
  { value: "note", label: "A note: shown, changes nothing" },
  { value: "baseline", label: "A new level: the usual range begins anew here" },
  { value: "exclude", label: "Set this period aside: it does not count for the usual range" },
];

/** What happened on a date, for everybody who reads this chart. */
export function AnnotationForm({ kpiId, today, action }: Props) {
  const [state, submit, pending] = useActionState(action, { status: "idle" });
  const { fieldErrors = {}, values = {} } = "values" in state ? state : {};
  const id = useId();
  return (
    <form action={submit} className="grid max-w-md gap-3 py-3" aria-busy={pending} noValidate>
      <input type="hidden" name="kpiId" value={kpiId} />
      <InputField id={`${id}-on`} name="onDate" type="date" label="Date" defaultValue={values.onDate ?? today} error={fieldErrors.onDate} />
      <SelectField
        id={`${id}-kind`}
        name="kind"
        label="What it means for the chart"
        options={KINDS}
        defaultValue={values.kind ?? "note"}
        error={fieldErrors.kind}
      />
      <InputField
        id={`${id}-text`}
        name="text"
        label="What happened"
        maxLength={300}
        defaultValue={values.text ?? ""}
        error={fieldErrors.text}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" tone="primary" disabled={pending}>
          {pending ? "Saving…" : "Annotate"}
        </Button>
        <StatusLine tone={"message" in state ? "error" : "plain"}>
          {state.status === "ok" ? "Annotated." : "message" in state ? state.message : ""}
        </StatusLine>
      </div>
    </form>
  );
}
