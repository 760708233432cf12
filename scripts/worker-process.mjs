// The background worker as a child of the served application: restarted when it dies, ended with it.
import { spawn } from "node:child_process";
import path from "node:path";
import { keepChild } from "./kept-child.mjs";
import { root } from "./set-up.mjs";
import { TYPESCRIPT_FLAGS } from "./ts-run.mjs";

/**
 * Starts the worker with the environment of the web server, but for the database's role, and keeps it running. `stop` lets it finish what it is doing, up to
 * `patience` ms; what it does not finish is taken up by the next one.
 */
export function keepWorker(env, { dev }) {
  const { POSTGRES_DIR: _, ...own } = env; // ending the database is the web server's
  const worker = keepChild("the background worker", () =>
    spawn(process.execPath, ["--import", path.join(root, "scripts/child.mjs"), ...TYPESCRIPT_FLAGS, path.join(root, "scripts/worker.ts")], {
      cwd: root,
      env: { ...own, NODE_ENV: dev ? "development" : "production", DATABASE_POOL: process.env.DATABASE_POOL ?? "5" },
      detached: true,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    }),
  );
  worker.keep();
  return worker;
}
