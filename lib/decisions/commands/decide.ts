import "server-only";
import { now, today } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { defineCommand } from "@/lib/platform/commands/define-command";
import { notify } from "@/lib/platform/notices/notify";
import type { DecideInput, ScoreDecisionInput, UndoDecisionInput } from "../schema";
import { DECISION, decidedAlready, versionNow } from "./open-decision";
import { asDate, requireKpiInUse } from "./parts";

/** How long a choice can be undone, in minutes. */
export const UNDO_MINUTES = 60;

/**
 * Chooses one of the options, with the reason, how sure one is, and the day to review the outcome; may fix by which value of which KPI
 * it will have held. Only whoever was asked, or their deputy. CONFLICT when what was asked changed meanwhile.
 */
export const decide = defineCommand({
  verb: "decision.decide",
  audit: "decision.decide",
  entity: DECISION,
  at: (input: DecideInput) => input.id,
  guard: "version",
  current: versionNow,
  overtaken: ({ decidedAt }) =>
    decidedAt === null ? "The question was changed meanwhile. Review it, then decide." : "This decision is already made.",
  closed: decidedAlready,
  run: async ({ tx, sql, viewer, row, input }) => {
    const { optionId, reason, sure, reviewOn, holdsKpiId, holdsSide, holdsBound, holdsOn } = input;
    if (reviewOn <= today()) throw new AppError("INVALID", "Choose a review date after today.", { field: "reviewOn" });
    const option = await tx.decisionOption.findFirst({ where: { id: optionId, decisionId: row.id }, select: { title: true } });
    if (option === null) throw new AppError("INVALID", "Choose an option.", { field: "optionId" });
    if (holdsKpiId !== null) await requireKpiInUse(sql, viewer, holdsKpiId);
    if (holdsOn !== null && holdsOn < today())
      throw new AppError("INVALID", "Choose a date from today on: what is measured later can still show whether it holds.", {
        field: "holdsOn",
      });
    const holds = holdsKpiId === null || holdsOn === null ? {} : { holdsKpiId, holdsSide, holdsBound, holdsOn: asDate(holdsOn) };
    await tx.decision.update({
      where: { id: row.id },
      data: {
        ...{ chosenOptionId: optionId, reason, sure, reviewOn: asDate(reviewOn), ...holds },
        ...{ decidedById: viewer.personId, decidedAt: now(), version: { increment: 1 } },
      },
      select: { id: true },
    });
    await notify(sql, viewer, [{ personId: row.askedById, kind: "decision-made", subject: { type: "decision", id: row.id } }]);
    return {
      before: { chosen: null },
      after: { chosen: option.title, reason, "sure, %": sure, reviewOn, ...(holdsKpiId !== null && { holdsSide, holdsBound, holdsOn }) },
    };
  },
});

/** Takes a choice back within the hour, by whoever decides. It is open again, with its options, and whoever asked is told. */
export const undoDecision = defineCommand({
  verb: "decision.decide",
  audit: "decision.undo",
  entity: DECISION,
  at: (input: UndoDecisionInput) => input.id,
  guard: "version",
  current: versionNow,
  run: async ({ tx, sql, viewer, row }) => {
    if (row.decidedAt === null || row.scoredAt !== null) throw new AppError("INVALID", "There is no choice to undo.");
    if (now().getTime() - new Date(row.decidedAt).getTime() > UNDO_MINUTES * 60_000)
      throw new AppError("INVALID", "A choice can be undone within an hour. To have it decided again, ask for a new decision.");
    await tx.decision.update({
      where: { id: row.id },
      data: {
        ...{ chosenOptionId: null, reason: "", sure: null, reviewOn: null, decidedById: null, decidedAt: null },
        ...{ holdsKpiId: null, holdsSide: null, holdsBound: null, holdsOn: null, version: { increment: 1 } },
      },
      select: { id: true },
    });
    await notify(sql, viewer, [{ personId: row.askedById, kind: "decision-undone", subject: { type: "decision", id: row.id } }]);
    return { before: { decided: true }, after: { decided: false } };
  },
});

/** Records the outcome of a decision: as expected, better or worse, in words. Once; the words are never changed. */
export const scoreDecision = defineCommand({
  verb: "decision.score",
  audit: "decision.score",
  entity: DECISION,
  at: (input: ScoreDecisionInput) => input.id,
  guard: "version",
  current: versionNow,
  run: async ({ tx, sql, viewer, row, input: { outcome, outcomeText } }) => {
    if (row.decidedAt === null) throw new AppError("INVALID", `${row.code} is not decided yet.`);
    if (row.scoredAt !== null) throw new AppError("CONFLICT", "The outcome is already recorded.", { current: versionNow(row) });
    await tx.decision.update({
      where: { id: row.id },
      data: { outcome, outcomeText, scoredById: viewer.personId, scoredAt: now(), version: { increment: 1 } },
      select: { id: true },
    });
    await notify(sql, viewer, [{ personId: row.askedById, kind: "decision-scored", subject: { type: "decision", id: row.id } }]);
    const inPlaceOf = row.ownerId === viewer.personId || !row.ownerLeft ? {} : { inPlaceOf: row.ownerName };
    return { before: { outcome: null }, after: { outcome, outcomeText, ...inPlaceOf } };
  },
});
