import type { Entry } from "./grid/number-cell";

/** Input the server has not confirmed yet, one item of the browser's storage per cell, so that two windows do not overwrite each other. */
export type Draft = {
  typed: string;
  /** The entry to send; null while it is only typed. */
  entry: Entry | null;
  /** The version shown when it was typed. */
  seen: number;
  /** The same however often it is sent, so that it is recorded once. */
  idempotencyKey: string;
};

const PREFIX = "my-numbers:";
const own = (personId: string) => `${PREFIX}${personId}:`;

/** Storage may be switched off or full: typing still works without it. */
function storage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    return null;
  }
}

const namesIn = (box: Storage, prefix: string): string[] =>
  Array.from({ length: box.length }, (_, i) => box.key(i)).filter((name): name is string => name?.startsWith(prefix) ?? false);

export function readDrafts(personId: string): Map<string, Draft> {
  const box = storage();
  const found = new Map<string, Draft>();
  for (const name of box === null ? [] : namesIn(box, own(personId))) {
    const draft = parse(box?.getItem(name) ?? "");
    if (draft !== null) found.set(name.slice(own(personId).length), draft);
  }
  return found;
}

export function keepDraft(personId: string, key: string, draft: Draft): void {
  try {
    storage()?.setItem(own(personId) + key, JSON.stringify(draft));
  } catch {
    // storage is full; the cell still has the value
  }
}

export const dropDraft = (personId: string, key: string): void => storage()?.removeItem(own(personId) + key);

/** Before signing out: removes all typed input from this device. */
export function forgetDrafts(): void {
  const box = storage();
  for (const name of box === null ? [] : namesIn(box, PREFIX)) box?.removeItem(name);
}

/** Removes input that somebody else left on this device, without showing it. */
export function forgetDraftsOfOthers(personId: string): void {
  const box = storage();
  for (const name of box === null ? [] : namesIn(box, PREFIX)) if (!name.startsWith(own(personId))) box?.removeItem(name);
}

function parse(text: string): Draft | null {
  try {
    const draft: unknown = JSON.parse(text);
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isEntry = (value: unknown): value is Entry =>
  isRecord(value) &&
  typeof value.reason === "string" &&
  (value.state === "missing" || (value.state === "final" && typeof value.value === "string"));
const isDraft = (value: unknown): value is Draft =>
  isRecord(value) &&
  typeof value.typed === "string" &&
  typeof value.seen === "number" &&
  typeof value.idempotencyKey === "string" &&
  (value.entry === null || isEntry(value.entry));
