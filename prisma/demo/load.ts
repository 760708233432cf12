import { env } from "@/lib/env";
import { appendAudit } from "@/lib/platform/audit/write";
import { db, pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { SECOND } from "./mornings";
import { loadCompany } from "./stages";

// Loads the demonstration company. Run again it adds only what is missing.

const started = Date.now();
const say = (text: string) => process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);

if (env.DEMO !== "1" || env.CLOCK === undefined)
  throw new Error("The demonstration company is loaded only into a demonstration: DEMO=1 and CLOCK.");

try {
  await loadCompany(say);
  await writing("system", (tx) =>
    appendAudit(onTx(tx), "system", {
      action: "installation.start",
      subject: { type: "installation", id: "demonstration", name: "Adventure Works Cycles" },
      departmentId: null,
      before: null,
      after: { recordsKnownOn: SECOND.knownOn },
    }),
  );
} finally {
  await db.$disconnect();
  await pool.end();
}
