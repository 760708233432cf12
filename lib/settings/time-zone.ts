import "server-only";
import { reading } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { getCompany } from "./queries";

/** The company's time zone, IANA name. */
export const companyTimeZone = (): Promise<string> => reading("system", async (tx) => (await getCompany(onTx(tx))).timeZone);
