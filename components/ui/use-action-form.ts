"use client";

import { useActionState, useMemo } from "react";
import { type FormState, idle } from "@/lib/platform/web/form-state";
import { unanswered } from "./unanswered";

export type FormActionProp<T = unknown> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>;

/**
 * Keeps unanswered input in its form, with a sentence; if it were thrown, the page would be replaced and the input lost. Without script the
 * form must use the action itself, so that the server can render it with the input.
 */
function answered<T>(action: FormActionProp<T>): FormActionProp<T> {
  if (typeof window === "undefined") return action;
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      return unanswered(error, form);
    }
  };
}

/**
 * State of a form over an action: `submit` for the form, `errors` for the fields, `values` to refill it (React clears a form after every
 * action), `message` for the status line, `failed` if the last answer was a refusal.
 */
export function useActionForm<T>(action: FormActionProp<T>) {
  const [state, submit, pending] = useActionState<FormState<T>, FormData>(
    useMemo(() => answered(action), [action]),
    idle,
  );
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
    keyReused: refused?.keyReused === true,
  };
}
