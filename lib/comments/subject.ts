import "server-only";
import { ENTITIES } from "@/lib/entities";
import { AppError, notFound } from "@/lib/errors";
import type { AuditEntry } from "@/lib/platform/audit/write";
import { can, type Verb } from "@/lib/platform/authz/policy";
import type { Place } from "@/lib/platform/authz/readers";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { Reference } from "@/lib/platform/entities/reference";

const COMMENTED_ON = new Map(
  ENTITIES.flatMap(({ words, reads, comments }) => (comments ? [[words.type, { reads, comments }] as const] : [])),
);

export type CommentSubject = Place & {
  id: string;
  subject: AuditEntry["subject"];
  reads: Verb;
  may: (viewer: Viewer, verb: Verb) => boolean;
};

/** The subject of a comment: anything whose entity description allows comments. */
export const COMMENTED: Entity<CommentSubject, Reference> = {
  word: "page",
  load: async (sql, viewer, { type, id }, lock) => {
    const entity = COMMENTED_ON.get(type);
    if (entity === undefined) return undefined;
    const { comments, reads } = entity;
    const row = await comments.load(sql, viewer, id, lock);
    if (row === undefined) throw notFound(comments.word);
    const { departmentId, ownerId = null, companyWide = false } = row;
    if (departmentId === null) return undefined; // something without a department has no readers to mention
    const may = (who: Viewer, verb: Verb) => (comments.may ? comments.may(who, verb, row) : can(who, verb, row));
    return { id, subject: comments.subjectOf(row), departmentId, ownerId, companyWide, reads, may };
  },
  subjectOf: ({ subject }) => subject,
  may: (viewer, verb, row) => row.may(viewer, verb),
};

type StoredComment = { id: string; subjectType: string; subjectId: string; authorId: string; body: string; resolvedAt: Date | null };

/** A comment with its subject. Not found if the viewer may not read the subject. */
export const COMMENT: Entity<StoredComment & { about: CommentSubject } & Place> = {
  word: "comment",
  load: async (sql, viewer, id, lock) => {
    const [comment] = await sql.query<StoredComment>(Prisma.sql`
      SELECT id::text, subject_type AS "subjectType", subject_id::text AS "subjectId", author_id::text AS "authorId", body, resolved_at AS "resolvedAt"
      FROM comment c WHERE id = ${id}::uuid ${lockRows(lock, "c")}`);
    if (comment === undefined) return undefined;
    const about = await COMMENTED.load(sql, viewer, { type: comment.subjectType, id: comment.subjectId }, lock).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "NOT_FOUND") return undefined;
      throw error;
    });
    if (about === undefined) return undefined;
    const { departmentId, ownerId, companyWide } = about;
    return { ...comment, about, departmentId, ownerId, companyWide };
  },
  subjectOf: ({ about }) => about.subject,
  may: (viewer, verb, { about }) => about.may(viewer, verb),
};
