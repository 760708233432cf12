/** Somebody uses this tab: it shows changes almost at once. A fraction of a second still spreads the tabs of a whole floor. */
const ATTENDED_MS = 300;
/** Nobody uses it, or every tab is told at the same instant, as after the server or its database was away. */
const UNATTENDED_MS = 5_000;
/** After this long without touching the page, somebody counts as away. */
const AWAY_MS = 5 * 60_000;

/** State of a tab; instants in milliseconds. `rejoined`: it had lost the server, and most likely all others had, too. */
export type Tab = { focused: boolean; touchedAt: number; now: number; rejoined: boolean };

/** The longest wait of a tab before it refreshes. It depends on the tab alone: nobody counts how many there are. */
export const spreadOf = ({ focused, touchedAt, now, rejoined }: Tab): number =>
  focused && !rejoined && now - touchedAt < AWAY_MS ? ATTENDED_MS : UNATTENDED_MS;

/**
 * Spreads in time what all tabs hear at once: `ask` calls `run` once, at a random moment within the given milliseconds. Further requests
 * share the same call, brought forward if their limit is shorter. `hurry`: run now, if requested. `stop`: cancel.
 */
export function spreadOut(run: () => void, random: () => number = Math.random) {
  let waiting: { timer: ReturnType<typeof setTimeout>; due: number } | null = null;
  const stop = () => {
    if (waiting) clearTimeout(waiting.timer);
    waiting = null;
  };
  const call = () => {
    stop();
    run();
  };
  const ask = (withinMs: number) => {
    const wait = Math.floor(random() * withinMs);
    const due = Date.now() + wait;
    if (waiting !== null && waiting.due <= due) return;
    stop();
    waiting = { timer: setTimeout(call, wait), due };
  };
  const hurry = () => {
    if (waiting !== null) call();
  };
  return { ask, hurry, stop };
}
