import type { IsoDate } from "@/lib/calendar/dates";
import type { SignalTone } from "@/lib/charts/view";
import type { KpiSummary } from "@/lib/kpis/summary/summary";
import type { SignalState } from "./states";
import type { SignalStep } from "./steps";

/** So many points in a row without a signal close one that recovered. */
export const QUIET_POINTS = 3;

/** A KPI's open process signal as it stands. */
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

/** What becomes of an open signal, and whether another one begins. `keeps`: the latest values still show it. */
export type LifeMove = { state: SignalState; quietPoints: number; keeps: boolean; events: LifeEvent[]; opens: boolean };

type Found = Pick<KpiSummary, "signal" | "quietPoints" | "limitsFrom" | "mean">;

/**
 * The next step in the life of a KPI's process signal, from what its values show now. While they show it in the same tone it lasts, and
 * one that had recovered returns to the state it was in. In another tone it closes, and another opens. When they no longer show it, it
 * is verified (whoever had it, and however far they were), and closes at the third point in a row without a signal. Limits that start again after
 * it, or are not there any more, close it: there is nothing left to recover to.
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
