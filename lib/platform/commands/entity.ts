import "server-only";
import { AppError, notFound } from "@/lib/errors";
import type { AuditEntry } from "@/lib/platform/audit/write";
import { can, type Subject, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import type { Sql } from "@/lib/platform/db/sql";

export type Id = { id: string };

/** How rows of one kind are found, named and judged, whatever is done to them. */
export type Entity<Row extends Subject, Key = string, Who = Viewer> = {
  /** In a sentence: "This initiative does not exist." */
  word: string;
  /**
   * The row of that key if the viewer may read it, else undefined. `lock`: as it is now, held until the transaction ends. Called without the
   * lock first, so that nobody waits for a row that is not theirs, and holds none.
   */
  load(sql: Sql, who: Who, key: Key, lock: boolean): Promise<Row | undefined>;
  /** How the audit log names it. */
  subjectOf(row: Row): AuditEntry["subject"];
  /** Who may do a verb to a row, where the policy table alone does not say it. It may throw a refusal in words of its own. */
  may?(viewer: Viewer, verb: Verb, row: Row): boolean;
};

/** What is asked of a row: a verb, or what `may` says in its stead. */
export type Asked<Row, Key> = { verb: Verb | null; key: Key; may?: (viewer: Viewer, row: Row) => boolean };

/** The row, if it is in scope and allowed. Throws NOT_FOUND or FORBIDDEN. The operator ("system") is asked for no right. */
export async function loadAllowed<Row extends Subject, Key, Who extends Viewer | "system" = Viewer>(
  sql: Sql,
  who: Who,
  entity: Entity<Row, Key, Who>,
  { verb, key, may }: Asked<Row, Key>,
  lock = false,
): Promise<Row> {
  const row = await entity.load(sql, who, key, lock);
  if (row === undefined) throw notFound(entity.word);
  const allowed = who === "system" || (may ? may(who, row) : verb === null || (entity.may ?? can)(who, verb, row));
  if (!allowed) throw new AppError("FORBIDDEN", "Your role does not allow this here.");
  return row;
}

/** The same, locked: looked at first, and judged again by what it says under the lock, since it may have moved between the two. */
export async function loadLocked<Row extends Subject, Key, Who extends Viewer | "system" = Viewer>(
  sql: Sql,
  who: Who,
  entity: Entity<Row, Key, Who>,
  asked: Asked<Row, Key>,
): Promise<Row> {
  await loadAllowed(sql, who, entity, asked);
  return loadAllowed(sql, who, entity, asked, true);
}

/** The end of a statement of `load`: with the lock, the rows of these tables are held. */
export const lockRows = (lock: boolean, ...aliases: [string, ...string[]]): Prisma.Sql =>
  lock ? Prisma.sql`FOR UPDATE OF ${Prisma.join(aliases.map(identifier))}` : Prisma.empty;

/** The same for a row that something is put into: it stays as it is (a department, open) meanwhile, and others may put something there, too. */
export const lockRowsShared = (lock: boolean, alias: string): Prisma.Sql =>
  lock ? Prisma.sql`FOR KEY SHARE OF ${identifier(alias)}` : Prisma.empty;

/** What there is one of: the installation and all that belongs to it. */
export const INSTALLATION: Entity<Id & { departmentId: null }, null> = {
  word: "installation",
  load: async () => ({ id: "installation", departmentId: null }),
  subjectOf: ({ id }) => ({ type: "installation", id, name: "" }),
};

/** The viewer themself. */
export const OWN: Entity<Id & Pick<Viewer, "name" | "departmentId">, null> = {
  word: "person",
  load: async (_sql, { personId, name, departmentId }) => ({ id: personId, name, departmentId }),
  subjectOf: ({ id, name }) => ({ type: "person", id, name }),
};
