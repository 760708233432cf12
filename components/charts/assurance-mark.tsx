import type { Assurance } from "@/lib/charts/view";

export const assuranceWords: Record<Exclude<Assurance, null>, string> = {
  "will-pass": "Will pass",
  "hit-or-miss": "Hit or miss",
  "will-fail": "Will fail",
};

type Props = {
  assurance: Assurance;
  /** kind of target: a floor that passes is below the band, a ceiling above it */
  bound?: "floor" | "ceiling";
};

/** The grey band is the usual range, the line the target: on the good side, inside, or out of reach. */
export function AssuranceMark({ assurance, bound = "floor" }: Props) {
  if (assurance === null)
    return (
      <span className="text-muted">
        <span aria-hidden="true">–</span>
        <span className="sr-only">not judged</span>
      </span>
    );
  const above = (assurance === "will-fail") === (bound === "floor");
  const lineY = assurance === "hit-or-miss" ? 7 : above ? 1.2 : 12.8;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-table">
      <svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true" className="flex-none">
        <rect y="4" width="22" height="6" className="fill-idle opacity-40" />
        <line x2="22" y1={lineY} y2={lineY} className="stroke-target" strokeWidth="1.5" />
      </svg>
      {assuranceWords[assurance]}
    </span>
  );
}
