import { z } from "zod";

/** Every environment variable the application reads, checked once. Nothing else touches process.env. */
const Env = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  /** The application's own role, never the owner of the tables. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** The address of this installation, without a slash at the end. */
  APP_ORIGIN: z.url({ protocol: /^https?$/ }).default("http://localhost:3000"),
  NEXTAUTH_SECRET: z.string().min(32).optional(),
  DEMO: z.enum(["0", "1"]).default("0"),
  /** Pins the business clock, e.g. 2014-06-02T08:00:00Z. */
  CLOCK: z.iso.datetime().optional(),
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  DATABASE_POOL: z
    .string()
    .regex(/^\d{1,3}$/)
    .default("10"),
  /** The mail server, e.g. smtps://name:password@mail.company.com; if unset, no mail is sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The sender, e.g. "Command center <coo@company.com>". */
  MAIL_FROM: z
    .string()
    .max(300)
    .regex(/^[^\r\n]*[^\s@<]@[^\s@>]+>?$/)
    .optional(),
  /** Directory for uploaded files; scripts/places.mjs puts it into the data directory. */
  UPLOAD_DIR: z.string().min(1).default(".data-uploads"),
  /**
   * The file to which the end of the audit chain is written every hour; scripts/places.mjs puts it into the data directory. Unset: none.
   */
  AUDIT_ANCHORS: z.string().min(1).optional(),
  /** The migrations this build was made for, separated by commas; set by the build, empty outside it. */
  BUILD_MIGRATIONS: z.string().default(""),
});

const parsed = Env.safeParse({ ...process.env, BUILD_MIGRATIONS: process.env.BUILD_MIGRATIONS });
if (!parsed.success) throw new Error(`Invalid environment:\n${z.prettifyError(parsed.error)}`);
export const env = parsed.data;
