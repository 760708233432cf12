import "server-only";
import pino from "pino";
import { env } from "@/lib/env";

/** One JSON line per event. Must never contain a password, a token or a figure. */
export const log = pino({
  level: env.LOG_LEVEL,
  base: null,
  redact: ["password", "*.password", "token", "*.token", "cookie", "*.cookie", "authorization", "*.authorization"],
});
