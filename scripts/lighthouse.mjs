// npm run lighthouse: Lighthouse scores of the pages, desktop preset. See --help.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command, Refusal } from "./say.mjs";
import { setUp } from "./set-up.mjs";

const BOUND = 95;
/** How often a run is tried before its own failure is an error. */
const TRIES = 3;
const HELP = `npm run lighthouse [-- DIR [TEXT]]

Builds, starts a demonstration installation of its own, signs in as the COO and runs Lighthouse (desktop preset: 40 ms, 10 Mbit/s,
processor unslowed) three times on Today, Operations, one KPI and My numbers. Prints one line of JSON per page and category: the median score
of the runs, its bound, and the load of the machine; for performance also the medians it is made of. On standard error: what was found.
Ends with exit code 1 when Today or Operations is below ${BOUND} in performance, accessibility or best practices. The two other pages are
shown beside. Nothing is fetched from a network.

  DIR     the report of each run is written there, as HTML
  TEXT    only the pages whose name contains it

Environment: LIGHTHOUSE_DATA_DIR (a data directory to keep and use again; by default one is made and removed), LIGHTHOUSE_RUNS (3).`;

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const METRICS = {
  first_paint_ms: "first-contentful-paint",
  largest_paint_ms: "largest-contentful-paint",
  blocking_ms: "total-blocking-time",
  layout_shift: "cumulative-layout-shift",
  speed_index_ms: "speed-index",
};

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
};
const round = (number, digits = 0) => Number(number.toFixed(digits));

/** The pages, and whether they must reach the minimum. */
async function pagesOf(ownerUrl) {
  const { asSystem } = await import("./installation.mjs");
  const { rows } = await asSystem(ownerUrl, (client) => client.query("select id from kpi where code = 'PRC-01'"));
  return [
    { name: "today", path: "/", bound: BOUND },
    { name: "operations", path: "/operations", bound: BOUND },
    { name: "kpi", path: `/kpis/${rows[0].id}`, bound: null },
    { name: "my_numbers", path: "/my-numbers", bound: null },
  ];
}

/** The text of a failed audit, with the first items it names. */
function findings({ lhr }) {
  const counts = new Map(CATEGORIES.flatMap((id) => lhr.categories[id].auditRefs.map((ref) => [ref.id, ref.weight])));
  return [...counts].flatMap(([id, weight]) => {
    const { score, title, displayValue = "", details } = lhr.audits[id] ?? { score: 1 };
    if (score === null || score >= 0.9) return [];
    const items = Array.isArray(details?.items) ? details.items : [];
    const things = items.slice(0, 4).map((item) => item.node?.snippet ?? item.url ?? item.description ?? item.source);
    return [
      `  ${weight > 0 ? "counts" : "hint  "} ${id}: ${title} ${displayValue} ${JSON.stringify(things.filter(Boolean)).slice(0, 400)}`,
    ];
  });
}

/**
 * A new browser per run, so that nothing remains from the previous one. Null if it recorded nothing to judge by (such as a trace without
 * its beginning) and may be tried `again` so many times: that says nothing about the page.
 */
