import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { env } from "@/lib/env";
import type { Viewer } from "../authz/viewer";
import { SESSION_COOKIE, SESSION_COOKIE_OPTIONS } from "./options";
import { endSession, viewerOfSession } from "./sessions";

/** Person and session that the cookie names, as signed; whether the session still holds is not looked at here. */
const claimed = cache(async (): Promise<{ personId: string; sid: string } | null> => {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  if (!token || !env.NEXTAUTH_SECRET) return null;
  const claims = await decode({ token, secret: env.NEXTAUTH_SECRET }).catch(() => null); // forged, or signed by an earlier secret
  if (typeof claims?.sub !== "string" || typeof claims.sid !== "string") return null;
  return { personId: claims.sub, sid: claims.sid };
});

/** Who is asking, or null. Session, person and grants are read from the database once per request. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await claimed();
  return session && viewerOfSession(session.personId, session.sid);
});

/** How to ask later, outside the request, whether its session still holds and what its viewer may do by then; null: nobody is signed in. */
export async function sessionWatch(): Promise<(() => Promise<Viewer | null>) | null> {
  const session = await claimed();
  return session && (() => viewerOfSession(session.personId, session.sid, { seen: false }));
}

/** The secret of the session this request belongs to, to tell it from the person's others. */
export const currentSid = async (): Promise<string | null> => (await claimed())?.sid ?? null;

/** Ends the session of this request and takes its cookie away. Only inside an action. */
export async function closeSession(): Promise<void> {
  const session = await claimed();
  if (session) await endSession(session.personId, session.sid);
  const { name, options } = SESSION_COOKIE_OPTIONS;
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** For pages: the viewer, or off to the sign-in page. */
export async function requireViewer(): Promise<Viewer> {
  return (await currentViewer()) ?? redirect("/sign-in");
}
