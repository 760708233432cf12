import Link from "next/link";
import { VerbForm } from "@/components/people/forms/verb-form";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { formatAgo, formatInstant } from "@/lib/format";

type Notice = { id: string; text: string; detail: string | null; href: string; at: string; read: boolean };
type Props = { notices: readonly Notice[] /** ISO instant */; now: string; timeZone: string; action: FormActionProp<null> };

/** The viewer's notices, newest first. Unread ones have a mark, a word for screen readers, and bold text. */
export function NoticeList({ notices, now, timeZone, action }: Props) {
  return (
    <ul>
      {notices.map((notice) => (
        <li key={notice.id} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b py-2.5">
          <span aria-hidden="true" className={`mt-1.5 size-2 rounded-full ${notice.read ? "" : "bg-good"}`} />
          <div className="min-w-0 flex-1">
            <Link href={notice.href} className={`text-body underline-offset-2 hover:underline ${notice.read ? "" : "font-semibold"}`}>
              {!notice.read && <span className="sr-only">Unread: </span>}
              {notice.text}
            </Link>
            {notice.detail !== null && <p className="text-table text-muted">{notice.detail}</p>}
          </div>
          <time dateTime={notice.at} title={formatInstant(notice.at, timeZone)} className="text-caption whitespace-nowrap text-muted">
            {ageOf(notice.at, now)}
          </time>
          {!notice.read && (
            <div className="max-md:w-full max-md:pl-6">
              <VerbForm action={action} fields={{ id: notice.id }} label="Mark as read" />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A pinned clock may be earlier than a notice that was just written. */
const ageOf = (at: string, now: string) => formatAgo(at < now ? at : now, now);
