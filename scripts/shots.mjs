// npm run shots -- DIR: a picture of every screen, with the problems found on each. See --help.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command, Refusal, say } from "./say.mjs";
import { root, setUp } from "./set-up.mjs";

const HELP = `npm run shots -- DIR [TEXT]

Starts a demonstration installation of its own and writes a picture of every screen into DIR, named WIDTH-THEME-WHO-SCREEN.png, at 1440
and 375 pixels, light and dark; then of every step of the journeys, WIDTH-THEME-journey-STEP.png, and the printed pages. Ends with a table
of console messages, accessibility violations and pages wider than their window, and with exit code 1 when there is one or a journey fails.

  TEXT    only the screens whose name contains it; "journey": only the journeys

Environment: SHOTS_DATA_DIR (a data directory to keep and use again; by default one is made and removed). The journeys write, and find what
they look for only on an installation they have not been on: on a kept one they are left out unless asked for.`;

const WIDTHS = [
  [1440, 900],
  [375, 812],
];
const THEMES = ["light", "dark"];
const AT_ONCE = 2;

function sum(problems) {
  const seen = new Map();
  for (const { text, where } of problems) seen.set(text, [...(seen.get(text) ?? []), where]);
  return [...seen].map(([text, where]) => ({ text, where })).sort((a, b) => b.where.length - a.where.length);
}

function print(problems, pictures) {
  console.log(`\n${pictures} pictures, ${problems.length} findings`);
  for (const { text, where } of sum(problems)) {
    console.log(`\n  ${text}`);
    console.log(`    on ${where.slice(0, 6).join(", ")}${where.length > 6 ? ` and ${where.length - 6} more` : ""}`);
  }
}

async function picture(application, dir, text) {
  const { chromium } = await import("@playwright/test");
  const { BROWSER_FLAGS, ensureBrowser, findBrowser } = await import("./browser.mjs");
  const { DEMO_PASSWORD } = await import("./mode.mjs");
  const { signInAt } = await import("./served.mjs");
  const { emailOf, listScreens } = await import("./shots/screens.mjs");
  const { look } = await import("./shots/look.mjs");
  ensureBrowser();
  const { origin, ownerUrl } = application;
  const { screens, missing } = await listScreens(ownerUrl);
  const sessions = new Map([[null, null]]);
  for (const who of new Set(screens.map((screen) => screen.who)))
    if (who !== null) sessions.set(who, await signInAt(origin, emailOf(who), DEMO_PASSWORD));
  say(`${screens.length} screens, signed in as ${[...sessions.keys()].filter(Boolean).join(", ")}`);

  const browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: BROWSER_FLAGS });
  const problems = missing.map((name) => ({ text: `the installation has nothing to picture as "${name}"`, where: "the demonstration" }));
  let pictures = 0;
  const one = async (screen, [width, height], theme) => {
    const where = [width, theme, screen.who ?? "stranger", screen.name].join("-");
    if (!where.includes(text)) return;
    const context = await browser.newContext({
      viewport: { width, height },
      hasTouch: width < 500,
      colorScheme: theme,
      reducedMotion: "reduce",
      timezoneId: "UTC",
      locale: "en-GB",
    });
    const session = sessions.get(screen.who)?.split("=");
    const cookies = [["theme", theme], ...(session ? [[session[0], session.slice(1).join("=")]] : [])];
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: origin })));
    for (const found of await look(context, origin, screen, { dir, width, theme })) problems.push({ text: found, where });
    await context.close();
    pictures += 1;
  };
  try {
    const jobs = WIDTHS.flatMap((size) => THEMES.flatMap((theme) => screens.map((screen) => () => one(screen, size, theme))));
    const worker = async () => {
      for (let job = jobs.shift(); job; job = jobs.shift()) await job();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await browser.close();
  }
  print(problems, pictures);
  return problems.length === 0 && pictures > 0;
}

/** The steps of which tests/e2e take pictures themselves, on the same installation. They write to it, so they come last. */
function journeys({ origin, dataDir }, dir) {
  const child = spawn(process.execPath, [path.join(root, "node_modules/@playwright/test/cli.js"), "test", "--grep", "@pictured"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, SHOTS_DIR: dir, E2E_ORIGIN: origin, E2E_DATA_DIR: dataDir },
  });
  return new Promise((done) => {
    child.once("error", () => done(false));
    child.once("exit", (code) => done(code === 0));
  });
}

await command(async () => {
  const [given, text = ""] = process.argv.slice(2);
  if (!given || given === "--help") throw new Refusal(HELP);
  await setUp(import.meta.filename);
  const { startApplication } = await import("./served.mjs");
  const dir = path.resolve(process.env.INIT_CWD ?? ".", given);
  fs.mkdirSync(dir, { recursive: true });
  const keep = process.env.SHOTS_DATA_DIR;
  const dataDir = keep ? path.resolve(process.env.INIT_CWD ?? ".", keep) : fs.mkdtempSync(path.join(os.tmpdir(), "coo-shots-"));
  if (!keep) fs.chmodSync(dataDir, 0o755); // the private PostgreSQL may run as another user
  const application = await startApplication({ dataDir });
  let good = true;
  try {
    if (text !== "journey") good = await picture(application, dir, text);
    if ((text === "" && !keep) || text === "journey") good = (await journeys(application, dir)) && good;
  } finally {
    await application.stop();
    if (!keep) fs.rmSync(dataDir, { recursive: true, force: true });
  }
  process.exit(good ? 0 : 1);
});
