import { z } from "zod";
import { text } from "@/lib/fields";
import { EMAIL_FORM, EMAIL_MAX, sameEmail } from "./links/email-address";

/** The form in which it is stored. */
export const email = z
  .string({ error: "Enter an e-mail address." })
  .trim()
  .max(EMAIL_MAX, { error: `Use at most ${EMAIL_MAX} characters.`, abort: true })
  .regex(EMAIL_FORM, { error: "Enter an e-mail address, such as name@company.com." })
  .transform(sameEmail);

/** As typed: trimming or folding would weaken it. passwordProblem decides which passwords can be chosen. */
export const password = z
  .string({ error: "Enter a password." })
  .min(1, { error: "Enter a password." })
  .max(512, { error: "Use at most 128 characters." })
  .refine((p) => !p.includes("\0"), { error: "This contains characters that cannot be typed." });

/** The secret of a one-time link: 32 bytes in base64url. */
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, { error: "This link is incomplete. Copy all of it." });

export const RedeemLinkInput = z.strictObject({ token, password });
export type RedeemLinkInput = z.output<typeof RedeemLinkInput>;

export const FirstAdministratorInput = z.strictObject({ token, name: text(200), email, password, company: text(120) });
export type FirstAdministratorInput = z.output<typeof FirstAdministratorInput>;

export const ForgotPasswordInput = z.strictObject({ email });
export type ForgotPasswordInput = z.output<typeof ForgotPasswordInput>;
