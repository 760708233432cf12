import "server-only";
import { Temporal } from "temporal-polyfill";
import { addDays } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { viewerIn } from "@/lib/platform/auth/load-viewer";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { asInstallation } from "@/lib/platform/db/as-installation";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { notify } from "@/lib/platform/notices/notify";
import { explainerOf, waitsForAnother } from "../answers/own-explanation";
import { LIVE, UNANSWERED } from "../life/states";
import { signalTerms } from "../life/terms";
import type {
  AcceptInput,
  AcknowledgeInput,
  AskAgainInput,
  AskInput,
  AssignInput,
  DeferSignalInput,
  ExplainInput,
  NewLevelInput,
} from "../schema";
import { type LockedSignal, transitionSignal } from "./transition-signal";

/** Longest snooze, in days. */
const LONGEST_DEFERRAL_DAYS = 92;

/** The time on that day at which answers are due, in the company's time zone. Throws INVALID for a day in the past. */
async function endOf(sql: Sql, day: string, field: string): Promise<string> {
  if (day < today()) throw new AppError("INVALID", "This day is in the past.", { field });
  const { timeZone, clock } = await signalTerms(sql);
  const due = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: { hour: clock.hour } });
  return new Date(due.epochMilliseconds).toISOString();
}

/** Whether somebody can be asked: they can sign in, and have a role there that explains. */
async function canAnswer(sql: Sql, personId: string, signal: LockedSignal): Promise<boolean> {
  const person = await asInstallation(sql, () => viewerIn(sql, personId));
  return person !== null && can(person, "signal.explain", { departmentId: signal.departmentId, ownerId: personId });
}

/** Throws INVALID unless the person can answer. */
async function assertCanAnswer(sql: Sql, personId: string, signal: LockedSignal, field = "personId"): Promise<void> {
  if (!(await canAnswer(sql, personId, signal))) throw new AppError("INVALID", "Choose somebody who can answer here.", { field });
}

async function addWork(tx: Tx, viewer: Viewer, signal: LockedSignal, id: string, ownerId: string, title: string, dueOn: string) {
  await tx.action.create({
    data: {
      ...{ id, title, departmentId: signal.departmentId, ownerId, dueOn: new Date(dueOn), signalId: signal.id },
      ...(signal.kpiId !== null && { subjectType: "kpi", subjectId: signal.kpiId }),
      ...{ createdById: viewer.personId, createdAt: now() },
    },
    select: { id: true },
  });
}

const reference = (signal: LockedSignal) => ({ subject: { type: "signal", id: signal.id } });

/** Marks the signal as seen, with nothing to ask. */
export const acknowledgeSignal = transitionSignal<AcknowledgeInput>({
  audit: "signal.acknowledge",
  verb: "signal.acknowledge",
  from: UNANSWERED,
  apply: async () => ({ change: { state: "acknowledged" }, event: { step: "acknowledged" } }),
});

/** Asks somebody to answer by a day. */
export const askAboutSignal = transitionSignal<AskInput>({
  audit: "signal.ask",
  verb: "signal.decide",
  from: UNANSWERED,
  apply: async ({ sql, viewer, signal, input }) => {
    await assertCanAnswer(sql, input.personId, signal);
    const dueAt = await endOf(sql, input.answerBy, "answerBy");
    await notify(sql, viewer, [{ personId: input.personId, kind: "signal-asked", ...reference(signal) }]);
    return {
      change: { state: "acknowledged", ownerId: input.personId, askedById: viewer.personId, answerBy: dueAt },
      event: { step: "asked", text: input.text, personId: input.personId, dueAt },
    };
  },
});

/** Gives somebody an action on the signal, due on a day. */
export const assignSignal = transitionSignal<AssignInput>({
  audit: "signal.assign",
  verb: "signal.decide",
  from: ["open", "acknowledged", "explained"],
  apply: async ({ tx, sql, viewer, signal, input, key }) => {
    await assertCanAnswer(sql, input.personId, signal);
    const dueAt = await endOf(sql, input.dueOn, "dueOn");
    await addWork(tx, viewer, signal, key, input.personId, input.title, input.dueOn);
    await notify(sql, viewer, [{ personId: input.personId, kind: "signal-assigned", ...reference(signal) }]);
    return {
      change: (await waitsForAnother(sql, viewer, signal)) ? {} : { state: "acted_on" },
      event: { step: "assigned", text: input.title, personId: input.personId, actionId: key, dueAt },
    };
  },
});

/** Explains why it happened and what is done about it. The signal goes back to the person who asked. */
export const explainSignal = transitionSignal<ExplainInput>({
  audit: "signal.explain",
  verb: "signal.explain",
  from: UNANSWERED,
  apply: async ({ tx, sql, viewer, signal, input, key }) => {
    const acts = input.actionTitle !== "" && input.actionDueOn !== null;
    const doer = input.actionOwnerId ?? viewer.personId;
    const others = acts && doer !== viewer.personId;
    if (acts) {
      await endOf(sql, input.actionDueOn ?? "", "actionDueOn");
      if (others) await assertCanAnswer(sql, doer, signal, "actionOwnerId");
      await addWork(tx, viewer, signal, key, doer, input.actionTitle, input.actionDueOn ?? "");
      if (others) await notify(sql, viewer, [{ personId: doer, kind: "signal-assigned", ...reference(signal) }]);
    }
    if (signal.askedById !== null)
      await notify(sql, viewer, [{ personId: signal.askedById, kind: "signal-explained", ...reference(signal) }]);
    return {
      change: { state: "explained", cause: input.cause, acceptedAt: null },
      event: { step: "explained", text: input.text, cause: input.cause, actionId: acts ? key : null, personId: others ? doer : null },
    };
  },
});

