import { unstable_isUnrecognizedActionError as isUnrecognised, unstable_rethrow as rethrow } from "next/navigation";
import type { FormState } from "@/lib/platform/web/form-state";

/**
 * Next's own message when the server's response cannot be read. Any other error without a digest carries the refusal's sentence as its
 * message.
 */
const NO_ANSWER = "An unexpected response was received from the server.";

const messageOf = (error: unknown): string => {
  if (isUnrecognised(error)) return "The application was updated. Copy your input, reload this page and send it again.";
  if (error instanceof TypeError) return "The server cannot be reached. Your input is still here; send it again in a moment.";
  if (error instanceof Error && !("digest" in error) && error.message !== NO_ANSWER) return error.message;
  return "The server did not respond correctly. Your input is still here; send it again in a moment.";
};

/** The state of a form whose action threw in the browser: refused before it began, cut off, or not reached. A redirect is rethrown. */
export function unanswered(error: unknown, form: FormData): Extract<FormState<never>, { status: "failed" | "invalid" | "conflict" }> {
  rethrow(error);
  const values = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !/password|token|^\$ACTION/i.test(entry[0])),
  );
  return { status: "failed", message: messageOf(error), fieldErrors: {}, values };
}
