import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, to be shown or sent once. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** The form in which a token is stored: its SHA-256. Random input of this length needs no salt. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash("sha256").update(token).digest());
