import { z } from "zod";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { id, idempotencyKey, isoDate, optionalText, text } from "@/lib/fields";
import { reference } from "@/lib/platform/entities/reference";

const body = text(4_000, { lines: true });

/** Types that can be commented on; lib/comments/subject.ts asks each description. */
const about = reference(ENTITY_WORDS.map(({ type }) => type));

/** A comment on one thing. People are mentioned in the text, as "@" and their name. */
export const WriteCommentInput = z.strictObject({ idempotencyKey, about, body });
export type WriteCommentInput = z.output<typeof WriteCommentInput>;

/** Resolved, or open again. */
export const ResolveCommentInput = z.strictObject({ id, resolved: z.enum(["yes", "no"]) });
export type ResolveCommentInput = z.output<typeof ResolveCommentInput>;

/** An action created from a comment: who, what, by when. */
export const CommentActionInput = z.strictObject({ idempotencyKey, commentId: id, title: text(200), ownerId: id, dueOn: isoDate });
export type CommentActionInput = z.output<typeof CommentActionInput>;

/** Who can be named: people who may read the subject, one of whose names begins so. Nobody where no subject is given. */
export const MentionQuery = z.strictObject({ about: about.optional(), q: optionalText(80) });
export type MentionQuery = z.output<typeof MentionQuery>;
