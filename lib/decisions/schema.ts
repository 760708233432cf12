import { z } from "zod";
import { AREAS } from "@/lib/areas";
import { decimal, id, idempotencyKey, isoDate, optionalText, text, version } from "@/lib/fields";
import { reference } from "@/lib/platform/entities/reference";
import { OPTIONS, OUTCOMES, SIDES } from "./words";

const keysOf = <T extends string>(pairs: readonly (readonly [T, string])[]): T[] => pairs.map(([key]) => key);
const empty = z.literal("").transform(() => null);
const percent = z
  .string({ error: "Enter a percentage." })
  .regex(/^\d{1,3} ?%?$/, { error: "Enter a whole percentage, such as 35." })
  .transform((text) => Number(text.replace(/\D/g, "")))
  .refine((n) => n <= 100, { error: "Enter at most 100." });
const money = decimal
  .refine((amount) => !amount.startsWith("-"), { error: "Enter an amount of 0 or more." })
  .refine((amount) => /^\d{1,18}(\.\d{1,2})?$/.test(amount), { error: "Enter an amount with at most two decimals." });

// The sentence of a union, in place of its parts': either may be meant.
const optionalMoney = z.union([empty, money], { error: "Enter an amount of 0 or more with at most two decimals, or leave it empty." });
const optionalPercent = z.union([empty, percent], { error: "Enter a whole percentage from 0 to 100, or leave it empty." });

type N = (typeof OPTIONS)[number];

const optionFields = (n: N) =>
  ({
    // A file of decisions separates options by semicolons.
    [`option${n}Title`]: optionalText(200).refine((title) => !title.includes(";"), { error: "Write the name without a semicolon." }),
    [`option${n}Detail`]: optionalText(1000),
    [`option${n}Gain`]: optionalMoney.default(null),
    [`option${n}Odds`]: optionalPercent.default(null),
    [`option${n}Risk`]: optionalText(500),
  }) as const;

const asked = {
  question: text(200),
  background: optionalText(2000),
  area: z.enum(
    AREAS.map(({ slug }) => slug),
    { error: "Choose an area." },
  ),
  ownerId: id,
  decideBy: isoDate,
  atStake: optionalMoney.default(null),
  ...optionFields(1),
  ...optionFields(2),
  ...optionFields(3),
  ...optionFields(4),
};

export type OptionInput = { title: string; detail: string; gain: string | null; odds: number | null; risk: string };

/** The options that have a title, in order. */
function optionsOf(input: Record<string, unknown>): OptionInput[] {
  return OPTIONS.map((n) => ({
    title: String(input[`option${n}Title`] ?? ""),
    detail: String(input[`option${n}Detail`] ?? ""),
    gain: textOrNull(input[`option${n}Gain`]),
    odds: typeof input[`option${n}Odds`] === "number" ? Number(input[`option${n}Odds`]) : null,
    risk: String(input[`option${n}Risk`] ?? ""),
  })).filter(({ title }) => title !== "");
}
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

type Issues = { addIssue: (issue: { code: "custom"; path: string[]; message: string }) => void };
function checkOptions(input: Record<string, unknown>, context: Issues): void {
  const titles = OPTIONS.map((n) => String(input[`option${n}Title`] ?? ""));
  if (titles.filter((title) => title !== "").length < 2)
    context.addIssue({
      code: "custom",
      path: [titles[0] === "" ? "option1Title" : "option2Title"],
      message: "A decision is between at least two options.",
    });
  for (const n of OPTIONS)
    if (
      titles[n - 1] === "" &&
      ["Detail", "Gain", "Odds", "Risk"].some((part) => (input[`option${n}${part}`] ?? "") !== "" && input[`option${n}${part}`] !== null)
    )
      context.addIssue({ code: "custom", path: [`option${n}Title`], message: "Describe this option." });
}

const about = reference(["kpi", "initiative", "signal"]);

export const AskDecisionInput = z
  .strictObject({ idempotencyKey, ...asked, departmentId: id, about: z.union([empty, about]).default(null) })
  .superRefine(checkOptions)
  .transform((input) => ({ ...input, options: optionsOf(input) }));
export type AskDecisionInput = z.output<typeof AskDecisionInput>;

export const ChangeDecisionInput = z
  .strictObject({ id, version, ...asked })
  .superRefine(checkOptions)
  .transform((input) => ({ ...input, options: optionsOf(input) }));
export type ChangeDecisionInput = z.output<typeof ChangeDecisionInput>;

const sure = percent.refine((n) => n >= 50, { error: "Enter 50 to 100: below 50 you would choose another option." });

/** `holds...`: all three, or none. */
export const DecideInput = z
  .strictObject({
    id,
    version,
    optionId: z.uuid({ error: "Choose an option." }),
    reason: text(2000, { lines: true }),
    sure,
    reviewOn: isoDate,
    holdsKpiId: z.union([empty, id]).default(null),
    holdsSide: z.enum(keysOf(SIDES), { error: "Choose at most or at least." }).default("at-most"),
    holdsBound: z.union([empty, decimal], { error: "Enter a number." }).default(null),
    holdsOn: z.union([empty, isoDate], { error: "Enter a date." }).default(null),
  })
  .superRefine((input, context) => {
    const parts = [input.holdsKpiId, input.holdsBound, input.holdsOn].filter((part) => part !== null).length;
    if (parts !== 0 && parts !== 3)
      context.addIssue({
        code: "custom",
        path: [input.holdsKpiId === null ? "holdsKpiId" : input.holdsBound === null ? "holdsBound" : "holdsOn"],
        message: "A success criterion needs a KPI, a value and a date. Or leave all three empty.",
      });
  });
export type DecideInput = z.output<typeof DecideInput>;

export const UndoDecisionInput = z.strictObject({ id, version });
export type UndoDecisionInput = z.output<typeof UndoDecisionInput>;

/** To remind whoever decides, or to tell those concerned. */
export const NoticeInput = z.strictObject({ id });
export type NoticeInput = z.output<typeof NoticeInput>;

export const ScoreDecisionInput = z.strictObject({
  id,
  version,
  outcome: z.enum(keysOf(OUTCOMES), { error: "Choose the result." }),
  outcomeText: text(2000, { lines: true }),
});
export type ScoreDecisionInput = z.output<typeof ScoreDecisionInput>;
