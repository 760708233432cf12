import "server-only";
import { env } from "@/lib/env";
import { checkAnchors } from "@/lib/platform/audit/anchors";
import { type Change, changesOf, type Names, referencesOf } from "@/lib/platform/audit/changes";
import { type ChainState, verifyChain } from "@/lib/platform/audit/verify";
import { can, canSomewhere } from "@/lib/platform/authz/policy";
import { readable } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { containsPattern } from "@/lib/platform/db/like";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { AuditFilter } from "./filter";
import { ACTION_WORDS } from "./words";

export const AUDIT_PAGE = 50;

export type AuditRow = {
  id: string;
  /** Instant, ISO. */
  at: string;
  actorName: string;
  /** "signed in", "recorded a value" */
  action: string;
  subjectType: string;
  subjectId: string | null;
  /** Null if it belongs to figures that the viewer may not read. */
  subjectName: string | null;
  changes: Change[];
  /** The event is listed without its content, because it belongs to figures that the viewer may not read. */
  withheld: boolean;
};
/** next: id before which the next page begins; null on the last page. */
export type AuditPage = { rows: AuditRow[]; next: string | null };

/** Subjects about people and access, which every reader of the log may read in full. All others are figures of a department. */
const ABOUT_ACCESS = ["access", "session", "sign-in", "account", "grant", "person", "installation", "import", "backup"];

const mayRead = (viewer: Viewer) => canSomewhere(viewer, "audit.read") && can(viewer, "audit.read", { departmentId: null });

/** Names for those ids. One statement per page, none if there are no ids. */
async function namesOf(sql: Sql, ids: readonly string[]): Promise<Names> {
  if (ids.length === 0) return new Map();
  const given = [...new Set(ids)];
  const rows = await sql.query<{ id: string; name: string }>(Prisma.sql`
    SELECT id::text, name FROM person WHERE id = ANY (${given}::uuid[]) UNION ALL SELECT id::text, name FROM department WHERE id = ANY (${given}::uuid[])
    UNION ALL SELECT id::text, title FROM position WHERE id = ANY (${given}::uuid[]) UNION ALL SELECT id::text, name FROM kpi WHERE id = ANY (${given}::uuid[])`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** One page of the log, newest first, with `size` entries. Null if the viewer may not read it. */
export async function listAudit(viewer: Viewer, filter: AuditFilter, size = AUDIT_PAGE): Promise<AuditPage | null> {
  if (!mayRead(viewer)) return null;
  type Row = Omit<AuditRow, "changes" | "withheld" | "action"> & { action: string; before: unknown; after: unknown; open: boolean };
  const open = Prisma.sql`(${readable(viewer, "e")} OR split_part(e.action, '.', 1) = ANY (${ABOUT_ACCESS}))`;
  // A filter on names must not reveal what the rows themselves hide.
  const subject =
    filter.subject === null
      ? Prisma.sql`true`
      : Prisma.sql`${open} AND (e.subject_id = ${filter.subject} OR e.subject_name ILIKE ${containsPattern(filter.subject)})`;
  const { rows, names } = await reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const rows = await sql.query<Row>(Prisma.sql`
      SELECT e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, e.actor_name AS "actorName", e.action,
        e.subject_type AS "subjectType", CASE WHEN ${open} THEN e.subject_id END AS "subjectId",
        CASE WHEN ${open} THEN e.subject_name END AS "subjectName", CASE WHEN ${open} THEN e.before END AS before,
        CASE WHEN ${open} THEN e.after END AS after, ${open} AS open
      FROM audit_event e
      WHERE (${filter.before}::bigint IS NULL OR e.id < ${filter.before}::bigint)
        AND (${filter.action}::text IS NULL OR e.action = ${filter.action})
        AND (${filter.person}::text IS NULL OR e.actor_name ILIKE ${containsPattern(filter.person ?? "")})
        AND ${subject}
      ORDER BY e.id DESC LIMIT ${size + 1}`);
    const shown = rows.slice(0, size);
    return {
      rows,
      names: await namesOf(
        sql,
        shown.flatMap(({ before, after }) => referencesOf(before, after)),
      ),
    };
  });
  const page = rows.slice(0, size).map(({ before, after, open: whole, action, ...row }) => ({
    ...row,
    action: ACTION_WORDS[action] ?? action,
    changes: changesOf(before, after, names),
    withheld: !whole,
  }));
  return { rows: page, next: rows.length > size ? (page.at(-1)?.id ?? null) : null };
}

/** With more entries the check takes seconds and is left to the command line. */
const CHECKED_HERE = 200_000;

/**
 * The state of the chain and of its anchors; "long" if there are too many entries to check while somebody waits. Null if the viewer may not
 * read the log.
 */
export async function getChainState(viewer: Viewer): Promise<ChainState | "long" | null> {
  if (!mayRead(viewer)) return null;
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const [last] = await sql.query<{ id: string }>(Prisma.sql`SELECT coalesce(max(id), 0)::text AS id FROM audit_event`);
    if (Number(last?.id ?? 0) > CHECKED_HERE) return "long";
    const chain = await verifyChain(sql);
    const anchored = env.AUDIT_ANCHORS === undefined ? null : await checkAnchors(sql, env.AUDIT_ANCHORS);
    return { ...chain, broken: chain.broken ?? anchored?.broken ?? null };
  });
}
