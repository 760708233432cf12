// npm run bench: how long pages and an import take with large data, each compared with a minimum from the same run. See --help.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command, Refusal } from "./say.mjs";
import { root, setUp } from "./set-up.mjs";

const HELP = `npm run bench [-- pages|record|import|floods [NAME ...]]

Builds, makes two installations of the same company of 10,000 KPIs, one with 10 million measurements and one with a tenth of that
history, and prints one line of JSON per figure: name, value, unit, floor, ratio.
Pages: p50 over whole pages of the long history, signed in, beside a signed-in page that holds nothing but the frame every page has and
ten words; and beside the same page of the short history. Record: corrections a second by 16 people at once, each with its summary,
limits, rules, signals and audit row. Import: the command npm run import beside a bare COPY of the same million rows into the same table
with its indexes. Ends with exit code 1 when a ratio is above its bound (pages 3, history 1.1, import 4), when fewer than 100 values a
second were recorded, or when the import held more than 512 MB.
Floods, on their own only: the demonstration company, and what one who floods it does to the others: p95 of their pages during each flood
beside the p95 just before it (bound 2), and memory of the web server beside its maximum while the same people read in peace: 100 MB more
at most, 30 MB more half a minute later. NAME: only these floods.

Environment: BENCH_DATA_DIR (a directory to keep the two installations in and use them again; by default one is made and removed).`;

const PASSWORD = "bench 10000 measures of ten million";
const BARE = "bench_import";
const PAGE_BOUND = 3;
const HISTORY_BOUND = 1.1;
const RECORDED_BOUND = 100;
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

const environmentOf = (application) => ({ DEMO: "0", DATABASE_URL: application.workUrl, OWNER_DATABASE_URL: application.adminUrl });

async function seed(application, args) {
  const { runTypeScript } = await import("./ts-run.mjs");
  await runTypeScript("tests/bench/seed.ts", [PASSWORD, ...args], environmentOf(application));
}

/** The measured pages with the text each must contain, so that a fast but empty answer does not count. */
async function pagesOf({ origin, ownerUrl }) {
  const { asSystem } = await import("./installation.mjs");
  const { signInAt } = await import("./served.mjs");
  const cookie = await signInAt(origin, "manager@bench.example", PASSWORD);
  const { rows } = await asSystem(ownerUrl, (client) => client.query("select id from kpi where code = 'B-00003'"));
  return {
    // The minimum is the frame of every page (session, viewer, navigation with its marks and counts) and a list of ten links.
    floor: { url: `${origin}/areas`, holds: ["Areas"], cookie },
    today_page: { url: `${origin}/`, holds: ["New signals", "State of the company"], cookie },
    area_page: { url: `${origin}/operations`, holds: ["KPIs of Operations", "of the department"], cookie },
    kpi_page: { url: `${origin}/kpis/${rows[0].id}`, holds: ["B-00003", "As known on"], cookie },
  };
}

async function pages(long, short) {
  const { latencies } = await import("../tests/bench/latency.mjs");
  const measured = await pagesOf(long);
  for (const clients of [1, 16]) {
    const found = await latencies(measured, { clients, rounds: ROUNDS, roundMs: ROUND_MS });
    for (const [name, { requests, bytes, packed, p50 }] of Object.entries(found))
      tell(`${name}, ${clients} at once: ${requests} requests of ${bytes} bytes (${packed} packed), p50 ${round(p50)} ms`);
    const { floor, ...others } = found;
    for (const [name, { p50 }] of Object.entries(others))
      figure({
        name: `${name}_p50_${clients}_client${clients > 1 ? "s" : ""}`,
        value: p50,
        unit: "ms",
        floor: floor.p50,
        bound: PAGE_BOUND,
      });
  }
  const brief = await pagesOf(short);
  const pairs = Object.keys(measured).flatMap((name) => [
    [`${name} long`, measured[name]],
    [`${name} short`, brief[name]],
  ]);
  const found = await latencies(Object.fromEntries(pairs), { clients: 1, rounds: ROUNDS, roundMs: ROUND_MS });
  for (const name of Object.keys(measured))
    figure({
      name: `${name}_10m_beside_1m`,
      value: found[`${name} long`].p50,
      unit: "ms",
      floor: found[`${name} short`].p50,
      bound: HISTORY_BOUND,
    });
}

