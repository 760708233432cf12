import "server-only";
import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { auditingDenial } from "@/lib/platform/audit/denial";
import { requestId } from "@/lib/platform/audit/request";
import { currentViewer } from "@/lib/platform/auth/session";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { isDuplicate, isOutage, isRefusedAccess, isRefusedValue } from "@/lib/platform/db/failures";
import type { FormState } from "@/lib/platform/web/form-state";
import { oneMore } from "@/lib/platform/web/one-more";
import { isOwnOrigin } from "@/lib/platform/web/origin";

export type FormAction<T> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>;

/**
 * The only way to make a server action: checks origin, sign-in and input, then runs the command, which authorises on the row. Errors a
 * person can fix are returned as data with their input kept; anything else is logged and answered with a reference, never thrown at the
 * page.
 */
export function defineAction<S extends z.ZodType, T>(schema: S, run: (viewer: Viewer, input: z.output<S>) => Promise<T>): FormAction<T> {
  return answering(schema, signedIn, (viewer, input) => {
    oneMore(viewer);
    return auditingDenial(viewer, () => run(viewer, input));
  });
}

/** The same for the few actions without sign-in, such as redeeming a one-time link. The command authorises by the link alone. */
export function definePublicAction<S extends z.ZodType, T>(schema: S, run: (input: z.output<S>) => Promise<T>): FormAction<T> {
  return answering(
    schema,
    async () => null,
    (_nobody, input) => run(input),
  );
}

async function signedIn(): Promise<Viewer> {
  const viewer = await currentViewer();
  if (!viewer) throw new AppError("UNAUTHENTICATED", "You are no longer signed in. Sign in in another tab, then send this again.");
  return viewer;
}

function answering<S extends z.ZodType, Who, T>(
  schema: S,
  identify: () => Promise<Who>,
  run: (who: Who, input: z.output<S>) => Promise<T>,
): FormAction<T> {
  return async (_previous, form) => {
    // The payload may be anything a stranger posted: it need not contain a form.
    const raw = form instanceof FormData ? readForm(form) : null;
    const values = raw === null ? {} : textsOf(raw);
    try {
      const sent = await headers();
      if (!isOwnOrigin(sent.get("origin"), sent.get("sec-fetch-site"), env.APP_ORIGIN))
        throw new AppError("FORBIDDEN", "This request did not come from this application.");
      const who = await identify();
      const parsed = schema.safeParse(raw ?? undefined);
      if (!parsed.success) return invalid(parsed.error.issues, values);
      return { status: "ok", data: await run(who, parsed.data) };
    } catch (error) {
      unstable_rethrow(error);
      return failed(error, values, await requestId());
    }
  };
}

type Raw = Record<string, string | string[]>;

/** Repeated names become lists. React's own hidden fields and files are left out. */
function readForm(form: FormData): Raw {
  const raw: Raw = Object.create(null);
  for (const [key, value] of form) {
    if (key.startsWith("$ACTION") || typeof value !== "string") continue;
    const before = raw[key];
    raw[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return { ...raw };
}

/** The values sent back to refill the form; passwords have to be typed again. */
const textsOf = (raw: Raw) =>
  Object.fromEntries(
    Object.entries(raw).filter(
      (e): e is [string, string] => typeof e[1] === "string" && e[1].length <= 20_000 && !/password|token/i.test(e[0]),
    ),
  );

function invalid<T>(issues: readonly z.core.$ZodIssue[], values: Record<string, string>): FormState<T> {
  const fieldErrors: Record<string, string> = {};
  for (const issue of issues) fieldErrors[String(issue.path[0] ?? "")] ??= issue.message;
  const { "": whole, ...fields } = fieldErrors;
  const message = Object.keys(fields).length > 0 ? "Some fields need correction." : (whole ?? "This could not be read.");
  return { status: "invalid", message, fieldErrors: fields, values };
}

function failed<T>(error: unknown, values: Record<string, string>, reference: string | null): FormState<T> {
  if (error instanceof AppError) {
    const fieldErrors = error.field ? { [error.field]: error.message } : {};
    const status = error.code === "CONFLICT" ? "conflict" : "failed";
    return {
      ...{ status, message: error.message, fieldErrors, values },
      ...(error.current !== undefined && { current: error.current }),
      ...(error.code === "KEY_REUSED" && { keyReused: true }),
    };
  }
  const answer = (message: string): FormState<T> => ({ status: "failed", message, fieldErrors: {}, values });
  if (isOutage(error)) return answer("The database does not answer at the moment. Nothing was saved; try again shortly.");
  if (isDuplicate(error)) return answer("This already exists.");
  if (isRefusedAccess(error)) return answer("Your role does not allow this here.");
  if (isRefusedValue(error)) return answer("The database refused one of the values. Nothing was saved.");
  const id = reference ?? randomUUID();
  log.error({ err: error, requestId: id }, "action failed");
  return answer(`Something went wrong on our side. Nothing was saved. Reference: ${id}`);
}
