// Prints the one-time link for the first administrator of an installation; prints nothing if there is one.
import { offerFirstAdministrator } from "@/lib/platform/auth/links/first-administrator";
import { pool } from "@/lib/platform/db/client";

const link = await offerFirstAdministrator();
if (link)
  console.log(`\n  This installation has no administrator yet. Open this link within 24 hours to become it; it works once:\n  ${link}\n`);
await pool.end();
