import { appendAudit } from "@/lib/audit/write";
import { addDays } from "@/lib/calendar/dates";
import { now, today } from "@/lib/clock";
import { db, pool } from "@/lib/db/client";
import { bulkWriting, writing } from "@/lib/db/scope";
import { onTx } from "@/lib/db/sql";
import { env } from "@/lib/env";
import { recompute } from "@/lib/kpis/recompute";
import { bringIn, SOURCES } from "./company";
import { writeCompany, writeSignIns } from "./organisation";
import { writeAnnotations, writeInitiatives } from "./story";

// Loads the demonstration company. Run again it adds only what is missing.

const started = Date.now();
const say = (text: string) => process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);

if (env.DEMO !== "1" || env.CLOCK === undefined)
  throw new Error("The demonstration company is loaded only into a demonstration: DEMO=1 and CLOCK.");

try {
  await writing("system", writeCompany);
  // What is known on a morning is what happened by the evening before.
  const knownOn = addDays(today(), -1);
  for (const source of SOURCES) {
    const { rows, taken } = await bringIn(source, knownOn);
    say(`${source.mapping}: ${taken.toLocaleString("en-US")} rows${taken < rows ? ` of ${rows.toLocaleString("en-US")}` : ""}`);
  }
  say(`annotations: ${await writing("system", writeAnnotations)}`);
  const { measurements, summaries } = await bulkWriting("system", (client) => recompute(client, { all: true }, now()));
  say(`KPIs: ${measurements.toLocaleString("en-US")} values of ${summaries}`);
  say(`initiatives: ${await writing("system", writeInitiatives)}`);
  say(`sign-ins: ${await writing("system", writeSignIns)}`);
  await writing("system", (tx) =>
    appendAudit(onTx(tx), "system", {
      action: "installation.start",
      subject: { type: "installation", id: "demonstration", name: "Adventure Works Cycles" },
      departmentId: null,
      before: null,
      after: { recordsKnownOn: knownOn },
    }),
  );
} finally {
  await db.$disconnect();
  await pool.end();
}
