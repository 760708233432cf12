import { z } from "zod";
import { AppError } from "@/lib/errors";
import { isFull, openStream } from "@/lib/platform/live/stream";
import { defineStream } from "@/lib/platform/web/route";

export const dynamic = "force-dynamic";

/** `since`: when the requesting page was rendered, in milliseconds; unknown if omitted. */
const Live = z.strictObject({
  since: z
    .string()
    .regex(/^\d{1,15}$/)
    .default("0")
    .transform(Number),
});

export const GET = defineStream(Live, (viewer, { since }, { again, aborted }) => {
  if (isFull()) throw new AppError("UNAVAILABLE", "Too many pages are listening at the moment.");
  return openStream({ viewer, again, since, aborted });
});
