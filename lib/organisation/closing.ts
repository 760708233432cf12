import "server-only";
import type { Held } from "@/lib/platform/entities/description";
import { defineEvent } from "@/lib/platform/events";

/** `first`: what to do about what is in the way, as a sentence. */
export type Closing = { in: Held["in"]; id: string; name: string; first: string };

/** A department or position is about to be closed. A listener throws INVALID while it holds anything open; it knows of what that can be. */
export const closing = defineEvent<Closing>("closing");
