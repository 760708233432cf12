import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { realNow } from "@/lib/clock";
import { env } from "@/lib/env";
import type { Tx } from "@/lib/platform/db/client";
import { hashToken, newToken } from "../links/token";

/** How long a browser is remembered after the last sign-in with it, in days. */
export const DEVICE_DAYS = 90;
/** Browsers remembered per person: the latest. */
const KEPT = 20;

const signature = (token: string, secret: string) => createHmac("sha256", secret).update(`known device ${token}`).digest();

/** Value of the device cookie: a signed secret, so that a made-up one is detected without asking the database. */
const cookieOf = (token: string) => `${token}.${signature(token, env.NEXTAUTH_SECRET ?? "").toString("base64url")}`;

/** The secret in a device cookie; null if there is none or this installation did not sign it. */
export function readDevice(cookie: string | null): string | null {
  const [, token, signed] = /^([\w-]{43})\.([\w-]{43})$/.exec(cookie ?? "") ?? [];
  if (token === undefined || signed === undefined || env.NEXTAUTH_SECRET === undefined) return null;
  const given = Buffer.from(signed, "base64url");
  const right = signature(token, env.NEXTAUTH_SECRET);
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

/** Devices last used before this instant are forgotten. */
export const deviceHorizon = (): Date => new Date(realNow().getTime() - DEVICE_DAYS * 86_400_000);

/**
 * Remembers that somebody signed in with this browser, under a new secret that replaces the former one. Returns the cookie. A browser is
 * known for the person who signed in last.
 */
export async function rememberDevice(tx: Tx, personId: string, former: string | null): Promise<string> {
  const token = newToken();
  if (former !== null) await tx.knownDevice.deleteMany({ where: { idHash: hashToken(former) } });
  await tx.knownDevice.create({ data: { idHash: hashToken(token), personId, lastUsedAt: realNow() }, select: { personId: true } });
  const older = await tx.knownDevice.findMany({
    where: { personId },
    select: { idHash: true },
    orderBy: { lastUsedAt: "desc" },
    skip: KEPT,
  });
  if (older.length > 0) await tx.knownDevice.deleteMany({ where: { idHash: { in: older.map(({ idHash }) => idHash) } } });
  return cookieOf(token);
}

/** Forgets all browsers of a person. Runs in the caller's transaction. */
export const forgetDevices = (tx: Tx, personId: string): Promise<unknown> => tx.knownDevice.deleteMany({ where: { personId } });
