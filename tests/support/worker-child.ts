import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { TYPESCRIPT_FLAGS } from "../../scripts/ts-run.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const started: ChildProcess[] = [];

/** One background worker on the test's database, as the served application starts it. `ready` resolves once it takes jobs. */
export function startWorker(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...TYPESCRIPT_FLAGS, path.join(root, "scripts/worker.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: process.env.WORK_DATABASE_URL,
      NODE_ENV: "test",
      LOG_LEVEL: "info",
      DATABASE_POOL: "3",
      NODE_OPTIONS: "--throw-deprecation",
      ...env,
    },
  });
  started.push(child);
  let output = "";
  const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  const ready = new Promise<void>((done, failed) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes("worker: ready")) done();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    ended.then(() => failed(new Error(`The worker ended before it was ready.\n${output}`)));
  });
  ready.catch(() => {});
  return { ready, ended, kill: (signal: NodeJS.Signals) => child.kill(signal), output: () => output };
}

/** Ends whatever a test left running. */
export const endWorkers = () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
};

/** Waits until `true`, at most so many seconds. */
export async function until(what: string, seconds: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}
