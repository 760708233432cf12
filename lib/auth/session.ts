import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { env } from "@/lib/env";
import { SESSION_COOKIE } from "./options";
import { viewerOfSession } from "./sessions";
import type { Viewer } from "./viewer";

/** Who is asking, or null. Session, person and grants are read from the database once per request. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  if (!token || !env.NEXTAUTH_SECRET) return null;
  const claims = await decode({ token, secret: env.NEXTAUTH_SECRET }).catch(() => null); // forged, or signed by an earlier secret
  if (typeof claims?.sub !== "string" || typeof claims.sid !== "string") return null;
  return viewerOfSession(claims.sub, claims.sid);
});

/** For pages: the viewer, or off to the sign-in page. */
export async function requireViewer(): Promise<Viewer> {
  return (await currentViewer()) ?? redirect("/sign-in");
}
