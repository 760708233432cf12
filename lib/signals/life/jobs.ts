import "server-only";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { openLateSignals } from "../late/late";
import { ESCALATED_AT_ONCE, escalateOverdue } from "./escalate";

/**
 * What the clock does to signals, every hour: values that became late raise theirs, and what nobody answered in time climbs. Safe when
 * run twice or beside itself.
 */
export async function watchClock(at: Date): Promise<{ opened: number; closed: number; escalated: number }> {
  const late = await writing("system", (tx) => openLateSignals(onTx(tx), at));
  let escalated = 0;
  for (let climbed = ESCALATED_AT_ONCE; climbed === ESCALATED_AT_ONCE; escalated += climbed)
    climbed = await writing("system", (tx) => escalateOverdue(onTx(tx), at));
  return { ...late, escalated };
}
