import "server-only";
import { notFound } from "@/lib/errors";
import { lockInitiative, subjectOf } from "@/lib/initiatives/commands/open-initiative";
import { authoriseWork } from "@/lib/initiatives/rights";
import { authorise, type Verb } from "@/lib/platform/authz/policy";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Place } from "./readers";

export type About = { kpiId: string; initiativeId?: never } | { initiativeId: string; kpiId?: never };
export type CommentSubject = Place & { subject: { type: string; id: string; name: string }; reads: Verb };

/** What a comment is about, in scope and allowed. Throws NOT_FOUND or FORBIDDEN. */
export async function openSubject(tx: Tx, viewer: Viewer, about: About, verb: Verb): Promise<CommentSubject> {
  if (about.kpiId === undefined) {
    const row = await lockInitiative(tx, viewer, about.initiativeId, (seen) => authoriseWork(viewer, verb, seen));
    return { subject: subjectOf(row), departmentId: row.departmentId, ownerId: row.ownerId, companyWide: false, reads: "initiative.read" };
  }
  const [kpi] = await tx.$queryRaw<(Place & { id: string; name: string })[]>(Prisma.sql`
    SELECT k.id::text, k.name, k.department_id::text AS "departmentId", p.holder_id::text AS "ownerId", k.company_wide AS "companyWide"
    FROM kpi k LEFT JOIN position p ON p.id = k.position_id
    WHERE k.id = ${about.kpiId}::uuid AND k.archived_at IS NULL
      AND ${readableKpi(viewer, "k")}`);
  if (!kpi) throw notFound("KPI");
  authorise(viewer, verb, kpi);
  const { id, name, ...place } = kpi;
  return { ...place, subject: { type: "kpi", id, name }, reads: "kpi.read" };
}

export type StoredComment = {
  id: string;
  kpiId: string | null;
  initiativeId: string | null;
  authorId: string;
  body: string;
  resolvedAt: Date | null;
};

/** A comment with what it is about, locked. NOT_FOUND outside the viewer's scope, whichever of the two is. */
export async function openComment(
  tx: Tx,
  viewer: Viewer,
  id: string,
  verb: Verb,
): Promise<{ comment: StoredComment; about: CommentSubject }> {
  const [comment] = await tx.$queryRaw<StoredComment[]>(Prisma.sql`
    SELECT id::text, kpi_id::text AS "kpiId", initiative_id::text AS "initiativeId", author_id::text AS "authorId", body, resolved_at AS "resolvedAt"
    FROM comment WHERE id = ${id}::uuid FOR UPDATE`);
  const at: About | null =
    comment?.kpiId != null ? { kpiId: comment.kpiId } : comment?.initiativeId != null ? { initiativeId: comment.initiativeId } : null;
  if (!comment || !at) throw notFound("comment");
  const about = await openSubject(tx, viewer, at, verb).catch((error: unknown) => {
    throw error instanceof Error && "code" in error && error.code === "NOT_FOUND" ? notFound("comment") : error;
  });
  return { comment, about };
}
