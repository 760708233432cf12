import { readiness } from "@/lib/platform/health/queries";

export const dynamic = "force-dynamic";

/** 200 if requests can be served; 503 with Retry-After while the database is away or a migration is missing. Answers within 3 s. */
export async function GET() {
  const state = await readiness();
  const headers = { "Cache-Control": "no-store" };
  if (state === "ready") return Response.json({ status: "ok" }, { headers });
  return Response.json({ status: "unavailable", waitingFor: state }, { status: 503, headers: { ...headers, "Retry-After": "2" } });
}
