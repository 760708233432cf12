// The browser for the tests: the system's Chromium, otherwise Playwright's own download. The headless shell, where there is one, draws the
// same pages with about half the processor time.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { chromium } from "@playwright/test";
import { Refusal, say } from "./say.mjs";

const PLACES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a Chromium on this machine, or null. */
export const findBrowser = () => [...PLACES, chromium.executablePath()].find((place) => place && fs.existsSync(place)) ?? null;

/** Flags that let Chromium start as root and stay quiet on a machine without a network. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const run = (program, ...args) =>
  spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })
    .status === 0;

/** Installs a browser if there is none: from Debian's packages as root, otherwise with Playwright. */
export function ensureBrowser() {
  if (findBrowser()) return;
  say("installing a browser for the tests");
  const debian = process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get");
  const fromDebian = (name) => run("apt-get", "install", "-y", "-qq", "--no-install-recommends", name);
  const installed =
    (debian && run("apt-get", "update", "-qq") && (fromDebian("chromium-headless-shell") || fromDebian("chromium"))) ||
    run(process.execPath, "node_modules/playwright/cli.js", "install", "chromium");
  if (!installed || !findBrowser())
    throw new Refusal("No browser for the tests could be installed. Install Chromium and run npm test again, or set CHROMIUM_PATH.");
}
