import path from "node:path";
import { defineConfig } from "@playwright/test";
import { BROWSER_FLAGS, findBrowser } from "./scripts/browser.mjs";

const port = Number(process.env.E2E_PORT ?? 3211);
/** E2E_ORIGIN: an installation that is already running, with its data in E2E_DATA_DIR; then nothing is started. */
const baseURL = process.env.E2E_ORIGIN ?? `http://localhost:${port}`;
const browser = findBrowser();

// The application under test is the real one: built, with the demonstration company, on its own port and data directory.
export default defineConfig({
  testDir: "tests/e2e",
  tsconfig: "tests/tsconfig.json",
  globalSetup: "./tests/e2e/global-setup.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 600_000, // only ends tests that hang: the speed of a busy machine decides nothing
  expect: { timeout: 60_000 }, // the same: two cores run browsers, server and database together, and much else
  reporter: [["list"], ...(process.env.E2E_REPORT ? [["json", { outputFile: process.env.E2E_REPORT }] as const] : [])],
  use: {
    baseURL,
    // Recording every step costs a third of the time; to look at a failure, run its file again with --trace on.
    trace: "off",
    timezoneId: "UTC",
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    launchOptions: { ...(browser ? { executablePath: browser } : {}), args: BROWSER_FLAGS },
  },
  ...(process.env.E2E_ORIGIN === undefined && {
    webServer: {
      command: `"${process.execPath}" scripts/start.mjs`,
      url: `${baseURL}/api/health/ready`,
      timeout: 300_000,
      reuseExistingServer: false,
      stdout: "pipe",
      gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
      env: {
        PORT: String(port),
        DATA_DIR: path.resolve(process.env.E2E_DATA_DIR ?? ".data-e2e"),
        DATABASE_URL: "",
        NODE_OPTIONS: "--throw-deprecation", // for the start, the loader, the server and the worker
      },
    },
  }),
});
