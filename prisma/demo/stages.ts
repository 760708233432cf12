import "@/lib/entry/listeners";
import { startClockAt } from "@/lib/clock";
import { recompute } from "@/lib/kpis/recompute/recompute";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { bulkWriting, reading, writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { openLateSignals } from "@/lib/signals/late/late";
import { writeAcceptedLevels } from "./accepted-levels";
import { bringIn, readMapping, SOURCES } from "./company";
import { writeDecisions } from "./decisions";
import { FIRST, type Morning, SECOND } from "./mornings";
import { writeCompany, writeSignIns } from "./organisation";
import { writeSignalStories } from "./signal-stories";
import { writeAnnotations, writeInitiatives } from "./story";

/** What changes from the first morning to the second. Everything else is there from the first. */
const GROWING = [
  "work-order",
  "operation",
  "purchase-order",
  "purchase-line",
  "sales-order",
  "ledger-line",
  "call-centre-shift",
  "kpis",
  "targets",
  "values",
  "shares",
];

/** Records of states that last until something changes. On the second morning the files are the same, so nothing of them is written. */
const STANDING = ["product", "employment", "place"];

type Say = (text: string) => void;

/**
 * Loads the demonstration company. Run again, it adds only what is missing: once something of the second morning is in, the first is
 * finished. Afterwards the business clock of this process is at the second morning.
 */
export async function loadCompany(say: Say, sources = SOURCES): Promise<void> {
  const begun = await secondBegun();
  startClockAt(FIRST.at);
  await writing("system", writeCompany);
  if (!begun) {
    await morning(FIRST, sources, say);
    say(`levels accepted earlier: ${await writing("system", writeAcceptedLevels)}`);
    say(`stories of signals: ${await writing("system", writeSignalStories)}`);
    await writing("system", writeSignIns);
  }
  startClockAt(SECOND.at);
  if (!begun) await writing("system", stillStanding);
  await morning(SECOND, begun ? sources : sources.filter((source) => GROWING.includes(source.mapping)), say);
  const late = await writing("system", (tx) => openLateSignals(onTx(tx), new Date(SECOND.at)));
  say(`late values: ${late.opened} signals`);
  say(`sign-ins: ${await writing("system", writeSignIns)}`);
}

async function morning({ at, knownOn, ledgerOn }: Morning, sources: typeof SOURCES, say: Say): Promise<void> {
  for (const source of sources) {
    const { rows, taken } = await bringIn(source, source.mapping === "ledger-line" ? ledgerOn : knownOn);
    say(`${knownOn} ${source.mapping}: ${taken.toLocaleString("en-US")} rows${taken < rows ? ` of ${rows.toLocaleString("en-US")}` : ""}`);
  }
  say(`${knownOn} annotations: ${await writing("system", (tx) => writeAnnotations(tx, knownOn))}`);
  say(`${knownOn} initiatives: ${await writing("system", (tx) => writeInitiatives(tx, knownOn))}`);
  say(`${knownOn} decisions: ${await writing("system", (tx) => writeDecisions(tx, knownOn))}`);
  const { measurements, summaries } = await bulkWriting("system", (client) => recompute(client, { all: true }, new Date(at)));
  say(`${knownOn} KPIs: ${measurements.toLocaleString("en-US")} values of ${summaries}`);
}

/** Standing records are known up to the last time they were checked; the end of a later month is unknown. */
async function stillStanding(tx: Tx): Promise<void> {
  await onTx(tx).query(Prisma.sql`UPDATE import SET imported_at = ${SECOND.at}::timestamptz FROM import_mapping m
    WHERE m.id = import.mapping_id AND m.name = ANY (${STANDING.map((mapping) => readMapping(mapping).name)}::text[])`);
}

/** Whether anything was imported on the second morning: an interrupted first load continues there. */
async function secondBegun(): Promise<boolean> {
  const [row] = await reading("system", (tx) =>
    onTx(tx).query<{ begun: boolean }>(
      Prisma.sql`SELECT EXISTS (SELECT FROM import WHERE imported_at >= ${SECOND.at}::timestamptz) AS begun`,
    ),
  );
  return row?.begun ?? false;
}
