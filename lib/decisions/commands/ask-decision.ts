import "server-only";
import { now } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { departmentFor } from "@/lib/initiatives/people";
import { defineCommand } from "@/lib/platform/commands/define-command";
import type { Entity } from "@/lib/platform/commands/entity";
import { Prisma } from "@/lib/platform/db/client";
import { notify } from "@/lib/platform/notices/notify";
import type { AskDecisionInput, ChangeDecisionInput } from "../schema";
import { DECISION, decidedAlready, mayChange, subjectOf, textsNow } from "./open-decision";
import { asDate, optionsForAudit, requireDecider, requireReadable, writeOptions } from "./parts";

/** The department it is asked in, one the viewer reads. */
const PLACE: Entity<{ id: string; departmentId: string }> = {
  word: "department",
  load: async (_sql, viewer, id) => (viewer.readable.includes(id) ? { id, departmentId: id } : undefined),
  subjectOf: ({ id }) => ({ type: "department", id, name: "" }),
};

/**
 * Asks somebody to decide: a question with at least two options, by a day. It belongs to a department; whoever decides reads it wherever that
 * is, and is told. `about`: the KPI, initiative or signal it was asked for from.
 */
export const askDecision = defineCommand({
  verb: "decision.ask",
  audit: "decision.ask",
  entity: PLACE,
  at: (input: AskDecisionInput) => input.departmentId,
  guard: "key",
  run: async ({ tx, sql, viewer, input, id }) => {
    const owner = await requireDecider(sql, viewer, input.ownerId);
    const { question, background, area, decideBy, atStake, about, options } = input;
    await requireReadable(sql, about);
    const [next] = await sql.query<{ code: string }>(Prisma.sql`SELECT next_code('decision', 'D') AS code`);
    const code = next?.code ?? "";
    await tx.decision.create({
      data: {
        ...{ id, code, question, background, area, departmentId: input.departmentId, ownerId: owner.id, atStake },
        ...{ askedById: viewer.personId, askedAt: now(), decideBy: asDate(decideBy) },
        about: { create: about === null ? [] : [{ subjectType: about.type, subjectId: about.id }] },
      },
      select: { id: true },
    });
    // The new row holds its department: it cannot be closed any more, and is not closed already.
    const department = await departmentFor(tx, input.departmentId, "departmentId");
    await writeOptions(tx, id, options);
    await notify(sql, viewer, [{ personId: owner.id, kind: "decision-asked", subject: { type: "decision", id } }]);
    return {
      subject: subjectOf({ id, code, question }),
      departmentId: department.id,
      before: null,
      after: {
        code,
        question,
        background,
        area,
        department: department.name,
        decides: owner.name,
        decideBy,
        atStake,
        options: optionsForAudit(options),
      },
    };
  },
});

/**
 * Changes what is to be decided, by whom or by when, while it is not decided. The department stays: it decides who reads it. CONFLICT, with
 * what it says now, when somebody was first.
 */
export const changeDecision = defineCommand({
  verb: "decision.change",
  audit: "decision.change",
  entity: DECISION,
  at: (input: ChangeDecisionInput) => input.id,
  guard: "version",
  current: textsNow,
  closed: decidedAlready,
  may: mayChange,
  run: async ({ tx, sql, viewer, row, input }) => {
    const { question, background, area, decideBy, atStake, ownerId, options } = input;
    const owner = await requireDecider(sql, viewer, ownerId, row.ownerId);
    if (owner.id !== viewer.personId && row.askedById !== viewer.personId && !viewer.readable.includes(row.departmentId))
      throw new AppError("INVALID", "This decision was given to you by name. Whoever asked for it can give it to somebody else.", {
        field: "ownerId",
      });
    await tx.decision.update({
      where: { id: row.id },
      data: { question, background, area, atStake, ownerId: owner.id, decideBy: asDate(decideBy), version: { increment: 1 } },
      select: { id: true },
    });
    await writeOptions(tx, row.id, options);
    const subject = { type: "decision" as const, id: row.id };
    const others = new Set([row.askedById, row.ownerId].filter((id) => id !== viewer.personId && id !== owner.id));
    await notify(sql, viewer, [
      ...(owner.id === row.ownerId ? [] : [{ personId: owner.id, kind: "decision-asked", subject }]),
      ...[...others, ...(owner.id === row.ownerId && owner.id !== viewer.personId ? [owner.id] : [])].map((personId) => ({
        ...{ personId, kind: "decision-changed", subject },
      })),
    ]);
    return {
      subject: subjectOf({ ...row, question }),
      before: {
        ...{ question: row.question, background: row.background, area: row.area, decides: row.ownerName, decideBy: row.decideBy },
        ...{ atStake: row.atStake, options: optionsForAudit(row.options) },
      },
      after: { question, background, area, decides: owner.name, decideBy, atStake, options: optionsForAudit(options) },
    };
  },
});
