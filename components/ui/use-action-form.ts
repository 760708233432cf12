"use client";

import { useActionState, useMemo } from "react";
import { type FormState, idle } from "@/lib/platform/web/form-state";
import { unanswered } from "./unanswered";

export type FormActionProp<T = unknown> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>;

/**
 * What was sent and not answered stays in its form, with a sentence; thrown, it would take the page with it and what was typed. Without
 * script the form has to be the action's own, so that the server draws it with that.
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
 * A form over an action: `submit` for the form, `errors` beside the fields, `values` to refill it (React empties a form after every
 * action), `message` for the status line, `failed` while the last answer was a refusal.
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
