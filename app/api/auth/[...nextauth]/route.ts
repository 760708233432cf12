import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import NextAuth from "next-auth";
import { env } from "@/lib/env";
import type { AppError } from "@/lib/errors";
import { authOptions, DEVICE_COOKIE, type SignInNews } from "@/lib/platform/auth/options";
import { retryAfter } from "@/lib/platform/auth/sign-in/sign-in";

type Context = { params: Promise<{ nextauth: string[] }> };

const readable = (text: string) => {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
};

/** A sign-in refused without checking the password: the library would answer 401. It reads the sentence from the address. */
const refusal = (error: AppError) =>
  NextResponse.json(
    { url: `${env.APP_ORIGIN}/sign-in?${new URLSearchParams({ error: error.message })}` },
    {
      status: error.code === "TOO_MANY" ? 429 : 503,
      headers: { "cache-control": "no-store", "retry-after": String(retryAfter(error)) },
    },
  );

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const news: SignInNews = {};
  const answer: Response = await NextAuth(request, context, authOptions(request.cookies.get(DEVICE_COOKIE.name)?.value ?? null, news));
  if (news.refused) return refusal(news.refused);
  if (news.device === undefined) return answer;
  const known = new NextResponse(answer.body, answer);
  known.cookies.set(DEVICE_COOKIE.name, news.device, DEVICE_COOKIE.options);
  return known;
}

/** The library parses a JSON body without checking it, and fails on an invalid one; this answers instead. */
async function post(request: NextRequest, context: Context): Promise<Response> {
  const json = request.headers.get("content-type")?.includes("application/json") ?? false;
  if (json && !readable(await request.clone().text())) return Response.json({ message: "This could not be read." }, { status: 400 });
  return handle(request, context);
}

export { handle as GET, post as POST };
