import type { IsoDate } from "@/lib/calendar/dates";
import { wallClock } from "@/lib/calendar/time-zone";
import { formatInstant } from "@/lib/format";
import { weekdayOf } from "@/lib/initiatives/words/phrases";
import { type Piece, piecesOf } from "./mention-text";

type Row = {
  id: string;
  authorName: string;
  body: string;
  at: string;
  resolvedAt: string | null;
  resolvedBy: string | null;
  mentions: readonly string[];
  action: { title: string; ownerName: string; done: boolean } | null;
};
export type CommentItem = {
  id: string;
  authorName: string;
  whenText: string;
  pieces: Piece[];
  resolvedText: string | null;
  actionText: string | null;
};

/** A comment in a list: "Mon 2 June, 09:12", "settled by Peter Krebs on Mon 2 June". */
export function commentItem(
  { id, authorName, body, at, resolvedAt, resolvedBy, mentions, action }: Row,
  today: IsoDate,
  timeZone: string,
): CommentItem {
  const day = (instant: string) => weekdayOf(wallClock(instant, timeZone).day, today);
  return {
    id,
    authorName,
    whenText: `${day(at)}, ${formatInstant(at, timeZone).slice(-5)}`,
    pieces: piecesOf(body, mentions),
    resolvedText: resolvedAt === null ? null : `Resolved by ${resolvedBy ?? "somebody"} on ${day(resolvedAt)}.`,
    actionText: action && `${action.title}, ${action.ownerName}${action.done ? ", done" : ""}`,
  };
}
