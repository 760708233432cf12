export const areas = [
  { number: 1, slug: "operations", name: "Operations" },
  { number: 2, slug: "strategy", name: "Strategy" },
  { number: 3, slug: "performance", name: "Performance" },
  { number: 4, slug: "improvement", name: "Improvement" },
  { number: 5, slug: "people", name: "People" },
  { number: 6, slug: "communication", name: "Communication" },
  { number: 7, slug: "risk", name: "Risk" },
  { number: 8, slug: "finance", name: "Finance" },
  { number: 9, slug: "innovation", name: "Innovation" },
  { number: 10, slug: "customer", name: "Customer" },
] as const;

export type AreaSlug = (typeof areas)[number]["slug"];
