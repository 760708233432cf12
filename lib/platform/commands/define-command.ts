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

/** What a command works with: a transaction of a person, or one that may take minutes, which the operator's command line opens, too. */
type Ordinary = { tx: Tx; viewer: Viewer };
type Long = { client: PoolClient; viewer: Viewer | "system" };
type Doing<Row, Input, On> = On & { sql: Sql; row: Row; input: Input; id: string };

/**
 * What was changed, as the audit log keeps it. `action`, `subject` and `departmentId` where they are not those of the command and the row: of
 * what was made, or where it went.
 */
type Change = Pick<AuditEntry, "before" | "after"> & Partial<Pick<AuditEntry, "action" | "subject" | "departmentId">>;
/**
 * One change; or `all` of them, of which the command itself tells the listeners; or `silent`, nothing to be logged: the row says already what
 * was asked for. `answer`: what whoever asked is told; left out, the id.
 */
type Done<Out> = (Change | { all: Change[] } | { silent: true }) & (Id extends Out ? { answer?: Out } : { answer: Out });

/**
 * What keeps a second send from doing harm, and what the form has to carry for it. "key": a key, and the thing is made once; `id` is that of
 * the new row. "version": the version it was shown; whoever was overtaken gets CONFLICT. "key and version": both. "state": the command itself
 * decides by the locked row, and doing it twice comes to the same. Who leaves out what may be left out, at a command line, is not asked.
 */
type Sent = {
  key: { idempotencyKey?: string | undefined };
  version: { version?: number | undefined };
  "key and version": { idempotencyKey: string; version: number };
  state: unknown;
};
type Guard = keyof Sent;
type Held = { key: unknown; version: { version: number }; "key and version": { version: number }; state: unknown };

/** What a second send is answered, by the row as it is then; the id of what was made where that is the answer anyway. */
type Again<Row, Input, Out, On> = Id extends Out
  ? { again?: (doing: Doing<Row, Input, On>) => Promise<Out> }
  : { again: (doing: Doing<Row, Input, On>) => Promise<Out> };
/** What holds now, for who was overtaken, and in which words they are told. */
type Overtaken<Row> = { current: (row: Row) => Record<string, unknown>; overtaken?: string | ((row: Row) => string) };

type Command<Row extends Subject, Key, Input, Out, G extends Guard, On extends Ordinary | Long> = {
  /** Null: of the viewer's own, or of whatever `load` finds for them, no right is asked but what `may` says. */
  verb: Verb | null;
  /** Null: a note of the viewer's own that nobody else is told of, the log neither. */
  audit: AuditAction | null;
  entity: Entity<Row, Key, On["viewer"]>;
  /** Which row is asked for: the one that changes, or the one that something is made under. */
  at: (input: Input) => Key;
  guard: G;
  /** Beyond the verb: what the input asks of the row. FORBIDDEN where it says no. */
  may?: (viewer: Viewer, row: Row, input: Input) => boolean;
  /** Why nothing can be done to the row any more, as INVALID unless it says how; null when it can. */
  closed?: (row: Row) => string | AppError | null;
  /** In whose name rows are read and written: their own, or the installation's, for what nobody reads by themself. */
  as?: "viewer" | "installation";
  /** "kept" where planning would take longer than the statements do. */
  plans?: Plans;
  /** The write itself, and what it changed. Throws INVALID with a field where the input does not fit the row. */
  run: (doing: Doing<Row, Input, On>) => Promise<Done<Out>>;
} & (G extends "key" | "key and version" ? Again<Row, Input, Out, On> : unknown) &
  (G extends "version" | "key and version" ? Overtaken<Row> : unknown);

/**
 * The only way a person changes something: one transaction that loads the row in the viewer's scope (NOT_FOUND outside it), authorises it,
 * locks it, authorises it again as it is under the lock, refuses what was overtaken or sent before, writes, and appends the audit row.
 * None of these can be left out: the types ask for each. Answers the id of the row or of what was made, or what the command says.
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
        if (again === undefined) return { id } as Out; // the types ask for `again` where this is not the answer
        return again({ ...on, sql, row: await loadLocked(sql, viewer, entity, asked(command, input)), input, id });
      },
      plans,
    );
}

/** The same for what may take minutes, in the installation's scope and on a bare connection. The operator is asked for no right. */
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
  return ("answer" in done ? done.answer : { id }) as Out; // as the type of `Done` has it
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

// What `Sent` and `Held` promise, said once more where the compiler no longer knows which of them holds.
const sent = (input: unknown) => input as Sent["key"] & Sent["version"];
