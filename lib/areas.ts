/** The ten areas a chief operating officer is responsible for, with the order and names used everywhere. */
export const AREAS = [
  {
    slug: "operations",
    name: "Operations",
    missing: "Stops, safety incidents and equipment effectiveness are not recorded yet; import them as records.",
  },
  { slug: "strategy", name: "Strategy", missing: "Objectives are not recorded yet. Initiatives carry the plan until then." },
  { slug: "performance", name: "Performance", missing: "" },
  { slug: "improvement", name: "Improvement", missing: "Proof of benefit needs an initiative with an effect on a KPI." },
  { slug: "people", name: "People", missing: "Pulse surveys and one-to-ones are not recorded yet." },
  { slug: "communication", name: "Communication", missing: "Briefings and reviews are not recorded yet." },
  { slug: "risk", name: "Risk", missing: "No risk register is connected yet." },
  { slug: "finance", name: "Finance", missing: "Commitments and forecasts are not recorded yet." },
  { slug: "innovation", name: "Innovation", missing: "Ideas and experiments are not recorded yet." },
  { slug: "customer", name: "Customer", missing: "Complaints and satisfaction surveys are not recorded yet; import them as records." },
] as const;

export type AreaSlug = (typeof AREAS)[number]["slug"];

/** Null for anything that is not one of the ten. */
export const areaOf = (slug: string) => AREAS.find((area) => area.slug === slug) ?? null;
