import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "../../scripts/postgres.mjs";
import { test as base } from "./session";

const root = path.resolve(import.meta.dirname, "../..");
const PATIENCE_MS = 240_000;

type Empty = {
  origin: string;
  /** the link for the first administrator, as the terminal prints it */
  link: string;
};

/** Runs `npm start -- --empty` on its own directory; its output is what its first administrator has. */
async function startEmpty(): Promise<Empty & { stop: () => Promise<void> }> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-empty-"));
  fs.chmodSync(dir, 0o755);
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(root, "scripts/start.mjs"), "--empty"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", DATA_DIR: dir, PORT: String(port), NODE_ENV: "production" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (said += part));
  const ended = new Promise((done) => child.once("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    fs.rmSync(dir, { recursive: true, force: true });
  };
  for (const deadline = Date.now() + PATIENCE_MS; ; await new Promise((done) => setTimeout(done, 200))) {
    const link = /http:\/\/\S+\/first-administrator\?token=\S+/.exec(said)?.[0];
    if (link !== undefined && said.includes("worker: ready")) return { origin: new URL(link).origin, link, stop };
    if (child.exitCode === null && Date.now() < deadline) continue;
    await stop();
    throw new Error(`The empty installation did not start.\n${said.slice(-3_000)}`);
  }
}

/** Every browser of such a test uses an empty installation that was started for it. */
export const test = base.extend<{ baseURL: string }, { empty: Empty }>({
  empty: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern
    async ({}, use) => {
      const { stop, ...empty } = await startEmpty();
      await use(empty);
      await stop();
    },
    { scope: "worker", timeout: PATIENCE_MS + 30_000 },
  ],
  baseURL: ({ empty }, use) => use(empty.origin),
});

export { expect } from "@playwright/test";
