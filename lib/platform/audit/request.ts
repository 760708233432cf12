import "server-only";
import { headers } from "next/headers";

const FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id of the current request, as set by proxy.ts. Null outside a request (a job, a command line, a test), and where proxy.ts did not run
 * and the client sent its own value.
 */
export async function requestId(): Promise<string | null> {
  try {
    const sent = (await headers()).get("x-request-id");
    return sent !== null && FORM.test(sent) ? sent : null;
  } catch {
    return null;
  }
}
