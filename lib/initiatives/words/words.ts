import { type AreaSlug, AREAS as TEN } from "@/lib/areas";

/** Words on screen for stored values, in menu order. */
export const AREAS: readonly (readonly [AreaSlug, string])[] = TEN.map(({ slug, name }) => [slug, name]);
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

export type Area = AreaSlug;
export type Kind = (typeof KINDS)[number][0];
export type Stage = (typeof STAGES)[number][0];
export type Judgement = (typeof JUDGEMENTS)[number][0];

type Pairs = readonly (readonly [string, string])[];

/** The word for a stored value; the value itself if it has none. */
export const wordOf = (pairs: Pairs, value: string): string => pairs.find(([stored]) => stored === value)?.[1] ?? value;
export const keysOf = <T extends string>(pairs: readonly (readonly [T, string])[]): T[] => pairs.map(([stored]) => stored);
