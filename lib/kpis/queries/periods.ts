import type { Frequency } from "@/lib/calendar/periods";

/** Rules look back this far: without these the first periods drawn would begin every run. */
export const LOOK_BACK = 16;

/** Periods drawn at most; the limits' baseline is read besides, however far back it lies. */
export const SHOWN: Readonly<Record<Frequency, number>> = { day: 60, week: 60, month: 36, quarter: 24, half_year: 24, year: 24 };
