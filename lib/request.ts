import "server-only";
import { headers } from "next/headers";

/** The id of the request being answered, as proxy.ts set it; null outside a request (a job, a command line, a test). */
export async function requestId(): Promise<string | null> {
  try {
    return (await headers()).get("x-request-id");
  } catch {
    return null;
  }
}
