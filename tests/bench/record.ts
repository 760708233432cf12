import { recordMeasurement } from "@/lib/kpis/commands/record-measurement";
import { viewerByEmail } from "@/lib/platform/auth/load-viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { MANAGER } from "./company";

// record.ts CLIENTS SECONDS: corrects typed values as this many people at once, each on their own KPIs, through the command the screen
// calls: lock, version, summary, limits, rules, signals, audit. Prints the number per second.

const [clients = 16, seconds = 10] = process.argv.slice(2).map(Number);
const viewer = await viewerByEmail(MANAGER);
if (!viewer) throw new Error(`${MANAGER} cannot sign in.`);

type Typed = { kpiId: string; period: string; version: number; value: string };
const typed = await reading(viewer, (tx) =>
  onTx(tx).query<Typed>(Prisma.sql`
    SELECT k.id::text AS "kpiId", s.latest_period::text AS period, m.version, trim_scale(m.value)::text AS value
    FROM kpi k JOIN kpi_summary s ON s.kpi_id = k.id
      JOIN measurement m ON m.kpi_id = k.id AND m.series = 'actual' AND m.period_start = s.latest_period AND m.superseded_at IS NULL
    WHERE k.source = 'manual' ORDER BY k.code LIMIT 2000`),
);
const until = performance.now() + seconds * 1000;
const taken: number[] = [];
const client = async (own: Typed[]) => {
  for (let turn = 0; performance.now() < until; turn++) {
    const one = own[turn % own.length];
    if (!one) return;
    const began = performance.now();
    // Never the current value: repeating it writes nothing.
    const value = (Number(one.value) * (1 + ((turn % 7) + 1) / 1000)).toFixed(2);
    const saved = await recordMeasurement(viewer, {
      state: "final",
      kpiId: one.kpiId,
      periodStart: one.period,
      value,
      note: "",
      reason: "counted again",
      seenVersion: one.version,
    });
    one.version = saved.version;
    taken.push(performance.now() - began);
  }
};
const began = performance.now();
await Promise.all(Array.from({ length: clients }, (_, n) => client(typed.filter((_one, at) => at % clients === n))));
taken.sort((a, b) => a - b);
process.stdout.write(
  `${JSON.stringify({ perSecond: taken.length / ((performance.now() - began) / 1000), p50: taken[taken.length >> 1], p99: taken[Math.floor(taken.length * 0.99)] })}\n`,
);
process.exit(0);
