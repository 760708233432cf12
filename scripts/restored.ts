// The last step of npm run restore, on the installation as it will be served: records in the audit log what was restored, and from what.
import path from "node:path";
import { env } from "@/lib/env";
import { checkAnchors } from "@/lib/platform/audit/anchors";
import { verifyChain } from "@/lib/platform/audit/verify";
import { fileDigest } from "@/lib/platform/backup/files";
import { noteRestored } from "@/lib/platform/backup/note";
import { pool } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";

const [file, made, rows] = process.argv.slice(2);
if (!file || !made || !rows) throw new Error("called by npm run restore alone");
await noteRestored(path.basename(file), await fileDigest(file), made, Number(rows));
const { chain, anchored } = await reading("system", async (tx) => ({
  chain: await verifyChain(onTx(tx)),
  anchored: env.AUDIT_ANCHORS === undefined ? null : await checkAnchors(onTx(tx), env.AUDIT_ANCHORS),
}));
const broken = chain.broken ?? anchored?.broken;
if (broken) console.error(`The audit log is BROKEN at row ${broken.id}, as it was in the backup: ${broken.problem}`);
await pool.end();
process.exit(0);