async function runOnce(url, cookie, again) {
  const { chromium } = await import("@playwright/test");
  const { default: lighthouse } = await import("lighthouse");
  const { default: desktop } = await import("lighthouse/core/config/desktop-config.js");
  const { BROWSER_FLAGS, findBrowser } = await import("./browser.mjs");
  const { freePort } = await import("./postgres.mjs");
  const port = await freePort();
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "coo-lighthouse-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findBrowser() ?? undefined,
    args: [...BROWSER_FLAGS, `--remote-debugging-port=${port}`],
    viewport: null,
  });
  try {
    const [name, ...value] = cookie.split("=");
    await context.addCookies([{ name, value: value.join("="), url: new URL(url).origin }]);
    // Lighthouse keeps cookies when it clears the browser's storage.
    const answer = await lighthouse(url, { port, output: "html", onlyCategories: CATEGORIES, logLevel: "error" }, desktop);
    if (answer === undefined) throw new Error("Lighthouse gave no answer");
    const { finalDisplayedUrl, runtimeError } = answer.lhr;
    if (runtimeError) {
      if (again > 0) return null;
      throw new Error(`${runtimeError.code}: ${runtimeError.message}`);
    }
    if (finalDisplayedUrl !== url) throw new Error(`${url} led to ${finalDisplayedUrl}`);
    return answer;
  } finally {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

/** Prints the lines of one page; returns the scores below the minimum. */
function judge(page, runs, load) {
  return CATEGORIES.flatMap((category) => {
    const scores = runs.map(({ lhr }) => Math.round((lhr.categories[category].score ?? 0) * 100));
    const metrics = Object.entries(METRICS).map(([name, id]) => [
      name,
      round(median(runs.map(({ lhr }) => lhr.audits[id].numericValue)), name === "layout_shift" ? 4 : 0),
    ]);
    const score = median(scores);
    const line = { page: page.name, category, score, bound: page.bound, runs: scores, load };
    console.log(JSON.stringify(category === "performance" ? { ...line, ...Object.fromEntries(metrics) } : line));
    return page.bound !== null && score < page.bound ? [`${page.name}, ${category}: ${score} is below ${page.bound}`] : [];
  });
}

async function measure({ origin, ownerUrl }, dir, text) {
  const { ensureBrowser } = await import("./browser.mjs");
  const { DEMO_PASSWORD } = await import("./mode.mjs");
  const { signInAt } = await import("./served.mjs");
  const { emailOf } = await import("./shots/screens.mjs");
  ensureBrowser();
  const cookie = await signInAt(origin, emailOf("coo"), DEMO_PASSWORD);
  const missed = [];
  for (const page of (await pagesOf(ownerUrl)).filter(({ name }) => name.includes(text))) {
    const url = `${origin}${page.path}`;
    // The first request of a page loads the code to render it; users do not wait for that twice.
    for (let turn = 0; turn < 2; turn++) await (await fetch(url, { headers: { cookie } })).arrayBuffer();
    const runs = [];
    for (let run = 1; run <= Number(process.env.LIGHTHOUSE_RUNS ?? 3); run++) {
      let answer = null;
      for (let again = TRIES - 1; answer === null; again--) answer = await runOnce(url, cookie, again);
      runs.push(answer);
      if (dir !== null) fs.writeFileSync(path.join(dir, `${page.name}-${run}.html`), String(answer.report));
    }
    missed.push(...judge(page, runs, round(os.loadavg()[0] ?? 0, 1)));
    const found = new Set(runs.flatMap(findings));
    if (found.size > 0) console.error(`${page.name}:\n${[...found].join("\n")}`);
  }
  for (const line of missed) console.error(`missed: ${line}`);
  return missed.length === 0;
}

await command(async () => {
  const [given, text = ""] = process.argv.slice(2);
  if (given === "--help") throw new Refusal(HELP);
  await setUp(import.meta.filename);
  const { startApplication } = await import("./served.mjs");
  const from = process.env.INIT_CWD ?? ".";
  const dir = given === undefined ? null : path.resolve(from, given);
  if (dir !== null) fs.mkdirSync(dir, { recursive: true });
  const keep = process.env.LIGHTHOUSE_DATA_DIR;
  const dataDir = keep ? path.resolve(from, keep) : fs.mkdtempSync(path.join(os.tmpdir(), "coo-lighthouse-"));
  if (!keep) fs.chmodSync(dataDir, 0o755); // the private PostgreSQL may run as another user
  const application = await startApplication({ dataDir, env: { LOG_LEVEL: "error" } });
  let good = false;
  try {
    good = await measure(application, dir, text);
  } finally {
    await application.stop();
    if (!keep) fs.rmSync(dataDir, { recursive: true, force: true });
  }
  process.exit(good ? 0 : 1);
});
