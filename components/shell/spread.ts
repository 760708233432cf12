/** Somebody is at this tab: it shows within a moment what others did. A fraction of a second still parts the tabs of a whole floor. */
const ATTENDED_MS = 300;
/** Nobody is, or every tab is told in the same instant, as when the server or its database was away. */
const UNATTENDED_MS = 5_000;
/** Whoever has not touched the page for so long is taken to be away. */
const AWAY_MS = 5 * 60_000;

/** What a tab knows of itself; instants in milliseconds. `rejoined`: it had lost the server, and most likely all others had, too. */
export type Tab = { focused: boolean; touchedAt: number; now: number; rejoined: boolean };

/** The longest a tab waits before it redraws itself. It hangs on the tab alone: nobody counts how many there are. */
export const spreadOf = ({ focused, touchedAt, now, rejoined }: Tab): number =>
  focused && !rejoined && now - touchedAt < AWAY_MS ? ATTENDED_MS : UNATTENDED_MS;

/**
 * Parts in time what all tabs hear at once: `ask` has `run` called once, at a random moment within so many milliseconds. What is asked for
 * meanwhile is the same call, brought forward if it may not wait so long. `hurry`: now, if it was asked for. `stop`: not at all.
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
