import "server-only";
import { setBusinessZone } from "@/lib/clock";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { getCompany } from "./queries";

/**
 * The company's time zone, IANA name. Also sets it for this process: for jobs and scripts, which start without a viewer (for requests,
 * lib/platform/auth/load-viewer.ts does it).
 */
export async function companyTimeZone(): Promise<string> {
  const { timeZone } = await reading("system", (tx) => getCompany(onTx(tx)));
  setBusinessZone(timeZone);
  return timeZone;
}
