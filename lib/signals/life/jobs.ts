import "server-only";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { openLateSignals } from "../late/late";
import { ESCALATED_AT_ONCE, escalateOverdue } from "./escalate";

/**
 * Hourly work on signals: values that became late get a signal, and signals not answered in time are escalated. Safe to run twice or in
 * parallel.
 */
export async function watchClock(at: Date): Promise<{ opened: number; closed: number; escalated: number }> {
  const late = await writing("system", (tx) => openLateSignals(onTx(tx), at));
  let escalated = 0;
  for (let climbed = ESCALATED_AT_ONCE; climbed === ESCALATED_AT_ONCE; escalated += climbed)
    climbed = await writing("system", (tx) => escalateOverdue(onTx(tx), at));
  return { ...late, escalated };
}
