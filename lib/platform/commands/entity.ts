import "server-only";
import { AppError, notFound } from "@/lib/errors";
import type { AuditEntry } from "@/lib/platform/audit/write";
import { can, type Subject, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { identifier } from "@/lib/platform/db/identifier";
import type { Sql } from "@/lib/platform/db/sql";

export type Id = { id: string };

/** How commands find, name and authorise rows of one kind. */
export type Entity<Row extends Subject, Key = string, Who = Viewer> = {
  /** Used in sentences: "This initiative does not exist." */
  word: string;
  /**
   * The row with that key if the viewer may read it, otherwise undefined. `lock`: the current row, locked until the transaction ends. It is
   * called without the lock first, so that nobody waits for or locks a row they may not see.
   */
  load(sql: Sql, who: Who, key: Key, lock: boolean): Promise<Row | undefined>;
  /** How the audit log identifies the row. */
  subjectOf(row: Row): AuditEntry["subject"];
  /** Whether the viewer may do a verb to a row, if the policy table alone cannot tell. May throw a refusal with its own message. */
  may?(viewer: Viewer, verb: Verb, row: Row): boolean;
};

/** The permission required on a row: a verb, or `may` in its place. */
export type Asked<Row, Key> = { verb: Verb | null; key: Key; may?: (viewer: Viewer, row: Row) => boolean };

/** The row, if it is in scope and allowed. Throws NOT_FOUND or FORBIDDEN. No permission is checked for the operator ("system"). */
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

/** The same with a lock: checked first without it, then checked again on the locked row, which may have changed in between. */
export async function loadLocked<Row extends Subject, Key, Who extends Viewer | "system" = Viewer>(
  sql: Sql,
  who: Who,
  entity: Entity<Row, Key, Who>,
  asked: Asked<Row, Key>,
): Promise<Row> {
  await loadAllowed(sql, who, entity, asked);
  return loadAllowed(sql, who, entity, asked, true);
}

/** End of a `load` statement: locks the rows of these tables if `lock` is set. */
export const lockRows = (lock: boolean, ...aliases: [string, ...string[]]): Prisma.Sql =>
  lock ? Prisma.sql`FOR UPDATE OF ${Prisma.join(aliases.map(identifier))}` : Prisma.empty;

/** The same for a row that gets something added, such as an open department: it cannot change meanwhile, but others may add to it too. */
export const lockRowsShared = (lock: boolean, alias: string): Prisma.Sql =>
  lock ? Prisma.sql`FOR KEY SHARE OF ${identifier(alias)}` : Prisma.empty;

/** The installation itself: a single row. */
export const INSTALLATION: Entity<Id & { departmentId: null }, null> = {
  word: "installation",
  load: async () => ({ id: "installation", departmentId: null }),
  subjectOf: ({ id }) => ({ type: "installation", id, name: "" }),
};

/** The viewer's own person. */
export const OWN: Entity<Id & Pick<Viewer, "name" | "departmentId">, null> = {
  word: "person",
  load: async (_sql, { personId, name, departmentId }) => ({ id: personId, name, departmentId }),
  subjectOf: ({ id, name }) => ({ type: "person", id, name }),
};
