import type { Variation } from "@/lib/charts/view";

export const variationWords: Record<Variation, string> = {
  improving: "Improving",
  "common-cause": "Common cause",
  worsening: "Worsening",
  changed: "Changed",
  "not-judged": "Not judged",
};

const colours: Record<Variation, string> = {
  improving: "fill-good",
  worsening: "fill-bad",
  changed: "fill-fg",
  "common-cause": "fill-limit",
  "not-judged": "fill-bg stroke-idle",
};

type Props = {
  variation: Variation;
  /** the direction of the numbers; only the colour says whether that is good */
  toward?: "up" | "down";
};

/** Three dots in the direction of the numbers, coloured by good or bad, grey for chance, with the word. */
export function VariationMark({ variation, toward = variation === "worsening" ? "down" : "up" }: Props) {
  const level = variation === "common-cause" || variation === "not-judged";
  const heights = variation === "not-judged" ? [7, 7, 7] : level ? [10, 4, 10] : toward === "up" ? [11, 7, 2.6] : [2.6, 7, 11];
  const [a = 7, b = 7, c = 7] = heights;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-table">
      <svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true" className="flex-none">
        <polyline points={`3,${a} 11,${b} 19,${c}`} className="fill-none stroke-limit" strokeWidth="1" />
        <circle cx="3" cy={a} r="2.4" className={colours[variation]} />
        <circle cx="11" cy={b} r="2.4" className={colours[variation]} />
        <circle cx="19" cy={c} r="2.4" className={colours[variation]} />
      </svg>
      {variationWords[variation]}
    </span>
  );
}
