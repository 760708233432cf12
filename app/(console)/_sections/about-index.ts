import decisions from "../decisions/about";

/** The sections about a KPI or an initiative, by feature. Made by scripts/entities.mjs. */
export const ABOUT = { decisions };
