import "server-only";
import { setBusinessZone } from "@/lib/clock";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { getCompany } from "./queries";

/**
 * The company's time zone, IANA name. The business days of this process are told by it from here on: for jobs and scripts, which begin
 * without a viewer (lib/platform/auth/load-viewer.ts does it for requests).
 */
export async function companyTimeZone(): Promise<string> {
  const { timeZone } = await reading("system", (tx) => getCompany(onTx(tx)));
  setBusinessZone(timeZone);
  return timeZone;
}
