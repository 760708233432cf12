import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { INITIATIVE } from "@/lib/initiatives/commands/open-initiative";
import { mayWork } from "@/lib/initiatives/rights";
import type { AuditEntry } from "@/lib/platform/audit/write";
import { can, type Verb } from "@/lib/platform/authz/policy";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Entity } from "@/lib/platform/commands/define-command";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Place } from "./readers";

export type About = { kpiId: string; initiativeId?: never } | { initiativeId: string; kpiId?: never };
/** What is commented on, as "kpi:<id>" or "initiative:<id>". */
export const aboutOf = (about: About): string => (about.kpiId === undefined ? `initiative:${about.initiativeId}` : `kpi:${about.kpiId}`);

export type CommentSubject = Place & { id: string; subject: AuditEntry["subject"]; reads: Verb };

/** What a comment is about, by `aboutOf`: an initiative, open or closed, or a KPI in use. */
export const COMMENTED: Entity<CommentSubject> = {
  word: "page",
  load: async (tx, viewer, about, lock) => {
    const [type, id = ""] = about.split(":");
    if (type === "initiative") {
      const row = await INITIATIVE.load(tx, viewer, id, lock);
      if (row === undefined) throw notFound(INITIATIVE.word);
      const { departmentId, ownerId } = row;
      return { id, subject: INITIATIVE.subjectOf(row), departmentId, ownerId, companyWide: false, reads: "initiative.read" };
    }
    const [kpi] = await tx.$queryRaw<(Place & { id: string; name: string })[]>(Prisma.sql`
      SELECT k.id::text, k.name, k.department_id::text AS "departmentId", p.holder_id::text AS "ownerId", k.company_wide AS "companyWide"
      FROM kpi k LEFT JOIN position p ON p.id = k.position_id WHERE k.id = ${id}::uuid AND k.archived_at IS NULL AND ${readableKpi(viewer, "k")}`);
    if (!kpi) throw notFound("KPI");
    const { name, ...place } = kpi;
    return { ...place, subject: { type: "kpi", id, name }, reads: "kpi.read" };
  },
  subjectOf: ({ subject }) => subject,
  may: (viewer, verb, row) => (row.reads === "initiative.read" ? mayWork : can)(viewer, verb, row),
};

/** The same outside a command, to ask who may read there. Throws NOT_FOUND or FORBIDDEN. */
export async function openSubject(tx: Tx, viewer: Viewer, about: About, verb: Verb): Promise<CommentSubject> {
  const row = await COMMENTED.load(tx, viewer, aboutOf(about), false);
  if (row === undefined) throw notFound(COMMENTED.word);
  if (!COMMENTED.may?.(viewer, verb, row)) throw new AppError("FORBIDDEN", "Your role does not allow this here.");
  return row;
}

type StoredComment = {
  id: string;
  kpiId: string | null;
  initiativeId: string | null;
  authorId: string;
  body: string;
  resolvedAt: Date | null;
};

/** A comment with what it is about. Not there where the viewer may not read that. */
export const COMMENT: Entity<StoredComment & { about: CommentSubject } & Place> = {
  word: "comment",
  load: async (tx, viewer, id, lock) => {
    const [comment] = await tx.$queryRaw<StoredComment[]>(Prisma.sql`
      SELECT id::text, kpi_id::text AS "kpiId", initiative_id::text AS "initiativeId", author_id::text AS "authorId", body, resolved_at AS "resolvedAt"
      FROM comment WHERE id = ${id}::uuid ${lock ? Prisma.sql`FOR UPDATE` : Prisma.empty}`);
    if (comment === undefined) return undefined;
    const about = await COMMENTED.load(
      tx,
      viewer,
      comment.kpiId === null ? `initiative:${comment.initiativeId}` : `kpi:${comment.kpiId}`,
      lock,
    ).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "NOT_FOUND") return undefined;
      throw error;
    });
    if (about === undefined) return undefined;
    const { departmentId, ownerId, companyWide } = about;
    return { ...comment, about, departmentId, ownerId, companyWide };
  },
  subjectOf: ({ about }) => about.subject,
  may: (viewer, verb, { about }) => COMMENTED.may?.(viewer, verb, about) ?? false,
};
