// The background worker as a child of the served application: begun again when it dies, ended with it.
import { spawn } from "node:child_process";
import path from "node:path";
import { say } from "./say.mjs";
import { root } from "./set-up.mjs";
import { TYPESCRIPT_FLAGS } from "./ts-run.mjs";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Who lived so long did not die of starting. */
const SETTLED_MS = 60_000;

/**
 * Starts the worker with the environment of the web server and keeps it running. `stop` lets it finish what it is doing, up to
 * `patience` ms; what it does not finish is taken up by the next one.
 */
export function keepWorker(env, { dev }) {
  let child;
  let timer;
  let pause = FIRST_PAUSE_MS;
  let stopped = false;
  const begin = () => {
    const { POSTGRES_DIR: _, ...own } = env; // ending the database is the web server's
    const began = Date.now();
    child = spawn(
      process.execPath,
      ["--import", path.join(root, "scripts/child.mjs"), ...TYPESCRIPT_FLAGS, path.join(root, "scripts/worker.ts")],
      {
        cwd: root,
        env: { ...own, NODE_ENV: dev ? "development" : "production", DATABASE_POOL: process.env.DATABASE_POOL ?? "5" },
        detached: true,
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      },
    );
    child.once("error", () => {});
    child.once("exit", (code, signal) => {
      if (stopped) return;
      if (Date.now() - began > SETTLED_MS) pause = FIRST_PAUSE_MS;
      say(`the background worker ended (${signal ?? `code ${code}`}); another begins in ${pause / 1_000} s`);
      timer = setTimeout(begin, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  };
  begin();
  const stop = async (patience) => {
    stopped = true;
    clearTimeout(timer);
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), patience);
    await ended;
    clearTimeout(force);
  };
  return { stop, pid: () => child.pid };
}
