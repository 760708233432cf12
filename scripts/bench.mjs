// npm run bench: how long pages and an import take at size, each against its floor of the same run. See --help.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command, Refusal } from "./say.mjs";
import { root, setUp } from "./set-up.mjs";

const HELP = `npm run bench [-- pages|import]

Builds, makes an installation of its own with 1,000 KPIs and 1,000,000 measurements, and prints one line of JSON per figure:
name, value, unit, floor, ratio. Pages: p50 over whole pages, signed in, beside a signed-in page that holds nothing but the frame every
page has and ten words. Import: the command npm run import beside a bare COPY of the same rows into the same table with its indexes.
Ends with exit code 1 when a ratio is above its bound (pages 3, import 4) or the import held more than 512 MB.

Environment: BENCH_DATA_DIR (a data directory to keep and use again; by default one is made and removed).`;

const PASSWORD = "bench 1000 measures of one million";
const BARE = "bench_import";
const PAGE_BOUND = 3;
const IMPORT_BOUND = 4;
const MEMORY_MB = 512;
const ROUNDS = 6;
const ROUND_MS = 2_000;

const began = Date.now();
const tell = (line) => console.error(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
const round = (number, digits = 2) => Number(number.toFixed(digits));
const missed = [];

function figure({ name, value, unit, floor = null, bound = null }) {
  const ratio = floor === null ? null : value / floor;
  console.log(
    JSON.stringify({
      name,
      value: round(value),
      unit,
      floor: floor === null ? null : round(floor),
      ratio: ratio === null ? null : round(ratio),
    }),
  );
  if (bound !== null && (ratio ?? value) > bound) missed.push(`${name}: ${round(ratio ?? value)} is above ${bound}`);
}

async function seed(application, args) {
  const { runTypeScript } = await import("./ts-run.mjs");
  await runTypeScript("tests/bench/seed.ts", [PASSWORD, ...args], {
    DEMO: "0",
    DATABASE_URL: application.appUrl,
    OWNER_DATABASE_URL: application.ownerUrl,
  });
}

async function pages(application) {
  const { connected } = await import("./installation.mjs");
  const { signInAt } = await import("./served.mjs");
  const { latencies } = await import("../tests/bench/latency.mjs");
  const { origin, ownerUrl } = application;
  const cookie = await signInAt(origin, "manager@bench.example", PASSWORD);
  const { rows } = await connected(ownerUrl, (client) => client.query("select id from kpi where code = 'B-0003'"));
  // The floor is what every page has around it (session, viewer, navigation with its marks and counts) and a list of ten links.
  const measuredPages = {
    floor: { url: `${origin}/areas`, holds: ["Areas"] },
    area_page: { url: `${origin}/operations`, holds: ["KPIs of Operations", "of the department"] },
    kpi_page: { url: `${origin}/kpis/${rows[0].id}`, holds: ["B-0003", "Who changed what"] },
  };
  for (const clients of [1, 16]) {
    const found = await latencies(measuredPages, { cookie, clients, rounds: ROUNDS, roundMs: ROUND_MS });
    for (const [name, { requests, bytes, packed }] of Object.entries(found))
      tell(`${name}, ${clients} at once: ${requests} requests of ${bytes} bytes (${packed} packed)`);
    const { floor, ...measured } = found;
    for (const [name, { p50 }] of Object.entries(measured))
      figure({
        name: `${name}_p50_${clients}_client${clients > 1 ? "s" : ""}`,
        value: p50,
        unit: "ms",
        floor: floor.p50,
        bound: PAGE_BOUND,
      });
  }
}

/** A second database of the same server: the same KPIs, no measurement. */
async function bareDatabase({ ownerUrl, dataDir }) {
  const { connected } = await import("./installation.mjs");
  const { ensureAppRole } = await import("./roles.mjs");
  const { kept } = await import("./secrets.mjs");
  const url = new URL(ownerUrl);
  await connected(ownerUrl, async (client) => {
    await client.query(`drop database if exists ${BARE} with (force)`);
    await client.query(`create database ${BARE}`);
  });
  url.pathname = `/${BARE}`;
  const own = String(url);
  const { status } = spawnSync(process.execPath, [path.join(root, "scripts/migrate.mjs")], {
    env: { ...process.env, OWNER_DATABASE_URL: own },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Refusal("The second database could not be migrated.");
  const bare = { ownerUrl: own, appUrl: await ensureAppRole(own, kept(dataDir, "app-password")) };
  await seed(bare, ["--bare"]);
  return bare;
}

async function importing(application) {
  const { compareImport } = await import("../tests/bench/import.mjs");
  const { median } = await import("../tests/bench/latency.mjs");
  const bare = await bareDatabase(application);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-bench-rows-"));
  try {
    const runs = await compareImport({ ownerUrl: application.ownerUrl, bare, dir, rounds: 2 });
    if (runs.rows.some((rows) => rows !== 1_000_000)) throw new Error(`The runs left ${runs.rows.join(", ")} rows.`);
    tell(`COPY ${runs.copy.map((s) => round(s)).join(", ")} s; import ${runs.import.map((s) => round(s)).join(", ")} s`);
    figure({ name: "import_1m_measurements", value: median(runs.import), unit: "s", floor: median(runs.copy), bound: IMPORT_BOUND });
    figure({ name: "import_peak_memory", value: Math.max(...runs.bytes) / 1024 / 1024, unit: "MB", bound: MEMORY_MB });
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

await command(async () => {
  const [what, ...more] = process.argv.slice(2);
  if (more.length > 0 || !["pages", "import", undefined].includes(what)) throw new Refusal(HELP);
  await setUp(import.meta.filename);
  const { connected } = await import("./installation.mjs");
  const { startApplication } = await import("./served.mjs");
  const keep = process.env.BENCH_DATA_DIR;
  const dataDir = keep ? path.resolve(keep) : fs.mkdtempSync(path.join(os.tmpdir(), "coo-bench-"));
  if (!keep) fs.chmodSync(dataDir, 0o755); // the private PostgreSQL may run as another user
  const application = await startApplication({ dataDir, flags: ["--empty"], env: { LOG_LEVEL: "error" } });
  try {
    const { rows } = await connected(application.ownerUrl, (client) => client.query("select count(*)::int as n from kpi_summary"));
    if (rows[0].n === 0) {
      tell("making 1,000 KPIs with 1,000,000 measurements");
      await seed(application, []);
      tell("made, summaries included");
    }
    if (what !== "import") await pages(application);
    if (what !== "pages") await importing(application);
  } finally {
    await application.stop();
    if (!keep) fs.rmSync(dataDir, { recursive: true, force: true });
  }
  for (const line of missed) console.error(`missed: ${line}`);
  process.exit(missed.length === 0 ? 0 : 1);
});
