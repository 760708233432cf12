/** The result of every action. Errors a person can fix are never sent as exceptions. */
export type FormState<T> =
  | { status: "idle" }
  | { status: "ok"; data: T }
  | {
      status: "invalid" | "failed" | "conflict";
      message: string;
      fieldErrors: Readonly<Record<string, string>>;
      /** The typed values, to refill the form: React clears it after every action. */
      values: Readonly<Record<string, string>>;
      /** conflict: the record's current values. */
      current?: unknown;
      /** The form's key was used for something else: it needs a new key to be sent again. */
      keyReused?: true;
    };

export const idle = { status: "idle" } as const;
