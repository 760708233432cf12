"use client";

import { useActionState } from "react";
import { type FormState, idle } from "@/lib/form-state";

export type FormActionProp<T = unknown> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>;

/**
 * A form over an action: `submit` for the form, `errors` beside the fields, `values` to refill it (React empties a form after every
 * action), `message` for the status line, `failed` while the last answer was a refusal.
 */
export function useActionForm<T>(action: FormActionProp<T>) {
  const [state, submit, pending] = useActionState<FormState<T>, FormData>(action, idle);
  const refused = state.status === "idle" || state.status === "ok" ? null : state;
  return {
    submit,
    pending,
    data: state.status === "ok" ? state.data : null,
    failed: refused !== null,
    message: refused?.message ?? "",
    errors: refused?.fieldErrors ?? {},
    values: refused?.values ?? {},
    current: refused?.current,
  };
}
