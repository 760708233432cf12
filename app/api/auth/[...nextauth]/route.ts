import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";

type Context = { params: Promise<{ nextauth: string[] }> };
const handler: (request: NextRequest, context: Context) => Promise<Response> = NextAuth(authOptions);

const readable = (text: string) => {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
};

/** The library reads a body of JSON without asking whether it is one, and fails on it; that is answered here. */
async function post(request: NextRequest, context: Context): Promise<Response> {
  const json = request.headers.get("content-type")?.includes("application/json") ?? false;
  if (json && !readable(await request.clone().text())) return Response.json({ message: "This could not be read." }, { status: 400 });
  return handler(request, context);
}

export { handler as GET, post as POST };
