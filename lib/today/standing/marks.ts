import { AREAS, type AreaSlug } from "@/lib/areas";
import type { StatusMark } from "@/lib/charts/view";
import type { AreaState } from "../view";

export type AreaMark = { status: StatusMark; staleDays: number | null };

/** The worst of several KPIs: off track, then late, then watch, on track, no target. A late file does not hide a KPI that is off track. */
export function markOf(state: AreaState): AreaMark {
  const staleDays = state.offTrack > 0 ? null : state.staleDays;
  if (state.offTrack > 0) return { status: "off-track", staleDays };
  if (state.watch > 0) return { status: "watch", staleDays };
  if (state.onTrack > 0) return { status: "on-track", staleDays };
  return { status: state.noTarget > 0 ? "no-target" : "no-data", staleDays };
}

/** By area; areas without a KPI of the viewer's are absent. */
export function marksOf(states: readonly AreaState[]): Partial<Record<AreaSlug, AreaMark>> {
  return Object.fromEntries(
    AREAS.flatMap(({ slug }) => {
      const state = states.find(({ area }) => area === slug);
      return state === undefined ? [] : [[slug, markOf(state)]];
    }),
  );
}
