/** What every action answers. Nothing that a person can mend crosses the wire as an exception. */
export type FormState<T> =
  | { status: "idle" }
  | { status: "ok"; data: T }
  | {
      status: "invalid" | "failed" | "conflict";
      message: string;
      fieldErrors: Readonly<Record<string, string>>;
      /** What was typed, to refill the form: React empties it after every action. */
      values: Readonly<Record<string, string>>;
      /** conflict: what the record says now. */
      current?: unknown;
      /** The key of the form was spent on something else: it needs another to be sent again. */
      keyReused?: true;
    };

export const idle = { status: "idle" } as const;
