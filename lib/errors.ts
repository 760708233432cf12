export type AppErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "INVALID"
  | "CONFLICT"
  /** The body is larger than is taken here. */
  | "TOO_LARGE"
  /** The body does not come, or comes too slowly. */
  | "TOO_SLOW"
  /** An idempotency key that was spent on something else. */
  | "KEY_REUSED"
  /** More than one person or address may ask for at a time. */
  | "TOO_MANY"
  | "UNAVAILABLE";

/** The same in every copy of this file: pages and routes are bundled apart, and what they share in one process throws the copy of whoever made it. */
const BRAND = Symbol.for("coo.AppError");

/** A failure that somebody can be told about. Anything else is a bug: logged with a reference, shown as a general message. */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class of its own kind is told apart as any other is.
    // biome-ignore lint/complexity/noThisInStatic: the class that is asked about, which may be a narrower one
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && BRAND in value;
  }
  override readonly name = "AppError";
  readonly [BRAND] = true;
  readonly code: AppErrorCode;
  /** The form field to blame, if one is. */
  readonly field: string | undefined;
  /** CONFLICT: what the record says now, for the loser of the race to compare with what they typed. */
  readonly current: unknown;

  /** @param message written for the person at the screen; safe to show. */
  constructor(code: AppErrorCode, message: string, more: { field?: string; current?: unknown } = {}) {
    super(message);
    this.code = code;
    this.field = more.field;
    this.current = more.current;
  }
}

/** The one answer for what does not exist and for what may not be seen. */
export const notFound = (what: string) => new AppError("NOT_FOUND", `This ${what} does not exist, or you do not have access to it.`);
