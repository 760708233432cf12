import { Decimal } from "decimal.js";
import { z } from "zod";
import { decimal, id, idempotencyKey, isoDate, optionalText, text, version } from "@/lib/fields";
import { AREAS, JUDGEMENTS, KINDS, keysOf } from "./words/words";

const oneOf = <T extends string>(pairs: readonly (readonly [T, string])[]) => z.enum(keysOf(pairs), { error: "Choose one from the list." });

const empty = z.literal("").transform(() => null);
const days = z
  .string({ error: "Enter a number of days." })
  .regex(/^\d{1,3}$/, { error: "Enter a number of days from 1 to 366." })
  .transform(Number)
  .refine((n) => n >= 1 && n <= 366, { error: "Enter a number of days from 1 to 366." });

const what = {
  title: text(200),
  summary: optionalText(2_000),
  kind: oneOf(KINDS),
  area: oneOf(AREAS),
  departmentId: id,
  ownerId: id,
  updateEveryDays: days,
};

/** The KPI it should move: complete or empty. */
const claim = {
  effectKpiId: z.union([empty, id], { error: "This does not exist." }).default(null),
  effectLow: z.union([empty, decimal], { error: "Enter a number, such as 12.5." }).default(null),
  effectLikely: z.union([empty, decimal], { error: "Enter a number, such as 12.5." }).default(null),
  effectHigh: z.union([empty, decimal], { error: "Enter a number, such as 12.5." }).default(null),
  effectFromOn: z.union([empty, isoDate], { error: "Enter a date, such as 2014-06-30." }).default(null),
};

/** The first milestones of a new initiative: each with its date, or left out. More can be added on its page. */
export const FIRST_MILESTONES = [1, 2, 3] as const;
const maybeTitle = optionalText(200).refine((s) => !s.includes("\n"), { error: "Use one line only." });
const maybeDate = z.union([empty, isoDate], { error: "Enter a date, such as 2014-06-30." }).default(null);
const milestones = {
  milestone1Title: maybeTitle,
  milestone1DueOn: maybeDate,
  milestone2Title: maybeTitle,
  milestone2DueOn: maybeDate,
  milestone3Title: maybeTitle,
  milestone3DueOn: maybeDate,
};

/** A new initiative: what, who, by when, the intended effect, and the signal it answers. Its due date is the baseline. */
export const AssignInitiativeInput = z
  .strictObject({
    idempotencyKey,
    ...what,
    startsOn: isoDate,
    dueOn: isoDate,
    ...claim,
    ...milestones,
    signalId: z.union([empty, id], { error: "This does not exist." }).default(null),
  })
  .superRefine((input, context) => {
    const blame = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (input.dueOn < input.startsOn) blame("dueOn", "This is before the start.");
    for (const n of FIRST_MILESTONES) {
      const [title, dueOn] = [input[`milestone${n}Title`], input[`milestone${n}DueOn`]];
      if (title !== "" && dueOn === null) blame(`milestone${n}DueOn`, "Enter a due date.");
      if (title === "" && dueOn !== null) blame(`milestone${n}Title`, "Enter what is reached by then.");
      if (dueOn !== null && dueOn < input.startsOn) blame(`milestone${n}DueOn`, "This is before the start.");
    }
    checkClaim(input, blame);
  });
export type AssignInitiativeInput = z.output<typeof AssignInitiativeInput>;

type Claim = { [K in keyof typeof claim]: string | null };

function checkClaim(
  { effectKpiId, effectLow: low, effectLikely: likely, effectHigh: high, effectFromOn }: Claim,
  blame: (path: string, message: string) => void,
) {
  const rest = { effectLow: low, effectLikely: likely, effectHigh: high, effectFromOn };
  if (effectKpiId === null) {
    if (Object.values(rest).some((value) => value !== null)) blame("effectKpiId", "Choose the KPI that this should move.");
    return;
  }
  for (const [path, value] of Object.entries(rest)) if (value === null) blame(path, "This is required once a KPI is chosen.");
  if (low === null || likely === null || high === null) return;
  const [a, b, c] = [new Decimal(low), new Decimal(likely), new Decimal(high)];
  if (b.isZero()) blame("effectLikely", "An effect of zero moves nothing. Use a minus sign where less is better.");
  else if (b.lt(Decimal.min(a, c)) || b.gt(Decimal.max(a, c))) blame("effectLikely", "This must be between low and high.");
}

/** Fields that can be changed later. The baseline never moves; closing is a separate command. */
export const ChangeInitiativeInput = z.strictObject({
  id,
  version,
  ...what,
  stage: z.enum(["proposed", "active", "paused"], { error: "Choose one from the list." }),
  dueOn: isoDate,
});
export type ChangeInitiativeInput = z.output<typeof ChangeInitiativeInput>;

/** A check-in: the owner's judgement next to the computed health. */
export const ReportInitiativeInput = z.strictObject({
  idempotencyKey,
  id,
  judgement: oneOf(JUDGEMENTS),
  text: text(2_000, { lines: true }),
  obstacle: optionalText(1_000),
});
export type ReportInitiativeInput = z.output<typeof ReportInitiativeInput>;

export const CloseInitiativeInput = z.strictObject({
  id,
  version,
  stage: z.enum(["done", "stopped"], { error: "Choose done or stopped." }),
  reason: text(1_000, { lines: true }),
});
export type CloseInitiativeInput = z.output<typeof CloseInitiativeInput>;

export const AddMilestoneInput = z.strictObject({
  idempotencyKey,
  initiativeId: id,
  title: text(200),
  ownerId: z.union([empty, id]).default(null),
  dueOn: isoDate,
});
export type AddMilestoneInput = z.output<typeof AddMilestoneInput>;

/** A new forecast, or the day it was reached; empty until then. */
export const ChangeMilestoneInput = z.strictObject({ id, version, dueOn: isoDate, doneOn: maybeDate });
export type ChangeMilestoneInput = z.output<typeof ChangeMilestoneInput>;

export const AddActionInput = z.strictObject({ idempotencyKey, initiativeId: id, title: text(200), ownerId: id, dueOn: isoDate });
export type AddActionInput = z.output<typeof AddActionInput>;

export const CompleteActionInput = z.strictObject({ id, version });
export type CompleteActionInput = z.output<typeof CompleteActionInput>;
