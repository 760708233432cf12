import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import type { AuditAction } from "@/lib/platform/audit/actions";
import { can, type Verb } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { type Entity, lockRows } from "@/lib/platform/commands/entity";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { SignalLevel } from "../life/clock";
import { type SignalState, STATES } from "../life/states";
import type { SignalStep } from "../life/steps";

/** A locked signal, as a step receives it. Instants are ISO strings. */
export type LockedSignal = {
  id: string;
  kpiId: string | null;
  name: string;
  departmentId: string;
  state: SignalState;
  version: number;
  ownerId: string | null;
  askedById: string | null;
  answerBy: string | null;
  cause: string | null;
  acceptedAt: string | null;
  /** the department it was escalated to; null: it is still in its own department */
  escalatedToId: string | null;
  escalatedAt: string | null;
  level: SignalLevel;
  /** who has to answer: the person asked, otherwise the holder of the KPI's position */
  answersId: string | null;
};

/** What a step changes; omitted fields stay the same. */
export type SignalChange = {
  state?: SignalState;
  ownerId?: string | null;
  askedById?: string | null;
  answerBy?: string | null;
  cause?: string | null;
  acceptedAt?: string | null;
  escalatedToId?: string | null;
  escalatedAt?: string | null;
};
/** Everything a step may change. Events from before manual escalation lack the escalation fields. */
export type SignalBefore = Required<Omit<SignalChange, "escalatedToId" | "escalatedAt">> &
  Pick<SignalChange, "escalatedToId" | "escalatedAt">;

export type StepEvent = {
  step: SignalStep;
  text?: string;
  cause?: string | null;
  personId?: string | null;
  departmentId?: string | null;
  actionId?: string | null;
  dueAt?: string | null;
};

type Transition<Input> = {
  audit: AuditAction;
  verb: Verb;
  /** the states in which the step is allowed */
  from: readonly SignalState[];
  /** Does the step's work and returns the changes. `key` is an id generated for the step, the same if it is sent again. */
  apply: (at: {
    tx: Tx;
    sql: Sql;
    viewer: Viewer;
    signal: LockedSignal;
    input: Input;
    key: string;
    now: string;
  }) => Promise<{ change: SignalChange; event: StepEvent }>;
};

export const SIGNAL: Entity<LockedSignal> = {
  word: "signal",
  load: async (sql, _viewer, id, lock) => {
    const [row] = await sql.query<LockedSignal>(Prisma.sql`
      SELECT g.id::text, g.kpi_id::text AS "kpiId", coalesce(k.name, r.name, '') AS name, g.department_id::text AS "departmentId", g.state::text, g.version,
        g.owner_id::text AS "ownerId", g.asked_by_id::text AS "askedById", to_json(g.answer_by)#>>'{}' AS "answerBy", g.cause::text, to_json(g.accepted_at)#>>'{}' AS "acceptedAt",
        g.escalated_to_id::text AS "escalatedToId", to_json(g.escalated_at)#>>'{}' AS "escalatedAt", g.level,
        coalesce(g.owner_id, p.holder_id)::text AS "answersId"
      FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind r ON r.id = g.record_kind_id LEFT JOIN position p ON p.id = k.position_id
      WHERE g.id = ${id}::uuid ${lockRows(lock, "g")}`);
    return row;
  },
  subjectOf: ({ id, name }) => ({ type: "signal", id, name }),
  may: (viewer, verb, { departmentId, answersId }) => can(viewer, verb, { departmentId, ownerId: answersId }),
};

/** Current values of the columns a step may change; the history keeps them for undo. */
const changeableFields = (signal: LockedSignal): SignalBefore => ({
  state: signal.state,
  ownerId: signal.ownerId,
  askedById: signal.askedById,
  answerBy: signal.answerBy,
  cause: signal.cause,
  acceptedAt: signal.acceptedAt,
  escalatedToId: signal.escalatedToId,
  escalatedAt: signal.escalatedAt,
});

export async function storeSignal(sql: Sql, id: string, change: SignalBefore) {
  const { state, ownerId, askedById, answerBy, cause, acceptedAt, escalatedToId, escalatedAt } = change;
  const climbed =
    escalatedToId === undefined || escalatedAt === undefined
      ? Prisma.empty
      : Prisma.sql`escalated_to_id = ${escalatedToId}::uuid, escalated_at = ${escalatedAt}::timestamptz,`;
  await sql.query(Prisma.sql`
    UPDATE signal SET state = ${state}::signal_state, owner_id = ${ownerId}::uuid, asked_by_id = ${askedById}::uuid, answer_by = ${answerBy}::timestamptz, cause = ${cause}::signal_cause,
      accepted_at = ${acceptedAt}::timestamptz, ${climbed} closed_at = CASE WHEN ${state} = 'closed' THEN ${now()}::timestamptz END, version = version + 1 WHERE id = ${id}::uuid`);
}

export async function appendSignalEvent(sql: Sql, viewer: Viewer, signalId: string, event: StepEvent, before: unknown): Promise<void> {
  await sql.query(Prisma.sql`
    INSERT INTO signal_event (signal_id, at, actor_id, step, text, cause, person_id, department_id, action_id, due_at, before)
    VALUES (${signalId}::uuid, ${now()}::timestamptz, ${viewer.personId}::uuid, ${event.step}, ${event.text ?? ""}, ${event.cause ?? null}::signal_cause, ${event.personId ?? null}::uuid,
      ${event.departmentId ?? null}::uuid, ${event.actionId ?? null}::uuid, ${event.dueAt ?? null}::timestamptz, ${before === null ? null : JSON.stringify(before)}::jsonb)`);
}

/**
 * One step of a signal: checks version and state on the locked row, does the step's work, and writes its history entry with the changes.
 * Throws CONFLICT (with the current version) and INVALID.
 */
export const transitionSignal = <Input extends { idempotencyKey: string; id: string; version: number }>({
  audit,
  verb,
  from,
  apply,
}: Transition<Input>) =>
  defineCommand({
    ...{ verb, audit, entity: SIGNAL },
    at: (input: Input) => input.id,
    guard: "key and version",
    current: ({ version, state }) => ({ version: String(version), state: STATES[state].word }),
    overtaken: ({ state }) => `Somebody else was faster: this signal is now ${STATES[state].word}.`,
    run: async ({ tx, sql, viewer, row: signal, input, id: key }) => {
      if (!from.includes(signal.state))
        throw new AppError("INVALID", `This signal is ${STATES[signal.state].word}: this step is no longer possible.`);
      const { change, event } = await apply({ tx, sql, viewer, signal, input, key, now: now().toISOString() });
      const before = changeableFields(signal);
      const after = { ...before, ...change };
      await storeSignal(sql, signal.id, after);
      await appendSignalEvent(sql, viewer, signal.id, event, before);
      return { before: { state: before.state }, after: { state: after.state, ...auditedEvent(event) } };
    },
  });

const auditedEvent = (event: StepEvent) =>
  Object.fromEntries(
    Object.entries({ text: event.text, cause: event.cause, personId: event.personId, dueAt: event.dueAt }).filter(
      ([, value]) => value !== undefined && value !== null && value !== "",
    ),
  );
