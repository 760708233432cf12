import { z } from "zod";
import { id, idempotencyKey, isoDate, optionalText, text, version } from "@/lib/fields";
import { CAUSES } from "./answers/causes";

const cause = z.enum(
  CAUSES.map(([key]) => key),
  { error: "Choose one from the list." },
);

const step = { idempotencyKey, id, version };
const empty = z.literal("").transform(() => null);

export const AcknowledgeInput = z.strictObject(step);
export const AskInput = z.strictObject({ ...step, personId: id, text: optionalText(1_000), answerBy: isoDate });
export const AssignInput = z.strictObject({ ...step, personId: id, title: text(200), dueOn: isoDate });
/**
 * An explanation in words with one cause; optionally an action with a due date. The action belongs to the explainer unless somebody else is
 * named.
 */
export const ExplainInput = z
  .strictObject({
    ...step,
    cause,
    text: text(2_000, { lines: true }),
    actionTitle: optionalText(200),
    actionOwnerId: z.union([empty, id], { error: "Choose one from the list." }).optional(),
    actionDueOn: z.union([empty, isoDate], { error: "Enter a date, such as 2014-06-30." }).default(null),
  })
  .superRefine(({ actionTitle, actionDueOn }, context) => {
    if (actionTitle !== "" && actionDueOn === null)
      context.addIssue({ code: "custom", path: ["actionDueOn"], message: "Enter a due date." });
    if (actionTitle === "" && actionDueOn !== null)
      context.addIssue({ code: "custom", path: ["actionTitle"], message: "Enter what is done by then." });
  });
export const AcceptInput = z.strictObject({ ...step, text: optionalText(1_000) });
export const AskAgainInput = z.strictObject({ ...step, text: text(1_000, { lines: true }), answerBy: isoDate });
export const DeferSignalInput = z.strictObject({ ...step, until: isoDate });
/** Up the departments, with a sentence why. */
export const EscalateInput = z.strictObject({ ...step, text: text(1_000, { lines: true }) });
export const NewLevelInput = z.strictObject({ ...step, onDate: isoDate, text: text(500) });
export const UndoInput = z.strictObject(step);

export type AcknowledgeInput = z.output<typeof AcknowledgeInput>;
export type AskInput = z.output<typeof AskInput>;
export type AssignInput = z.output<typeof AssignInput>;
export type ExplainInput = z.output<typeof ExplainInput>;
export type AcceptInput = z.output<typeof AcceptInput>;
export type AskAgainInput = z.output<typeof AskAgainInput>;
export type DeferSignalInput = z.output<typeof DeferSignalInput>;
export type EscalateInput = z.output<typeof EscalateInput>;
export type NewLevelInput = z.output<typeof NewLevelInput>;
export type UndoInput = z.output<typeof UndoInput>;
