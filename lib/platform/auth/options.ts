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
// Cookies are shared between ports: without the prefix two installations on one host would sign each other out.
const prefix = `${secure ? "__Host-" : ""}coo${origin.port ? `-${origin.port}` : ""}`;
export const SESSION_COOKIE = `${prefix}.session`;

const cookie = (name: string) => ({ name: `${prefix}.${name}`, options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure } });

export const SESSION_COOKIE_OPTIONS = cookie("session");

const device = cookie("device");
/** Cookie that identifies a known browser: one that somebody has signed in with. It grants no access by itself. */
export const DEVICE_COOKIE = { name: device.name, options: { ...device.options, maxAge: DEVICE_DAYS * 24 * 60 * 60 } };

/** Results of a sign-in besides the session: the device cookie, or why the attempt was refused without checking the password. */
export type SignInNews = { device?: string; refused?: AppError };

/**
 * The session cookie holds only the person and the session; rights are looked up on every request (lib/platform/auth/session.ts). A sign-in
 * fills in `news`, because the library supports neither a second cookie nor a status of our own.
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
          // The library puts the message of any error into the redirect address.
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
    // The library's default throws on invalid addresses, and stores addresses of any length in a cookie.
    redirect: ({ url, baseUrl }) =>
      url.length <= 2_000 && URL.canParse(url, baseUrl) && new URL(url, baseUrl).origin === baseUrl ? new URL(url, baseUrl).href : baseUrl,
    // `user` is set only at sign-in; data a browser sends with an update is ignored.
    jwt: ({ token, user }) => (user && "sid" in user ? { sub: user.id, sid: user.sid } : { sub: token.sub ?? "", sid: token.sid }),
    session: ({ session }) => ({ expires: session.expires }),
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token?.sub === "string" && typeof token.sid === "string") await endSession(token.sub, token.sid);
    },
  },
});
