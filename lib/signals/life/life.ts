import type { IsoDate } from "@/lib/calendar/dates";
import type { SignalTone } from "@/lib/charts/view";
import type { KpiSummary } from "@/lib/kpis/summary/summary";
import type { SignalState } from "./states";
import type { SignalStep } from "./steps";

/** This many points in a row without a signal close one that recovered. */
export const QUIET_POINTS = 3;

/** A KPI's open process signal in its current state. */
export type OpenSignal = {
  id: string;
  state: SignalState;
  tone: SignalTone;
  level: number;
  reach: number;
  periodStart: IsoDate;
  lastPeriod: IsoDate;
  quietPoints: number;
  /** Verified: the state it recovered from. */
  recoveredFrom: SignalState | null;
};

export type LifeEvent = { step: SignalStep; text: string };

/** What happens to an open signal, and whether another one begins. `keeps`: the latest values still show it. */
export type LifeMove = { state: SignalState; quietPoints: number; keeps: boolean; events: LifeEvent[]; opens: boolean };

type Found = Pick<KpiSummary, "signal" | "quietPoints" | "limitsFrom" | "mean">;

/**
 * The next step in the life of a KPI's process signal, from its current values. While they show the same tone it stays, and a recovered one
 * returns to the state it had. With another tone it closes, and a new one opens. When the values no longer show it, it is verified
 * (whatever its owner and state), and closes at the third point in a row without a signal. If the limits start again after it, or
 * disappear, it closes: there is no level left to recover to.
 */
export function nextMove(open: OpenSignal, found: Found): LifeMove {
  const { signal } = found;
  if (signal !== null && signal.tone !== open.tone) {
    const text = `The values now point the other way: ${signal.tone}.`;
    return { state: "closed", quietPoints: open.quietPoints, keeps: false, events: [{ step: "closed", text }], opens: true };
  }
  if (signal !== null) {
    const returned = open.state === "verified";
    const state = returned ? (open.recoveredFrom ?? "open") : open.state;
    return { state, quietPoints: 0, keeps: true, events: returned ? [{ step: "returned", text: "" }] : [], opens: false };
  }
  if (found.mean === null || found.limitsFrom === null || found.limitsFrom > open.periodStart) {
    const text = "Its limits begin anew.";
    return { state: "closed", quietPoints: open.quietPoints, keeps: false, events: [{ step: "closed", text }], opens: false };
  }
  const quietPoints = Math.max(open.quietPoints, found.quietPoints.filter((period) => period > open.lastPeriod).length);
  const events: LifeEvent[] =
    open.state === "verified"
      ? []
      : [
          { step: "recovered", text: "" },
          { step: "verified", text: "" },
        ];
  const closes = quietPoints >= QUIET_POINTS;
  if (closes) events.push({ step: "closed", text: `${QUIET_POINTS} points in a row inside its usual range.` });
  return { state: closes ? "closed" : "verified", quietPoints, keeps: false, events, opens: false };
}