/** In a separate process, through the same command as the screen. */
async function recording(application) {
  const run = spawnSync(
    process.execPath,
    ["--import", path.join(root, "scripts/ts.mjs"), path.join(root, "tests/bench/record.ts"), "16", "15"],
    {
      cwd: root,
      env: { ...process.env, ...environmentOf(application) },
      stdio: ["ignore", "pipe", "inherit"],
      encoding: "utf8",
    },
  );
  if (run.status !== 0) throw new Error(`The recording ended with code ${run.status}.`);
  const { perSecond, p50, p99 } = JSON.parse(run.stdout);
  tell(`one value: p50 ${round(p50)} ms, p99 ${round(p99)} ms with 16 at once`);
  figure({ name: "recorded_16_clients", value: perSecond, unit: "values a second" });
  if (perSecond < RECORDED_BOUND) missed.push(`recorded_16_clients: ${round(perSecond)} is below ${RECORDED_BOUND}`);
}

/** A second database on the same server: the same KPIs without measurements. */
async function bareDatabase({ ownerUrl, adminUrl, dataDir }) {
  const { connected, processUrls } = await import("./installation.mjs");
  const [own, admin] = [ownerUrl, adminUrl].map((url) => String(Object.assign(new URL(url), { pathname: `/${BARE}` })));
  await connected(adminUrl, async (client) => {
    await client.query(`drop database if exists ${BARE} with (force)`);
    await client.query(`create database ${BARE} owner owner`);
  });
  const { status } = spawnSync(process.execPath, [path.join(root, "scripts/migrate.mjs")], {
    env: { ...process.env, OWNER_DATABASE_URL: own },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Refusal("The second database could not be migrated.");
  const bare = { ownerUrl: own, adminUrl: admin, ...(await processUrls(own, dataDir)) };
  await seed(bare, ["short", "--bare"]);
  return bare;
}

async function importing(application) {
  const { compareImport } = await import("../tests/bench/import.mjs");
  const { median } = await import("../tests/bench/latency.mjs");
  const bare = await bareDatabase(application);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-bench-rows-"));
  try {
    const runs = await compareImport({ adminUrl: application.adminUrl, bare, dir, rounds: 2 });
    if (runs.rows.some((rows) => rows !== 1_000_000)) throw new Error(`The runs left ${runs.rows.join(", ")} rows.`);
    tell(`COPY ${runs.copy.map((s) => round(s)).join(", ")} s; import ${runs.import.map((s) => round(s)).join(", ")} s`);
    figure({ name: "import_1m_measurements", value: median(runs.import), unit: "s", floor: median(runs.copy), bound: IMPORT_BOUND });
    figure({ name: "import_peak_memory", value: Math.max(...runs.bytes) / 1024 / 1024, unit: "MB", bound: MEMORY_MB });
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

const FLOOD = { calmMs: 12_000, floodMs: 20_000, restMs: 30_000 };
const FLOOD_BOUNDS = { pages: 2, grownMb: 100, leftMb: 30 };

/** A separate installation with the demonstration: it has people of every role, and records to compute from. */
async function flooding(application, names) {
  const { asSystem } = await import("./installation.mjs");
  const { holder } = await import("./lock.mjs");
  const { DEMO_PASSWORD } = await import("./mode.mjs");
  const { signInAt } = await import("./served.mjs");
  const { floods, underFlood, uploadMeanwhile } = await import("../tests/bench/floods.mjs");
  const { origin, port, ownerUrl } = application;
  const cookies = {};
  for (const who of ["coo", "ceo", "production", "viewer", "admin"])
    cookies[who] = await signInAt(origin, `${who}@adventure-works.example`, DEMO_PASSWORD);
  const { rows } = await asSystem(ownerUrl, (client) =>
    client.query(
      "select (select id from kpi where code = 'PRD-01') as kpi, (select department_id from kpi where code = 'PRD-01') as department",
    ),
  );
  const pages = ["/", "/operations", `/kpis/${rows[0].kpi}`, "/initiatives"].map((at) => ({ url: origin + at, cookie: cookies.ceo }));
  const every = Object.entries(floods({ origin, port, root, cookies, departmentId: rows[0].department }));
  const all = every.filter(([name]) => names.length === 0 || names.includes(name));
  if (names.some((name) => !every.some(([known]) => known === name)))
    throw new Refusal(`The floods are ${every.map(([name]) => name).join(", ")}.`);
  const { pid } = holder(path.join(application.dataDir, "server.json"));
  const measure = (flood, times, meanwhile) => underFlood({ pages, pid, flood, ...times, meanwhile });
  tell("warming up");
  for (const [, flood] of all) await measure(flood, { calmMs: 2_000, floodMs: 4_000, restMs: 0 });
  for (const [name, flood] of all) {
    const meanwhile = name === "slow_uploads" ? () => uploadMeanwhile(origin, cookies.coo) : undefined;
    const { calm, during, counts, found, grown, left } = await measure(flood, FLOOD, meanwhile);
    tell(`${name}: answers ${JSON.stringify(counts)}; ${during.requests} pages of others, ${during.failed} failed`);
    figure({ name: `pages_p95_under_${name}`, value: during.p95, unit: "ms", floor: calm.p95, bound: FLOOD_BOUNDS.pages });
    figure({ name: `pages_failed_under_${name}`, value: during.failed, unit: "pages", bound: 0 });
    figure({ name: `memory_grown_under_${name}`, value: grown, unit: "MB", bound: FLOOD_BOUNDS.grownMb });
    figure({ name: `memory_left_after_${name}`, value: left, unit: "MB", bound: FLOOD_BOUNDS.leftMb });
    if (meanwhile && found !== 201) missed.push(`${name}: the file of somebody else was answered ${found}`);
  }
}

await command(async () => {
  const [what, ...more] = process.argv.slice(2);
  if ((more.length > 0 && what !== "floods") || !["pages", "record", "import", "floods", undefined].includes(what)) throw new Refusal(HELP);
  await setUp(import.meta.filename);
  const { asSystem } = await import("./installation.mjs");
  const { startApplication } = await import("./served.mjs");
  const keep = process.env.BENCH_DATA_DIR;
  const dir = keep ? path.resolve(keep) : fs.mkdtempSync(path.join(os.tmpdir(), "coo-bench-"));
  fs.mkdirSync(dir, { recursive: true });
  if (!keep) fs.chmodSync(dir, 0o755); // the private PostgreSQL may run as another user
  const started = [];
  const start = async (size) => {
    const application = await startApplication({ dataDir: path.join(dir, size), flags: ["--empty"], env: { LOG_LEVEL: "error" } });
    started.push(application);
    const { rows } = await asSystem(application.ownerUrl, (client) => client.query("select count(*)::int as n from kpi_summary"));
    if (rows[0].n === 0) {
      tell(`making the company with the ${size} history`);
      await seed(application, [size]);
      tell("made");
    }
    return application;
  };
  try {
    if (what === "floods") {
      const env = { LOG_LEVEL: "error" };
      const application = await startApplication({ dataDir: path.join(dir, "floods"), env });
      started.push(application);
      await flooding(application, more);
    }
    const wants = (part) => what === undefined || what === part;
    const long = wants("pages") || wants("record") ? await start("long") : null;
    const short = wants("pages") || wants("import") ? await start("short") : null;
    if (long && short && wants("pages")) await pages(long, short);
    if (long && wants("record")) await recording(long);
    if (short && wants("import")) await importing(short);
  } finally {
    for (const application of started) await application.stop();
    if (!keep) fs.rmSync(dir, { recursive: true, force: true });
  }
  for (const line of missed) console.error(`missed: ${line}`);
  process.exit(missed.length === 0 ? 0 : 1);
});
