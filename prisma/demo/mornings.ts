import type { IsoDate } from "@/lib/calendar/dates";

/** The company is loaded the way it would have become known: on two mornings, each with what had happened by the evening before. */
export type Morning = { at: string; knownOn: IsoDate; ledgerOn: IsoDate };

export const FIRST: Morning = { at: "2014-05-01T06:00:00Z", knownOn: "2014-04-30", ledgerOn: "2013-10-31" };
/** Ledger dates are those of its own calendar, five months behind; on 1 May its April is not closed yet. */
export const SECOND: Morning = { at: "2014-06-02T06:00:00Z", knownOn: "2014-06-01", ledgerOn: "2014-01-01" };
