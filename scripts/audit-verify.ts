// npm run audit:verify [-- --anchors FILE]: recomputes the audit log's chain and compares it with the anchors written every hour, or with a
// copy of them kept elsewhere. Exit code 1 with the first row that does not match.
import { parseArgs } from "node:util";
import { env } from "@/lib/env";
import { checkAnchors } from "@/lib/platform/audit/anchors";
import { verifyChain } from "@/lib/platform/audit/verify";
import { pool } from "@/lib/platform/db/client";
import { bulkWriting } from "@/lib/platform/db/scope";
import { onClient } from "@/lib/platform/db/sql";

const { values } = parseArgs({ options: { anchors: { type: "string" } } });
const file = values.anchors ?? env.AUDIT_ANCHORS;

const { chain, anchored } = await bulkWriting("system", async (client) => {
  const sql = onClient(client);
  return { chain: await verifyChain(sql), anchored: file === undefined ? null : await checkAnchors(sql, file) };
});
console.log(`audit log: ${chain.rows} rows checked`);
if (anchored) {
  console.log(`${anchored.anchors} ${anchored.anchors === 1 ? "anchor" : "anchors"} of ${file} compared`);
  for (const line of anchored.damaged) console.log(`line ${line} of ${file} is damaged and was not compared`);
} else
  console.log(`no anchors${file === undefined ? "" : ` at ${file}`}: rows removed at the end cannot be detected if the head was reset`);

const broken = chain.broken ?? anchored?.broken ?? null;
if (broken) console.error(`BROKEN at row ${broken.id}: ${broken.problem}`);
else console.log("unbroken");
await pool.end();
process.exit(broken || (values.anchors !== undefined && !anchored) ? 1 : 0);
