import "server-only";
import { randomUUID } from "node:crypto";
import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import { z } from "zod";
import { currentViewer } from "@/lib/auth/session";
import type { Viewer } from "@/lib/auth/viewer";
import { isOutage } from "@/lib/db/failures";
import { AppError, type AppErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";

const STATUS: Record<AppErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 404,
  NOT_FOUND: 404,
  INVALID: 400,
  CONFLICT: 409,
  UNAVAILABLE: 503,
};

const answer = (code: AppErrorCode, message: string) =>
  NextResponse.json(
    { error: { code: code === "FORBIDDEN" ? "NOT_FOUND" : code, message } },
    { status: STATUS[code], headers: { "cache-control": "no-store", ...(code === "UNAVAILABLE" && { "retry-after": "5" }) } },
  );

/**
 * The only way a route that reads business data is made: signed in, query and path parameters by schema, then the query. The answer
 * is JSON, never cached. Routes made by this change nothing.
 */
export function defineRead<S extends z.ZodType, T>(schema: S, run: (viewer: Viewer, input: z.output<S>) => Promise<T>) {
  return async (
    request: NextRequest,
    context: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<NextResponse> => {
    try {
      const viewer = await currentViewer();
      if (!viewer) return answer("UNAUTHENTICATED", "Sign in first.");
      const parsed = schema.safeParse({ ...Object.fromEntries(request.nextUrl.searchParams), ...(await context.params) });
      if (!parsed.success) return answer("INVALID", z.prettifyError(parsed.error));
      return NextResponse.json(await run(viewer, parsed.data), { headers: { "cache-control": "no-store" } });
    } catch (error) {
      if (error instanceof AppError) return answer(error.code, error.message);
      if (isOutage(error)) return answer("UNAVAILABLE", "The database does not answer at the moment.");
      const id = randomUUID();
      log.error({ err: error, requestId: id }, "route failed");
      return NextResponse.json(
        { error: { code: "FAILED", message: `Something went wrong on our side. Reference: ${id}` } },
        { status: 500 },
      );
    }
  };
}
