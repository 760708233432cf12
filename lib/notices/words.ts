import { ENTITY_WORDS } from "@/lib/entities/words";
import { formatDate } from "@/lib/format";
import type { NoticeWords } from "@/lib/platform/entities/words";

const OF_ENTITIES: Readonly<Record<string, NoticeWords>> = Object.assign({}, ...ENTITY_WORDS.map(({ notices }) => notices ?? {}));

/** What somebody is told of what is no described entity; the kinds of the others are said by their descriptions. */
export const NOTICE_KINDS = [
  "signal-asked",
  "signal-assigned",
  "signal-explained",
  "signal-escalated",
  "signal-watched",
  "mentioned",
  "comment-resolved",
  "initiative-assigned",
  "action-assigned",
  "numbers-due",
  "numbers-late",
  "delegated",
  "sign-in-flood",
] as const;

/** One notice with what it refers to, as far as its reader may read that at this moment. Null: not referred to, or not readable. */
export type NoticeRow = {
  id: string;
  kind: string;
  /** ISO instants */
  at: string;
  readAt: string | null;
  /** null: the rules or the clock */
  actorName: string | null;
  kpi: { id: string; code: string; name: string } | null;
  /** `source`: the kind of records it is about, when it is not about a KPI. `answerBy`: ISO date. */
  signal: { id: string; answerBy: string | null; source: string | null; cause: string | null } | null;
  comment: { id: string; body: string } | null;
  /** What it is about, or what the comment is about, by its name. */
  subject: { type: string; id: string; name: string } | null;
  initiative: { id: string; code: string; title: string } | null;
  /** `dueOn`: ISO date */
  action: { id: string; title: string; dueOn: string; kpiId: string | null; initiativeId: string | null } | null;
};

/** One sentence, what it adds (a quotation, a date), and where it leads. */
export type NoticeText = { text: string; detail: string | null; href: string };

const QUOTED = 160;
const quote = (body: string) => {
  const line = body.replace(/\s+/g, " ").trim();
  return line.length <= QUOTED ? line : `${line.slice(0, QUOTED - 1).trimEnd()}…`;
};
const by = (day: string | null) => (day === null ? null : `Answer by ${formatDate(day, "medium")}.`);

/**
 * The words of a notice, for the list and for the digest mail alike. Null when what it is about is not there for its reader, who then is
 * not told that it exists.
 */
export function noticeText(row: NoticeRow): NoticeText | null {
  const who = row.actorName ?? "The clock";
  const words = OF_ENTITIES[row.kind];
  if (words !== undefined) return row.subject && noticeWith(words({ actor: who, name: row.subject.name }), placeOf(row));
  if (row.kind === "numbers-due" || row.kind === "numbers-late") {
    const of = row.kpi === null ? "Values" : `The value of ${row.kpi.name}`;
    const verb = row.kpi === null ? "are" : "is";
    return { text: `${of} ${verb} ${row.kind === "numbers-due" ? "due" : "late"} on My numbers.`, detail: null, href: "/my-numbers" };
  }
  if (row.kind === "delegated")
    return { text: `${who} named you as their deputy.`, detail: "What is theirs stands on your lists.", href: "/" };
  if (row.kind === "sign-in-flood")
    return noticeWith(
      "Many sign-ins failed, or many password links were asked for.",
      "/audit?action=sign-in.flood",
      "The audit log says how many and for whom. Whoever uses a browser they have signed in with before still gets in.",
    );
  if (row.kind === "initiative-assigned")
    return row.initiative && noticeWith(`${who} assigned ${row.initiative.code} ${row.initiative.title} to you.`, placeOf(row));
  if (row.kind === "action-assigned")
    return (
      row.action &&
      noticeWith(`${who} gave you an action: ${row.action.title}`, placeOf(row), `Due ${formatDate(row.action.dueOn, "medium")}.`)
    );
  if (row.kind === "mentioned" || row.kind === "comment-resolved") return aboutComment(row, who);
  return aboutSignal(row, who);
}

const noticeWith = (text: string, href: string, detail: string | null = null): NoticeText => ({ text, detail, href });

function aboutComment(row: NoticeRow, who: string): NoticeText | null {
  const where = row.subject?.name;
  if (row.comment === null || where === undefined) return null;
  const text = row.kind === "mentioned" ? `${who} named you in a comment on ${where}.` : `${who} resolved your comment on ${where}.`;
  return noticeWith(text, `${placeOf(row)}#comments`, quote(row.comment.body));
}

function aboutSignal(row: NoticeRow, who: string): NoticeText | null {
  if (row.signal === null) return null;
  const what = row.kpi?.name ?? row.signal.source;
  if (what === null) return null;
  const href = row.kpi === null ? `/signals/${row.signal.id}` : `/kpis/${row.kpi.id}#signals`;
  switch (row.kind) {
    case "signal-asked":
      return noticeWith(`${who} asks you about ${what}.`, href, by(row.signal.answerBy));
    case "signal-assigned":
      return noticeWith(
        `${who} gave you the signal of ${what}.`,
        href,
        row.action && `${row.action.title}, due ${formatDate(row.action.dueOn, "medium")}.`,
      );
    case "signal-explained":
      return noticeWith(`${who} explained ${what}.`, href, row.signal.cause && `Cause: ${row.signal.cause}.`);
    case "signal-escalated":
      return noticeWith(
        row.actorName === null ? `${what} was not answered in time and has come up to you.` : `${who} passes ${what} up to you.`,
        href,
        by(row.signal.answerBy),
      );
    case "signal-watched":
      return noticeWith(`${what}, which you watch, has a new signal.`, href);
    default:
      return null;
  }
}

/** The page of what it is about. */
function placeOf(row: NoticeRow): string {
  const { subject } = row;
  if (subject !== null) return ENTITY_WORDS.find(({ type }) => type === subject.type)?.hrefOf(subject.id) ?? "/";
  const initiative = row.initiative?.id ?? row.action?.initiativeId;
  if (initiative) return `/initiatives/${initiative}`;
  const kpi = row.kpi?.id ?? row.action?.kpiId;
  return kpi ? `/kpis/${kpi}` : "/";
}
