import { ENTITY_WORDS } from "@/lib/entities/words";
import type { Reference } from "@/lib/platform/entities/reference";
import type { Facts, NoticeWords } from "@/lib/platform/entities/words";

const OF_ENTITIES: Readonly<Record<string, NoticeWords>> = Object.assign({}, ...ENTITY_WORDS.map(({ notices }) => notices ?? {}));

/** Notice kinds of everything without an entity description; the other kinds are defined in the entity descriptions. */
export const NOTICE_KINDS = ["mentioned", "comment-resolved", "numbers-due", "numbers-late", "delegated", "sign-in-flood"] as const;

/** A notice with its subject, as far as its reader may read it now. */
export type NoticeRow = {
  id: string;
  kind: string;
  /** ISO instants */
  at: string;
  readAt: string | null;
  /** null: the rules or the clock */
  actorName: string | null;
  /** Its subject, or the subject of its comment, by name. Null: no subject, or not readable. */
  subject: (Reference & { name: string }) | null;
  /** text of the comment */
  comment: string | null;
  facts: Facts | null;
};

/** One sentence, an addition (a quotation, a date), and its link. */
export type NoticeText = { text: string; detail: string | null; href: string };

const QUOTED = 160;
const quote = (body: string) => {
  const line = body.replace(/\s+/g, " ").trim();
  return line.length <= QUOTED ? line : `${line.slice(0, QUOTED - 1).trimEnd()}…`;
};
/**
 * The text of a notice, for the list and the digest mail. Null if the reader may not see its subject, so that they are not told it exists.
 */
export function noticeText(row: NoticeRow): NoticeText | null {
  const { kind, subject, comment, actorName: actor } = row;
  const who = actor ?? "The system";
  const words = OF_ENTITIES[kind];
  if (words !== undefined) {
    if (subject === null) return null;
    const facts = row.facts ?? {};
    const { text, detail = null, at } = words({ actor, who, name: subject.name, facts });
    return { text, detail, href: placeOf(facts.about ?? subject, at) };
  }
  switch (kind) {
    case "numbers-due":
    case "numbers-late": {
      const of = subject === null ? "Values" : `The value of ${subject.name}`;
      return noticeWith(
        `${of} ${subject === null ? "are" : "is"} ${kind === "numbers-due" ? "due" : "late"} on My numbers.`,
        "/my-numbers",
      );
    }
    case "delegated":
      return noticeWith(`${who} named you as their deputy.`, "/", "Their tasks appear in your lists.");
    case "sign-in-flood":
      return noticeWith(
        "Many sign-ins failed, or many password links were requested.",
        "/audit?action=sign-in.flood",
        "The audit log shows how many and for whom. People can still sign in from a browser they have used before.",
      );
    case "mentioned":
    case "comment-resolved":
      if (comment === null || subject === null) return null;
      return noticeWith(
        kind === "mentioned" ? `${who} mentioned you in a comment on ${subject.name}.` : `${who} resolved your comment on ${subject.name}.`,
        placeOf(subject, "comments"),
        quote(comment),
      );
    default:
      return null;
  }
}

const noticeWith = (text: string, href: string, detail: string | null = null): NoticeText => ({ text, detail, href });

/** The page of a thing, and a section on it. */
function placeOf({ type, id }: Reference, at?: string): string {
  const page = ENTITY_WORDS.find((words) => words.type === type)?.hrefOf?.(id);
  return page === undefined ? "/" : `${page}${at === undefined ? "" : `#${at}`}`;
}
