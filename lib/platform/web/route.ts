import "server-only";
import { randomUUID } from "node:crypto";
import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import { z } from "zod";
import { env } from "@/lib/env";
import { AppError, type AppErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";
import { auditingDenial } from "@/lib/platform/audit/denial";
import { currentViewer, sessionWatch } from "@/lib/platform/auth/session";
import { readWhileAllowed, sentWhileAllowed, watchOf } from "@/lib/platform/auth/while-allowed";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { isOutage } from "@/lib/platform/db/failures";
import { answerHeaders } from "@/lib/platform/web/answer-headers";
import { sentFileName } from "@/lib/platform/web/file-name";
import { oneMore } from "@/lib/platform/web/one-more";
import { isOwnOrigin } from "@/lib/platform/web/origin";

const STATUS: Record<AppErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 404,
  NOT_FOUND: 404,
  INVALID: 400,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_SLOW: 408,
  KEY_REUSED: 422,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
};
const LATER: readonly AppErrorCode[] = ["TOO_MANY", "UNAVAILABLE"];

const answer = (code: AppErrorCode, message: string) =>
  NextResponse.json(
    { error: { code: code === "FORBIDDEN" ? "NOT_FOUND" : code, message } },
    { status: STATUS[code], headers: { "cache-control": "no-store", ...(LATER.includes(code) && { "retry-after": "5" }) } },
  );

/**
 * The only way to make a route that reads business data: checks sign-in, parses query and path parameters with the schema, then runs the
 * query. The answer is JSON, never cached. These routes change nothing.
 */
export function defineRead<S extends z.ZodType, T>(schema: S, run: (viewer: Viewer, input: z.output<S>) => Promise<T>) {
  return async (request: NextRequest, context: Context): Promise<NextResponse> =>
    answering(request, context, schema, async (viewer, input) =>
      NextResponse.json(await run(viewer, input), { headers: { "cache-control": "no-store" } }),
    );
}

/**
 * A stream of server-sent events. `open` gets a way to check whether its viewer may still listen, and a signal for when the reader leaves.
 */
export type StreamRequest = { again: () => Promise<Viewer | null>; aborted: AbortSignal };

/** The same checks for a route whose answer stays open. HEAD is answered without opening the stream. These streams change nothing. */
export function defineStream<S extends z.ZodType>(
  schema: S,
  open: (viewer: Viewer, input: z.output<S>, request: StreamRequest) => ReadableStream<Uint8Array>,
) {
  return async (request: NextRequest, context: Context): Promise<NextResponse> =>
    answering(request, context, schema, async (viewer, input) => {
      const again = await sessionWatch();
      if (!again) return answer("UNAUTHENTICATED", "Sign in first.");
      const body = request.method === "HEAD" ? null : open(viewer, input, { again, aborted: request.signal });
      return new NextResponse(body, {
        headers: {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-store, no-transform",
          "x-accel-buffering": "no",
        },
      });
    });
}

/** `open` starts the file. Audit it there, because HEAD only asks for the name. */
export type FileAnswer = { name: string; type: "text/csv"; open: () => Promise<ReadableStream<Uint8Array>> };

/**
 * The same for a route that returns a file to save. The download is cut off if the session ends or the rights change. HEAD is answered
 * without opening the file.
 */
export function defineFile<S extends z.ZodType>(schema: S, run: (viewer: Viewer, input: z.output<S>) => Promise<FileAnswer>) {
  return async (request: NextRequest, context: Context): Promise<NextResponse> =>
    answering(request, context, schema, async (viewer, input) => {
      const again = await sessionWatch();
      if (!again) return answer("UNAUTHENTICATED", "Sign in first.");
      const { name, type, open } = await run(viewer, input);
      const body = request.method === "HEAD" ? null : sentWhileAllowed(await begun(await open()), watchOf(viewer, again));
      if (body) endWith(request.signal, body);
      return new NextResponse(body, {
        headers: {
          "content-type": `${type}; charset=utf-8`,
          "content-disposition": `attachment; filename="file.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        },
      });
    });
}

/** Cancels a file whose reader left before it began, so that it does not keep one of that person's places. */
function endWith(signal: AbortSignal, body: ReadableStream<Uint8Array>): void {
  const giveUp = () => void body.cancel(signal.reason).catch(() => {}); // if somebody already reads the body, they end it
  if (signal.aborted) giveUp();
  else signal.addEventListener("abort", giveUp, { once: true });
}

/**
 * The same bytes, with the first ones already read: an immediate failure, such as a database that does not answer, can still be answered
 * with a status.
 */
async function begun(body: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const reader = body.getReader();
  const first = [await reader.read(), await reader.read()]; // the headings, and the first rows
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = first.shift() ?? (await reader.read());
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

export type SentFile = { name: string; length: number | null; body: AsyncIterable<Uint8Array> };

/**
 * The only way to make a route that takes a file: from one of our pages, signed in, one file as the body, its name in the header
 * x-file-name (percent-encoded). The body is passed on as it arrives; `run` counts and refuses. proxy.ts skips such routes, because it
 * would buffer the body, so origin and headers are checked here.
 */
export function defineUpload<T>(run: (viewer: Viewer, file: SentFile) => Promise<T>) {
  return async (request: NextRequest, context: Context): Promise<NextResponse> => {
    const own = isOwnOrigin(request.headers.get("origin"), request.headers.get("sec-fetch-site"), env.APP_ORIGIN);
    const response = own
      ? await answering(request, context, z.strictObject({}), async (viewer) => {
          const name = sentFileName(request.headers.get("x-file-name"));
          if (name === null || request.body === null)
            return answer("INVALID", "Send one file as the body, and its name in the header x-file-name.");
          const length = request.headers.get("content-length");
          const expected = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null;
          const again = await sessionWatch();
          if (!again) return answer("UNAUTHENTICATED", "Sign in first.");
          oneMore(viewer);
          const body = readWhileAllowed(request.body, watchOf(viewer, again));
          return NextResponse.json(await auditingDenial(viewer, () => run(viewer, { name, length: expected, body })), { status: 201 });
        })
      : NextResponse.json({ error: { code: "FORBIDDEN", message: "This request did not come from this application." } }, { status: 403 });
    response.headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    for (const [name, value] of answerHeaders(env.APP_ORIGIN)) response.headers.set(name, value);
    return response;
  };
}

type Context = { params: Promise<Record<string, string | string[] | undefined>> };

async function answering<S extends z.ZodType>(
  request: NextRequest,
  context: Context,
  schema: S,
  run: (viewer: Viewer, input: z.output<S>) => Promise<NextResponse>,
): Promise<NextResponse> {
  try {
    const viewer = await currentViewer();
    if (!viewer) return answer("UNAUTHENTICATED", "Sign in first.");
    const parsed = schema.safeParse({ ...Object.fromEntries(request.nextUrl.searchParams), ...(await context.params) });
    if (!parsed.success) return answer("INVALID", z.prettifyError(parsed.error));
    return await run(viewer, parsed.data);
  } catch (error) {
    if (error instanceof AppError) return answer(error.code, error.message);
    if (isOutage(error)) return answer("UNAVAILABLE", "The database does not answer at the moment.");
    const id = randomUUID();
    log.error({ err: error, requestId: id }, "route failed");
    return NextResponse.json({ error: { code: "FAILED", message: `Something went wrong on our side. Reference: ${id}` } }, { status: 500 });
  }
}
