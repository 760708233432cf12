import { z } from "zod";
import { PATTERNS } from "@/lib/calendar/fiscal-year";
import { isTimeZone } from "@/lib/calendar/time-zone";
import { checkbox, decimal, text } from "@/lib/fields";

const whole = (least: number, most: number, error: string) =>
  z
    .string({ error })
    .regex(/^\d{1,4}$/, { error })
    .transform(Number)
    .refine((n) => n >= least && n <= most, { error });
const hour = whole(0, 23, "Choose an hour.");
const hourOrNone = z.union([z.literal("").transform(() => null), hour], { error: "Choose an hour." });
const version = whole(1, 9999, "Reload the page and try again.");

export const CompanyInput = z.strictObject({
  version,
  name: text(120),
  currency: z
    .string({ error: "Enter a currency code." })
    .trim()
    .regex(/^[A-Za-z]{3}$/, { error: "Enter the three letters of a currency, such as EUR." })
    .transform((code) => code.toUpperCase()),
  timeZone: z.string({ error: "Choose a time zone." }).max(60, { abort: true }).refine(isTimeZone, { error: "Choose a time zone." }),
  fiscalStartMonth: whole(1, 12, "Choose a month."),
  fiscalPattern: z.enum(PATTERNS, { error: "Choose how the year is divided." }),
  yearEndWeekday: whole(1, 7, "Choose a day."),
  yearEndRule: z.enum(["last", "nearest"], { error: "Choose how the year ends." }),
});
export type CompanyInput = z.output<typeof CompanyInput>;

const workingDays = whole(0, 60, "Enter whole working days from 0 to 60.");
/** Working days to answer a signal, by its level, and the hour of the last of them. */
export const SignalClockInput = z
  .strictObject({
    high: workingDays,
    medium: workingDays,
    low: workingDays,
    hour,
    /** The distance from the mean in money from which a signal is more serious, in the currency of the KPI. */
    money: decimal
      .transform(Number)
      .refine((amount) => amount >= 1 && amount <= 1e15, { error: "Enter an amount from 1 to 1,000,000,000,000,000." }),
  })
  .refine(({ high, medium, low }) => high <= medium && medium <= low, {
    path: ["low"],
    error: "More serious signals need faster answers: high at most medium, medium at most low.",
  });
export type SignalClockInput = z.output<typeof SignalClockInput>;

export const OwnSettingsInput = z
  .strictObject({
    digest: z.enum(["off", "daily", "workdays"], { error: "Choose when the digest comes." }),
    digestHour: hour,
    quietFrom: hourOrNone,
    quietTo: hourOrNone,
    singleKeys: checkbox,
  })
  .refine(({ quietFrom, quietTo }) => (quietFrom === null) === (quietTo === null), {
    path: ["quietTo"],
    error: "Choose both hours, or none.",
  })
  .refine(({ quietFrom, quietTo }) => quietFrom === null || quietFrom !== quietTo, {
    path: ["quietTo"],
    error: "Quiet hours must end at a different hour than they begin.",
  });
export type OwnSettingsInput = z.output<typeof OwnSettingsInput>;
