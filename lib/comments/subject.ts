import "server-only";
import { AppError, notFound } from "@/lib/errors";
import { INITIATIVE } from "@/lib/initiatives/commands/open-initiative";
import { mayWork } from "@/lib/initiatives/rights";
import type { AuditEntry } from "@/lib/platform/audit/write";
import { can, type Verb } from "@/lib/platform/authz/policy";
import { readableKpi } from "@/lib/platform/authz/readable";
import { type Entity, held } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import type { Place } from "./readers";

export type About = { kpiId: string; initiativeId?: never } | { initiativeId: string; kpiId?: never };

export type CommentSubject = Place & { id: string; subject: AuditEntry["subject"]; reads: Verb };

/** What a comment is about: an initiative, open or closed, or a KPI in use. */
export const COMMENTED: Entity<CommentSubject, About> = {
  word: "page",
  load: async (sql, viewer, about, lock) => {
    if (about.kpiId === undefined) {
      const row = await INITIATIVE.load(sql, viewer, about.initiativeId, lock);
      if (row === undefined) throw notFound(INITIATIVE.word);
      const { id, departmentId, ownerId } = row;
      return { id, subject: INITIATIVE.subjectOf(row), departmentId, ownerId, companyWide: false, reads: "initiative.read" };
    }
    const [kpi] = await sql.query<Place & { id: string; name: string }>(Prisma.sql`
      SELECT k.id::text, k.name, k.department_id::text AS "departmentId", p.holder_id::text AS "ownerId", k.company_wide AS "companyWide"
      FROM kpi k LEFT JOIN position p ON p.id = k.position_id WHERE k.id = ${about.kpiId}::uuid AND k.archived_at IS NULL AND ${readableKpi(viewer, "k")}`);
    if (!kpi) throw notFound("KPI");
    const { name, ...place } = kpi;
    return { ...place, subject: { type: "kpi", id: kpi.id, name }, reads: "kpi.read" };
  },
  subjectOf: ({ subject }) => subject,
  may: (viewer, verb, row) => (row.reads === "initiative.read" ? mayWork : can)(viewer, verb, row),
};

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
  load: async (sql, viewer, id, lock) => {
    const [comment] = await sql.query<StoredComment>(Prisma.sql`
      SELECT id::text, kpi_id::text AS "kpiId", initiative_id::text AS "initiativeId", author_id::text AS "authorId", body, resolved_at AS "resolvedAt"
      FROM comment c WHERE id = ${id}::uuid ${held(lock, "c")}`);
    if (comment === undefined) return undefined;
    const { kpiId, initiativeId } = comment;
    const of = kpiId === null ? { initiativeId: initiativeId ?? "" } : { kpiId };
    const about = await COMMENTED.load(sql, viewer, of, lock).catch((error: unknown) => {
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
