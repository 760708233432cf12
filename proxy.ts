import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { isDatabaseAway } from "@/lib/platform/health/queries";
import { answerHeaders } from "@/lib/platform/web/answer-headers";
import { AWAY_PAGE } from "@/lib/platform/web/away-page";
import { isOwnOrigin } from "@/lib/platform/web/origin";

const DEVELOPMENT = env.NODE_ENV === "development";
const READS = ["GET", "HEAD", "OPTIONS"];
const WRITES = ["POST", "PUT", "PATCH", "DELETE"];

/** Requests that no page of ours sends are refused here in one sentence, before they are read; the commands still check for themselves. */
function refusal(request: NextRequest): NextResponse | null {
  if (READS.includes(request.method)) return null;
  const refuse = (status: number, message: string) =>
    new NextResponse(message, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
  if (!WRITES.includes(request.method)) return refuse(405, "This method is not allowed here.");
  const own = isOwnOrigin(request.headers.get("origin"), request.headers.get("sec-fetch-site"), env.APP_ORIGIN);
  return own ? null : refuse(403, "This request did not come from this application.");
}

/**
 * For pages while the database is known to be away. Routes and actions report it themselves, as does the request that detects it:
 * scripts/unavailable.mjs.
 */
async function away(request: NextRequest): Promise<NextResponse | null> {
  if (!["GET", "HEAD"].includes(request.method) || request.nextUrl.pathname.startsWith("/api/") || !(await isDatabaseAway())) return null;
  return new NextResponse(AWAY_PAGE, { status: 503, headers: { "content-type": "text/html; charset=utf-8", "retry-after": "5" } });
}

/** Sets headers, and refuses what can be refused unread. It does not decide access: every page, action and route checks for itself. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = btoa(crypto.randomUUID());
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${DEVELOPMENT ? " 'unsafe-eval'" : ""}`,
    // Charts position their marks with style attributes; style elements need the nonce.
    `style-src 'self' ${DEVELOPMENT ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    // No service worker: figures are read from the server each time, and stored nowhere.
    "worker-src 'none'",
    `connect-src 'self'${DEVELOPMENT ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-request-id", crypto.randomUUID());
  headers.set("content-security-policy", policy); // Next takes the nonce for its own scripts from here
  headers.set("x-nonce", nonce);
  const response = refusal(request) ?? (await away(request)) ?? NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-request-id", headers.get("x-request-id") ?? "");
  for (const [name, value] of answerHeaders(env.APP_ORIGIN)) response.headers.set(name, value);
  return response;
}

// api/uploads takes files of any size: the proxy would buffer their bytes and cut them off. lib/platform/web/route.ts does the same checks
// there.
export const config = { matcher: [{ source: "/((?!_next/static|_next/image|api/uploads$).*)" }] };
