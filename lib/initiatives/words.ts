import type { IsoDate } from "@/lib/calendar/dates";
import { formatDate, formatNumber } from "@/lib/format";

/** The words screens use for what is stored, in the order they are offered. */
export const AREAS = [
  ["operations", "Operations"],
  ["strategy", "Strategy"],
  ["performance", "Performance"],
  ["improvement", "Improvement"],
  ["people", "People"],
  ["communication", "Communication"],
  ["risk", "Risk"],
  ["finance", "Finance"],
  ["innovation", "Innovation"],
  ["customer", "Customer"],
] as const;
export const KINDS = [
  ["strategic", "Strategic"],
  ["improvement", "Improvement"],
  ["innovation", "Innovation"],
  ["mitigation", "Mitigation"],
  ["corrective", "Corrective"],
] as const;
export const STAGES = [
  ["proposed", "Proposed"],
  ["active", "Active"],
  ["paused", "Paused"],
  ["done", "Done"],
  ["stopped", "Stopped"],
] as const;
export const JUDGEMENTS = [
  ["on_track", "On track"],
  ["watch", "Watch"],
  ["off_track", "Off track"],
] as const;

export type Area = (typeof AREAS)[number][0];
export type Kind = (typeof KINDS)[number][0];
export type Stage = (typeof STAGES)[number][0];
export type Judgement = (typeof JUDGEMENTS)[number][0];

type Pairs = readonly (readonly [string, string])[];

/** The word of a stored value; the value itself when it has none. */
export const wordOf = (pairs: Pairs, value: string): string => pairs.find(([stored]) => stored === value)?.[1] ?? value;
export const keysOf = <T extends string>(pairs: readonly (readonly [T, string])[]): T[] => pairs.map(([stored]) => stored);

/** "15 June"; with its year where that is not the year of `today`. */
export const dayOf = (date: IsoDate, today: IsoDate): string => yearless(formatDate(date, "long").replace(/^\w+ /, ""), date, today);

/** "Fri 30 May"; with its year where that is not the year of `today`. */
export const weekdayOf = (date: IsoDate, today: IsoDate): string => yearless(formatDate(date, "long"), date, today);

const yearless = (text: string, date: IsoDate, today: IsoDate) =>
  date.slice(0, 4) === today.slice(0, 4) ? text.replace(/ \d{4}$/, "") : text;

export const daysText = (days: number): string => `${days} ${days === 1 ? "day" : "days"}`;

/** A change as a claim states it, signed and without its unit: "+8", "−0.5". */
export const signed = (change: number): string => `${change > 0 ? "+" : ""}${formatNumber(change)}`;
