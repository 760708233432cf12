/**
 * What somebody opened last, stored in their browser as references only: names are read again with current rights. One list per person, so
 * that two people at one machine do not see each other's; sign-out clears all.
 */
const KEPT = 6;
const PREFIX = "recent:";

/** References, the last one first. Empty if the browser stores nothing. */
export function recentOf(personId: string): string[] {
  try {
    return (localStorage.getItem(PREFIX + personId) ?? "").split(",").filter(Boolean).slice(0, KEPT);
  } catch {
    return []; // storage may be switched off
  }
}

export function rememberRecent(personId: string, kind: string, id: string): void {
  const ref = `${kind}:${id}`;
  const list = [ref, ...recentOf(personId).filter((other) => other !== ref)].slice(0, KEPT);
  try {
    localStorage.setItem(PREFIX + personId, list.join(","));
  } catch {} // then nothing is stored
}

export function forgetRecent(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {} // nothing was stored either
}
