import "server-only";
import { writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { raiseLate } from "./late";

/** What the clock does to signals, every hour: values that became late raise theirs. Safe when run twice or beside itself. */
export async function watchClock(at: Date): Promise<{ opened: number; closed: number }> {
  return writing("system", (tx) => raiseLate(onTx(tx), at));
}
