// The background worker as a child of the served application: restarted when it dies, ended with it.
import { spawn } from "node:child_process";
import path from "node:path";
import { keepChild } from "./kept-child.mjs";
import { root } from "./set-up.mjs";
import { TYPESCRIPT_FLAGS } from "./ts-run.mjs";

/**
 * Starts the worker with the environment of the web server, except for the database's role, and keeps it running. `stop` lets it finish its
 * work, for up to `patience` ms; the next worker resumes what it does not finish.
 */
export function keepWorker(env, { dev }) {
  const { POSTGRES_DIR: _, ...own } = env; // only the web server ends the database
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
