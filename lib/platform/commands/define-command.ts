import "server-only";
import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { AppError } from "@/lib/errors";
import type { AuditAction } from "@/lib/platform/audit/actions";
import { type AuditEntry, appendAudit, appendAudits } from "@/lib/platform/audit/write";
import type { Subject, Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import type { Tx } from "@/lib/platform/db/client";
import { claimIdempotencyKey } from "@/lib/platform/db/idempotency";
import { bulkWriting, type Plans, systemFor, writing } from "@/lib/platform/db/scope";
import { onClient, onTx, type Sql } from "@/lib/platform/db/sql";
import { type Asked, type Entity, type Id, loadLocked } from "./entity";

/**
 * What a command runs with: a person's transaction, or a long-running connection (up to minutes), which the operator's command line can use
 * too.
 */
type Ordinary = { tx: Tx; viewer: Viewer };
type Long = { client: PoolClient; viewer: Viewer | "system" };
type Doing<Row, Input, On> = On & { sql: Sql; row: Row; input: Input; id: string };

/**
 * The change as the audit log stores it. Set `action`, `subject` and `departmentId` only if they differ from those of the command and the
 * row, for example for a new row or when a row moves to another department.
 */
type Change = Pick<AuditEntry, "before" | "after"> & Partial<Pick<AuditEntry, "action" | "subject" | "departmentId">>;
/**
 * One change; `all` for several, in which case the command notifies the listeners itself; or `silent` for no audit row, because nothing
 * changed. `answer`: the command's result; the id by default.
 */
type Done<Out> = (Change | { all: Change[] } | { silent: true }) & (Id extends Out ? { answer?: Out } : { answer: Out });

/**
 * How a command protects against duplicate and outdated submissions, and what the form must send. "key": an idempotency key, so the thing
 * is created once; `id` is the id of the new row. "version": the version the form was opened with; CONFLICT if the row has changed since.
 * "key and version": both. "state": the command decides from the locked row, and running it twice has the same effect as once. Callers that
 * omit an optional key or version (the command line) skip the check.
 */
type Sent = {
  key: { idempotencyKey?: string | undefined };
  version: { version?: number | undefined };
  "key and version": { idempotencyKey: string; version: number };
  state: unknown;
};
type Guard = keyof Sent;
type Held = { key: unknown; version: { version: number }; "key and version": { version: number }; state: unknown };

/** The result of a repeated submission, from the current row. Not needed if the result is just the id of what was made. */
type Again<Row, Input, Out, On> = Id extends Out
  ? { again?: (doing: Doing<Row, Input, On>) => Promise<Out> }
  : { again: (doing: Doing<Row, Input, On>) => Promise<Out> };
/** Current values, returned on a version conflict, and the message that goes with them. */
type Overtaken<Row> = { current: (row: Row) => Record<string, unknown>; overtaken?: string | ((row: Row) => string) };

type Command<Row extends Subject, Key, Input, Out, G extends Guard, On extends Ordinary | Long> = {
  /** Null: no permission is checked except `may`, because the row is the viewer's own or `load` only finds rows they may change. */
  verb: Verb | null;
  /** Null: not audited, because it is a private note of the viewer that nobody else sees. */
  audit: AuditAction | null;
  entity: Entity<Row, Key, On["viewer"]>;
  /** Key of the row to load: the row that changes, or the parent of the new row. */
  at: (input: Input) => Key;
  guard: G;
  /** Replaces the check of `verb` against the policy when given: decides by viewer, row and input. False is FORBIDDEN. */
  may?: (viewer: Viewer, row: Row, input: Input) => boolean;
  /** Why the row can no longer be changed, or null if it can. A string becomes an INVALID error. */
  closed?: (row: Row) => string | AppError | null;
  /** Scope for reading and writing rows: the viewer's, or the installation's for rows that no person can read directly. */
  as?: "viewer" | "installation";
  /** "kept" if planning the statements would take longer than running them. */
  plans?: Plans;
  /** Writes, and returns what changed. Throws INVALID with a field if the input does not fit the row. */
  run: (doing: Doing<Row, Input, On>) => Promise<Done<Out>>;
} & (G extends "key" | "key and version" ? Again<Row, Input, Out, On> : unknown) &
  (G extends "version" | "key and version" ? Overtaken<Row> : unknown);

/**
 * The only way a person changes data. In one transaction it loads the row in the viewer's scope (NOT_FOUND outside it), authorises, locks,
 * authorises again on the locked row, rejects outdated or repeated submissions, writes, and appends the audit row. The types require every
 * one of these parts. Returns the id of the changed or new row, or the command's `answer`.
 */
export function defineCommand<Row extends Subject & Id & Held[G], Input extends Sent[G], Key = string, Out = Id, G extends Guard = Guard>(
  command: Command<Row, Key, Input, Out, G, Ordinary>,
): (viewer: Viewer, input: Input) => Promise<Out> {
  const { audit, entity, guard, as = "viewer", plans } = command;
  return (viewer, input) =>
    writing(
      as === "viewer" ? viewer : systemFor(viewer),
      async (tx) => {
        const [on, sql] = [{ tx, viewer }, onTx(tx)];
        if (guard !== "key" && guard !== "key and version") return perform(command, on, sql, input, null);
        const { idempotencyKey } = sent(input);
        if (idempotencyKey === undefined) return perform(command, on, sql, input, randomUUID());
        const { id, first } = await claimIdempotencyKey(tx, viewer, audit ?? entity.word, { ...sent(input), idempotencyKey });
        if (first) return perform(command, on, sql, input, id);
        const { again } = command as { again?: (doing: Doing<Row, Input, Ordinary>) => Promise<Out> };
        if (again === undefined) return { id } as Out; // the types require `again` in every other case
        return again({ ...on, sql, row: await loadLocked(sql, viewer, entity, asked(command, input)), input, id });
      },
      plans,
    );
}

/**
 * The same for changes that may take minutes: in the installation's scope and on a bare connection. No permission is checked for the
 * operator.
 */
export function defineLongCommand<
  Row extends Subject & Id & Held[G],
  Input extends Sent[G],
  Key = string,
  Out = Id,
  G extends "version" | "state" = "state",
>(command: Command<Row, Key, Input, Out, G, Long>): (actor: Viewer | "system", input: Input) => Promise<Out> {
  return (actor, input) =>
    bulkWriting(systemFor(actor), (client) => perform(command, { client, viewer: actor }, onClient(client), input, null));
}

async function perform<Row extends Subject & Id, Key, Input, Out, G extends Guard, On extends Ordinary | Long>(
  command: Command<Row, Key, Input, Out, G, On>,
  on: On,
  sql: Sql,
  input: Input,
  made: string | null,
): Promise<Out> {
  const { audit, entity } = command;
  const row = await loadLocked<Row, Key, On["viewer"]>(sql, on.viewer, entity, asked(command, input));
  const closed = command.closed?.(row) ?? null;
  if (closed !== null) throw typeof closed === "string" ? new AppError("INVALID", closed) : closed;
  checkVersion(command, row, input);
  const id = made ?? row.id;
  const done = await command.run({ ...on, sql, row, input, id });
  const entry = ({
    before,
    after,
    action = audit ?? undefined,
    subject = entity.subjectOf(row),
    departmentId = row.departmentId,
  }: Change) => (action === undefined ? [] : [{ action, subject, departmentId, before, after }]);
  if ("all" in done) await appendAudits(sql, on.viewer, done.all.flatMap(entry));
  else if (!("silent" in done)) for (const one of entry(done)) await appendAudit(sql, on.viewer, one);
  return ("answer" in done ? done.answer : { id }) as Out; // guaranteed by the type of `Done`
}

const asked = <Row extends Subject, Key, Input>(
  { verb, may, at }: { verb: Verb | null; may?: (viewer: Viewer, row: Row, input: Input) => boolean; at: (input: Input) => Key },
  input: Input,
): Asked<Row, Key> => ({ verb, key: at(input), ...(may && { may: (viewer: Viewer, row: Row) => may(viewer, row, input) }) });

function checkVersion<Row>(command: { guard: Guard }, row: Row, input: unknown): void {
  if (command.guard !== "version" && command.guard !== "key and version") return;
  const { current, overtaken = "Somebody else changed this while you were typing." } = command as { guard: Guard } & Overtaken<Row>;
  const seen = sent(input).version;
  if (seen === undefined || seen === (row as { version: number }).version) return;
  throw new AppError("CONFLICT", typeof overtaken === "string" ? overtaken : overtaken(row), { current: current(row) });
}

// Reads the fields that `Sent` and `Held` guarantee, where the compiler no longer knows which guard applies.
const sent = (input: unknown) => input as Sent["key"] & Sent["version"];
