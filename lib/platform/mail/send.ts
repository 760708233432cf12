import "server-only";
import { createTransport, type Transporter } from "nodemailer";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { type MailContent, oneLine, renderMail } from "./layout";

export type MailState = { configured: true; from: string; server: string } | { configured: false; missing: readonly string[] };

/** Whether mail can be sent, by which server and with which sender; never the password. */
export function mailState(): MailState {
  if (env.SMTP_URL !== undefined && env.MAIL_FROM !== undefined) {
    const { hostname, port, protocol } = new URL(env.SMTP_URL);
    return {
      configured: true,
      from: env.MAIL_FROM,
      server: `${hostname}${port === "" ? "" : `:${port}`}${protocol === "smtps:" ? " (TLS)" : ""}`,
    };
  }
  const missing = [env.SMTP_URL === undefined && "SMTP_URL", env.MAIL_FROM === undefined && "MAIL_FROM"];
  return { configured: false, missing: missing.filter((name) => name !== false) };
}

// Short enough that the job finishes before its heartbeat expires, whatever the mail server does.
const LIMITS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

let transport: Transporter | undefined;
function transporter(url: string): Transporter {
  transport ??= createTransport({ url, ...LIMITS, disableFileAccess: true, disableUrlAccess: true });
  return transport;
}

/** The host of the installation, for the end of a Message-ID. */
const host = () => new URL(env.APP_ORIGIN).hostname;

/**
 * Sends one mail. `key` identifies it permanently: if the same mail is sent again, after a crash between the server's answer and our note
 * of it, it has the same Message-ID, by which mail servers and readers drop the duplicate. Throws UNAVAILABLE if mail is not set up, and
 * the server's message if it refuses.
 */
export async function sendMail(to: { name: string; email: string }, subject: string, key: string, content: MailContent): Promise<void> {
  if (env.SMTP_URL === undefined || env.MAIL_FROM === undefined)
    throw new AppError("UNAVAILABLE", "Mail is not set up: SMTP_URL and MAIL_FROM are needed.");
  const { text, html } = renderMail(content);
  await transporter(env.SMTP_URL).sendMail({
    from: env.MAIL_FROM,
    to: { name: oneLine(to.name), address: to.email },
    subject: oneLine(subject),
    messageId: `<${key}@${host()}>`,
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    text,
    html,
  });
}
