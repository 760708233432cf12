import "server-only";
import { AppError, notFound } from "@/lib/errors";
import type { AuditAction } from "@/lib/platform/audit/actions";
import { type AuditEntry, appendAudit } from "@/lib/platform/audit/write";
import { can, type Subject, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Tx } from "@/lib/platform/db/client";
import { once } from "@/lib/platform/db/once";
import { systemFor, writing } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";

/** How rows of one kind are found, named and judged, whatever is done to them. */
export type Entity<Row extends Subject> = {
  /** In a sentence: "This initiative does not exist." */
  word: string;
  /**
   * The row of that id if the viewer may read it, else undefined. `lock`: as it is now, held until the transaction ends. Called without the
   * lock first, so that nobody waits for a row that is not theirs, and holds none.
   */
  load(tx: Tx, viewer: Viewer, id: string, lock: boolean): Promise<Row | undefined>;
  /** How the audit log names it. */
  subjectOf(row: Row): AuditEntry["subject"];
  /** Who may do a verb to a row, where the policy table alone does not say it. */
  may?(viewer: Viewer, verb: Verb, row: Row): boolean;
};

type Doing<Row, Input> = { tx: Tx; sql: Sql; viewer: Viewer; row: Row; input: Input; id: string };

/**
 * What was changed, as the audit log keeps it. `subject` and `departmentId`: of what was made or where it went; left out, those of the row.
 * `answer`: what whoever asked is told beside the id.
 */
type Change = Pick<AuditEntry, "before" | "after"> & Partial<Pick<AuditEntry, "subject" | "departmentId">>;
/** The row says already what was asked for: nothing is written and nothing is logged. */
type Same = { same: true };
type Done<Out> = (Change | Same) & (Record<never, never> extends Out ? { answer?: Out } : { answer: Out });

/**
 * What keeps a second send from doing harm. "once": the form carries a key, and the thing is made once; `id` is that of the new row.
 * "version": the form carries the version it was shown; whoever was overtaken gets CONFLICT with what `current` says now, and the words
 * of `overtaken`. "state": the command itself decides by the locked row, and doing it twice comes to the same.
 */
type Guard<Row, Input> =
  | (Input extends { onceKey: string } ? { guard: "once" } : never)
  | (Input extends { version: number }
      ? Row extends { version: number }
        ? { guard: "version"; current: (row: Row) => Record<string, string>; overtaken?: string | ((row: Row) => string) }
        : never
      : never)
  | { guard: "state" };

type Command<Row extends Subject, Input, Out> = Guard<Row, Input> & {
  verb: Verb;
  audit: AuditAction;
  entity: Entity<Row>;
  /** Which row is asked for: the one that changes, or the one that something is made under. */
  at: (input: Input) => string;
  /** Beyond the verb: what the input asks of the row. FORBIDDEN where it says no. */
  may?: (viewer: Viewer, row: Row, input: Input) => boolean;
  /** Why nothing can be done to the row any more; null when it can. */
  closed?: (row: Row) => string | null;
  /** In whose name rows are read and written: their own, or the installation's, for what nobody reads by themself. */
  as?: "viewer" | "installation";
  isolation?: "ReadCommitted" | "Serializable";
  /** The write itself, and what it changed. Throws INVALID with a field where the input does not fit the row. */
  run: (doing: Doing<Row, Input>) => Promise<Done<Out>>;
};

/**
 * The only way a person changes something: one transaction that loads the row in the viewer's scope (NOT_FOUND outside it), authorises it,
 * locks it, authorises it again as it is under the lock, refuses what was overtaken or sent before, writes, and appends the audit row.
 * None of these can be left out: the types ask for each. Answers the id of the row, or of what was made.
 */
export function defineCommand<Row extends Subject & { id: string }, Input, Out extends object = Record<never, never>>(
  command: Command<Row, Input, Out>,
): (viewer: Viewer, input: Input) => Promise<{ id: string } & Out> {
  const { verb, audit, entity, at, as = "viewer", isolation } = command;

  const open = async (tx: Tx, viewer: Viewer, input: Input, lock: boolean): Promise<Row> => {
    const row = await entity.load(tx, viewer, at(input), lock);
    if (row === undefined) throw notFound(entity.word);
    const allowed = command.may ? command.may(viewer, row, input) : (entity.may ?? can)(viewer, verb, row);
    if (!allowed) throw new AppError("FORBIDDEN", "Your role does not allow this here.");
    return row;
  };

  return (viewer, input) =>
    writing(
      as === "viewer" ? viewer : systemFor(viewer),
      async (tx) => {
        const act = async (made: string | null): Promise<{ id: string } & Out> => {
          await open(tx, viewer, input, false);
          const row = await open(tx, viewer, input, true); // it may have moved between the two
          const closed = command.closed?.(row);
          if (closed) throw new AppError("INVALID", closed);
          if (command.guard === "version") checkVersion(row, input, command);
          const sql = onTx(tx);
          const id = made ?? row.id;
          const done = await command.run({ tx, sql, viewer, row, input, id });
          if (!("same" in done)) {
            const { before, after, subject = entity.subjectOf(row), departmentId = row.departmentId } = done;
            await appendAudit(sql, viewer, { action: audit, subject, departmentId, before, after });
          }
          return { id, ...done.answer } as { id: string } & Out;
        };
        // A second send is answered the id alone: what was said beside it the first time is not kept.
        return command.guard === "once" ? (once(tx, viewer, audit, keyed(input), act) as Promise<{ id: string } & Out>) : act(null);
      },
      isolation,
    );
}

type Overtaken<Row> = { current: (row: Row) => Record<string, string>; overtaken?: string | ((row: Row) => string) };

function checkVersion<Row>(
  row: Row,
  input: unknown,
  { current, overtaken = "Somebody else changed this while you were typing." }: Overtaken<Row>,
): void {
  if (versionOf(row) === versionOf(input)) return;
  throw new AppError("CONFLICT", typeof overtaken === "string" ? overtaken : overtaken(row), { current: current(row) });
}

// What the types of `Guard` promise, said once more where the compiler no longer knows which of them holds.
const versionOf = (of: unknown): number => (of as { version: number }).version;
const keyed = (input: unknown) => input as Readonly<{ onceKey: string }>;
