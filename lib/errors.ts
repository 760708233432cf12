export type AppErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "INVALID"
  | "CONFLICT"
  /** The body exceeds the limit. */
  | "TOO_LARGE"
  /** The body does not arrive, or arrives too slowly. */
  | "TOO_SLOW"
  /** The idempotency key was used for something else. */
  | "KEY_REUSED"
  /** More requests at a time than one person or address may make. */
  | "TOO_MANY"
  | "UNAVAILABLE";

/**
 * The same in every copy of this file: pages and routes are bundled separately, and code they share in one process throws the copy of the
 * bundle that created it.
 */
const BRAND = Symbol.for("coo.AppError");

/** A failure that somebody can be told about. Anything else is a bug: logged with a reference, shown as a general message. */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    // Subclasses are compared the usual way.
    // biome-ignore lint/complexity/noThisInStatic: the class that is asked about, which may be a narrower one
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && BRAND in value;
  }
  override readonly name = "AppError";
  readonly [BRAND] = true;
  readonly code: AppErrorCode;
  /** The form field with the error, if there is one. */
  readonly field: string | undefined;
  /** CONFLICT: the record's current values, to compare with what was typed. */
  readonly current: unknown;

  /** @param message written for the person at the screen; safe to show. */
  constructor(code: AppErrorCode, message: string, more: { field?: string; current?: unknown } = {}) {
    super(message);
    this.code = code;
    this.field = more.field;
    this.current = more.current;
  }
}

/** The same answer for things that do not exist and things that may not be seen. */
export const notFound = (what: string) => new AppError("NOT_FOUND", `This ${what} does not exist, or you do not have access to it.`);
