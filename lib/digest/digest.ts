import type { IsoDate } from "@/lib/calendar/dates";
import { formatDate } from "@/lib/format";
import type { MailContent, MailItem } from "@/lib/platform/mail/layout";

/** When somebody wants their digest, in hours of the company's time zone. Quiet hours may run over midnight; null: none. */
export type DigestWish = {
  digest: "off" | "daily" | "workdays";
  digestHour: number;
  quietFrom: number | null;
  quietTo: number | null;
  /** Day of the last digest. */
  digestOn: IsoDate | null;
};
/** What holds for who never said otherwise. */
export const DEFAULT_WISH = { digest: "workdays", digestHour: 7, quietFrom: null, quietTo: null } as const;

/** Whether an hour is in the quiet ones: from 20 to 6 are the hours 20 to 23 and 0 to 5. The same hour twice is the whole day but nothing else is. */
export function isQuiet(hour: number, { quietFrom, quietTo }: Pick<DigestWish, "quietFrom" | "quietTo">): boolean {
  if (quietFrom === null || quietTo === null) return false;
  return quietFrom <= quietTo ? hour >= quietFrom && hour < quietTo : hour >= quietFrom || hour < quietTo;
}

/**
 * Whether the digest of the day goes out in this hour: once a day, from the wished hour on; where that hour is a quiet one, from the end
 * of the quiet hours on. An hour that was missed is made up for later the same day.
 */
export function isDigestDue(wish: DigestWish, clock: { day: IsoDate; hour: number; weekday: number }): boolean {
  if (wish.digest === "off" || (wish.digest === "workdays" && clock.weekday > 5)) return false;
  if (wish.digestOn !== null && wish.digestOn >= clock.day) return false;
  const from = isQuiet(wish.digestHour, wish) && wish.quietTo !== null ? wish.quietTo : wish.digestHour;
  return clock.hour >= from && !isQuiet(clock.hour, wish);
}

/** The first of so many. */
export type Counted<Row> = { rows: Row[]; total: number };

/** What a digest tells, each as its reader may read it at this moment. Names and dates: no figure leaves by mail. */
export type Digest = {
  signals: Counted<{ name: string; answerBy: IsoDate | null; path: string }>;
  /** explanations to accept, and all that Today lists under decisions */
  decisions: Counted<{ name: string; detail: string | null; path: string }>;
  numbers: { name: string; period: string; dueOn: IsoDate; late: boolean }[];
  notices: { text: string; detail: string | null; path: string }[];
};

/** Of each kind; how many more there are is said. */
export const LISTED = 20;

/** The mail of a digest, or null when there is nothing to tell. `origin`: where the installation is reached. */
export function digestMail(digest: Digest, day: IsoDate, origin: string): { subject: string; content: MailContent } | null {
  const to = (path: string) => `${origin}${path}`;
  const section = (heading: string, items: MailItem[], total = items.length) => {
    const more = total - LISTED;
    return { heading, items: more > 0 ? [...items.slice(0, LISTED), { text: `and ${more} more`, href: to("/") }] : items };
  };
  const date = (iso: IsoDate) => formatDate(iso, "medium");
  const late = digest.numbers.filter((number) => number.late);
  const due = digest.numbers.filter((number) => !number.late);
  const number = ({ name, period, dueOn }: Digest["numbers"][number]) => ({
    text: `${name}, ${period}`,
    detail: `due ${date(dueOn)}`,
    href: to("/my-numbers"),
  });
  const sections = [
    section(
      "Signals to answer",
      digest.signals.rows.map(({ name, answerBy, path }) => ({
        text: name,
        href: to(path),
        ...(answerBy !== null && { detail: `answer by ${date(answerBy)}` }),
      })),
      digest.signals.total,
    ),
    section(
      "Decisions waiting for you",
      digest.decisions.rows.map(({ name, detail, path }) => ({ text: name, href: to(path), ...(detail !== null && { detail }) })),
      digest.decisions.total,
    ),
    section("Numbers that are late", late.map(number)),
    section("Numbers that are due", due.map(number)),
    section(
      "Notifications",
      digest.notices.map(({ text, detail, path }) => ({ text, href: to(path), ...(detail !== null && { detail }) })),
    ),
  ].filter(({ items }) => items.length > 0);
  if (sections.length === 0) return null;
  const counts = [
    count(digest.signals.total, "signal"),
    count(digest.decisions.total, "decision"),
    count(late.length, "late number"),
    count(due.length, "number due", "numbers due"),
    count(digest.notices.length, "notice"),
  ].filter((text) => text !== null);
  return {
    subject: `${counts.join(", ")} on ${date(day)}`,
    content: {
      title: `Your day, ${date(day)}`,
      sections,
      action: { label: "Open Today", href: to("/") },
      foot: "You get this because your account asks for a digest.",
      footLink: { label: "Change the hour or turn it off", href: to("/settings/account#digest") },
    },
  };
}

const count = (n: number, one: string, many = `${one}s`) => (n === 0 ? null : `${n} ${n === 1 ? one : many}`);
