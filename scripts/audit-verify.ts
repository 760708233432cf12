// npm run audit:verify: recomputes the audit log's chain; exit code 1 with the first row that does not hold.
import { verifyChain } from "@/lib/audit/verify";
import { pool } from "@/lib/db/client";
import { bulkWriting } from "@/lib/db/scope";
import { onClient } from "@/lib/db/sql";

const { rows, broken } = await bulkWriting("system", (client) => verifyChain(onClient(client)), 0);
console.log(`audit log: ${rows} rows checked`);
if (broken) console.error(`BROKEN at row ${broken.id}: ${broken.problem}`);
else console.log("unbroken");
await pool.end();
process.exit(broken ? 1 : 0);
