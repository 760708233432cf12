import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { endSession } from "./sessions";
import { clientAddress } from "./sign-in/address";
import { DEVICE_DAYS } from "./sign-in/device";
import { type SignIn, signIn } from "./sign-in/sign-in";

const origin = new URL(env.APP_ORIGIN);
const secure = origin.protocol === "https:";
// Cookies do not know ports: two installations on one host would otherwise sign each other out.
const prefix = `${secure ? "__Host-" : ""}coo${origin.port ? `-${origin.port}` : ""}`;
export const SESSION_COOKIE = `${prefix}.session`;

const cookie = (name: string) => ({ name: `${prefix}.${name}`, options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure } });

export const SESSION_COOKIE_OPTIONS = cookie("session");

const device = cookie("device");
/** By which a browser is known that somebody has signed in with; it opens nothing by itself. */
export const DEVICE_COOKIE = { name: device.name, options: { ...device.options, maxAge: DEVICE_DAYS * 24 * 60 * 60 } };

/** What came of a sign-in besides the session: the cookie of the device, or why it was refused unread. */
export type SignInNews = { device?: string; refused?: AppError };

/**
 * The session's cookie holds who and which session, nothing else; what they may do is looked up on every request (lib/platform/auth/session.ts).
 * `news` is filled in by a sign-in: the library carries neither a second cookie nor a status of our own.
 */
export const authOptions = (deviceCookie: string | null, news: SignInNews): NextAuthOptions => ({
  secret: env.NEXTAUTH_SECRET ?? "",
  session: { strategy: "jwt", maxAge: 24 * 60 * 60 },
  pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
  cookies: { sessionToken: SESSION_COOKIE_OPTIONS, csrfToken: cookie("csrf"), callbackUrl: cookie("callback") },
  providers: [
    Credentials({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      async authorize(input, request) {
        const headers = new Headers(request.headers);
        let found: SignIn | null;
        try {
          found = await signIn(input, clientAddress(headers), headers.get("user-agent"), deviceCookie);
        } catch (error) {
          // The library puts the words of any error into the address it answers.
          if (!(error instanceof AppError)) log.error({ err: error }, "sign-in failed");
          news.refused = error instanceof AppError ? error : new AppError("UNAVAILABLE", "Sign-in is not available at the moment.");
          return null;
        }
        if (!found) return null;
        news.device = found.device;
        return { id: found.personId, name: found.name, email: found.email, sid: found.sid };
      },
    }),
  ],
  callbacks: {
    // The library's own fails on what is no address at all, and keeps any length of one in a cookie.
    redirect: ({ url, baseUrl }) =>
      url.length <= 2_000 && URL.canParse(url, baseUrl) && new URL(url, baseUrl).origin === baseUrl ? new URL(url, baseUrl).href : baseUrl,
    // `user` is there only at sign-in; what a browser sends at an update is not looked at.
    jwt: ({ token, user }) => (user && "sid" in user ? { sub: user.id, sid: user.sid } : { sub: token.sub ?? "", sid: token.sid }),
    session: ({ session }) => ({ expires: session.expires }),
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token?.sub === "string" && typeof token.sid === "string") await endSession(token.sub, token.sid);
    },
  },
});