/** Only the COO of the company may accept their own explanation. */
async function assertNotOwnExplanation(sql: Sql, viewer: Viewer, signal: LockedSignal): Promise<void> {
  if (await waitsForAnother(sql, viewer, signal))
    throw new AppError("FORBIDDEN", "Your own explanation must be accepted by somebody else.");
}

/** Accepts the explanation. If the signal has work, its state becomes "acted on". */
export const acceptExplanation = transitionSignal<AcceptInput>({
  audit: "signal.accept",
  verb: "signal.decide",
  from: ["explained"],
  apply: async ({ sql, viewer, signal, input, now: at }) => {
    await assertNotOwnExplanation(sql, viewer, signal);
    const [work] = await sql.query<{ any: boolean }>(Prisma.sql`
      SELECT EXISTS (SELECT FROM action WHERE signal_id = ${signal.id}::uuid) OR EXISTS (SELECT FROM initiative WHERE signal_id = ${signal.id}::uuid) AS any`);
    return {
      change: { acceptedAt: at, ...(work?.any === true && { state: "acted_on" as const }) },
      event: { step: "accepted", text: input.text },
    };
  },
});

/** Rejects the explanation: the same person is asked again. */
export const askAgain = transitionSignal<AskAgainInput>({
  audit: "signal.ask-again",
  verb: "signal.decide",
  from: ["explained"],
  apply: async ({ sql, viewer, signal, input }) => {
    await assertNotOwnExplanation(sql, viewer, signal);
    const personId = (await explainerOf(sql, signal.id)) ?? signal.answersId;
    if (personId === null) throw new AppError("INVALID", "There is nobody to ask again.");
    if (!(await canAnswer(sql, personId, signal)))
      throw new AppError("INVALID", "The person who explained it can no longer answer here. Assign it to somebody who can.");
    const dueAt = await endOf(sql, input.answerBy, "answerBy");
    await notify(sql, viewer, [{ personId, kind: "signal-asked", ...reference(signal) }]);
    return {
      change: { state: "acknowledged", ownerId: personId, askedById: viewer.personId, answerBy: dueAt, acceptedAt: null },
      event: { step: "asked-again", text: input.text, personId, dueAt },
    };
  },
});

/** Hides the signal from the viewer's own Today until a day; nothing changes for anybody else. */
export const deferSignal = transitionSignal<DeferSignalInput>({
  audit: "signal.leave",
  verb: "signal.acknowledge",
  from: LIVE,
  apply: async ({ sql, viewer, signal, input }) => {
    const latest = addDays(today(), LONGEST_DEFERRAL_DAYS);
    if (input.until <= today() || input.until > latest)
      throw new AppError("INVALID", `Choose a day after today, and not after ${latest}.`, { field: "until" });
    await sql.query(Prisma.sql`
      INSERT INTO deferral (person_id, item, until, at) VALUES (${viewer.personId}::uuid, ${`signal:${signal.id}`}, ${input.until}::date, ${now()}::timestamptz)
      ON CONFLICT (person_id, item) DO UPDATE SET until = excluded.until, at = excluded.at`);
    return { change: {}, event: { step: "left", dueAt: `${input.until}T00:00:00.000Z` } };
  },
});

/** Accepts the change as permanent: the limits start again on that day, and the signal is closed. */
export const acceptNewLevel = transitionSignal<NewLevelInput>({
  audit: "signal.new-level",
  verb: "signal.decide",
  from: LIVE,
  apply: async ({ tx, sql, viewer, signal, input, key }) => {
    if (signal.kpiId === null) throw new AppError("INVALID", "A source has no level.");
    if (input.onDate > today()) throw new AppError("INVALID", "This day is in the future.", { field: "onDate" });
    await assertNotOwnExplanation(sql, viewer, signal);
    await tx.annotation.create({
      data: {
        ...{
          id: key,
          kpiId: signal.kpiId,
          departmentId: signal.departmentId,
          onDate: new Date(input.onDate),
          kind: "baseline",
          text: input.text,
        },
        ...{ createdById: viewer.personId, createdAt: now() },
      },
      select: { id: true },
    });
    // Closed before the limits are recomputed: anything the new limits show is another signal.
    await sql.query(Prisma.sql`UPDATE signal SET state = 'closed', closed_at = ${now()}::timestamptz WHERE id = ${signal.id}::uuid`);
    await refreshSummaries(sql, [signal.kpiId], now());
    return { change: { state: "closed" }, event: { step: "new-level", text: input.text, dueAt: `${input.onDate}T00:00:00.000Z` } };
  },
});
