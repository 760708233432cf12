import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { env } from "@/lib/env";
import type { Viewer } from "../authz/viewer";
import { SESSION_COOKIE, SESSION_COOKIE_OPTIONS } from "./options";
import { endSession, viewerOfSession } from "./sessions";

/** Person and session from the signed cookie; does not check whether the session is still valid. */
const claimed = cache(async (): Promise<{ personId: string; sid: string } | null> => {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  if (!token || !env.NEXTAUTH_SECRET) return null;
  const claims = await decode({ token, secret: env.NEXTAUTH_SECRET }).catch(() => null); // forged, or signed with an earlier secret
  if (typeof claims?.sub !== "string" || typeof claims.sid !== "string") return null;
  return { personId: claims.sub, sid: claims.sid };
});

/** The signed-in viewer, or null. Reads session, person and grants from the database once per request. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const session = await claimed();
  return session && viewerOfSession(session.personId, session.sid);
});

/**
 * A function that can check later, outside the request, whether the session is still valid and what its viewer may do then; null if nobody
 * is signed in.
 */
export async function sessionWatch(): Promise<(() => Promise<Viewer | null>) | null> {
  const session = await claimed();
  return session && (() => viewerOfSession(session.personId, session.sid, { seen: false }));
}

/** The secret of this request's session, to tell it from the person's other sessions. */
export const currentSid = async (): Promise<string | null> => (await claimed())?.sid ?? null;

/** Ends this request's session and removes its cookie. Only inside an action. */
export async function closeSession(): Promise<void> {
  const session = await claimed();
  if (session) await endSession(session.personId, session.sid);
  const { name, options } = SESSION_COOKIE_OPTIONS;
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** For pages: the viewer, or a redirect to the sign-in page. */
export async function requireViewer(): Promise<Viewer> {
  return (await currentViewer()) ?? redirect("/sign-in");
}
