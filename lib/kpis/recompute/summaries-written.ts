import "server-only";
import { defineEvent } from "@/lib/platform/events";
import type { KpiSummary } from "../summary/summary";

/** A KPI whose summary was just computed and stored. */
export type SummaryWritten = KpiSummary & { kpiId: string; unit: string; aggregation: string };

/** Summaries were written, at most a few hundred at a time; `at`: the moment they were computed for. */
export const summariesWritten = defineEvent<{ rows: readonly SummaryWritten[]; at: Date }>("summaries written");
