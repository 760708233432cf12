import type { Frequency } from "@/lib/calendar/periods";

/** Rules look back this far: without these periods, every run would begin at the first drawn one. */
export const LOOK_BACK = 16;

/** Maximum number of drawn periods; the limits' baseline is read as well, however far back it lies. */
export const SHOWN: Readonly<Record<Frequency, number>> = { day: 60, week: 60, month: 36, quarter: 24, half_year: 24, year: 24 };
