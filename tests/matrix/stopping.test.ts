import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort, running } from "../../scripts/postgres.mjs";
import { until } from "../support/worker-child";
import { hear } from "./hearing";
import { inserter, openSession } from "./people";

// The whole installation, as `npm start` runs it: database, web server, background worker.
const root = path.resolve(import.meta.dirname, "../..");
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-stopping-"));
fs.chmodSync(dir, 0o755);
const secret = randomBytes(32).toString("hex");
let port = 0;
let started: { child: ChildProcess; ended: Promise<number | null>; output: () => string } | null = null;

beforeAll(async () => {
  port = await freePort();
});
afterAll(async () => {
  started?.child.kill("SIGTERM");
  await started?.ended;
  fs.rmSync(dir, { recursive: true, force: true });
});

async function start() {
  const child = spawn(process.execPath, [path.join(root, "scripts/start.mjs"), "--empty"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      DATA_DIR: dir,
      PORT: String(port),
      NEXTAUTH_SECRET: secret,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => {
      output += part;
    });
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  started = { child, ended, output: () => output };
  await until("it serves, with its worker", 120, () => {
    if (child.exitCode !== null) throw new Error(output);
    return output.includes("worker: ready");
  });
  return started;
}

/** Somebody who is signed in. */
async function makeReader(): Promise<string> {
  const found = running(path.join(dir, "postgres"));
  const password = fs.readFileSync(path.join(dir, "owner-password"), "utf8").trim();
  const owner = new pg.Client({ connectionString: `postgresql://owner:${password}@127.0.0.1:${found?.port}/coo` });
  await owner.connect();
  try {
    const put = inserter(owner);
    const [department, person] = [randomUUID(), randomUUID()];
    await put("department", { id: department, code: "company", name: "Company" });
    await put("person", { id: person, code: "P-1", name: "Reader", email: "reader@company.example", department_id: department });
    await put("account", { person_id: person, password_hash: "x" });
    await put("access_grant", { id: randomUUID(), person_id: person, role: "coo", department_id: department });
    return await openSession(put, { port, origin: `http://localhost:${port}`, secret, directory: root, pid: 0 }, person);
  } finally {
    await owner.end();
  }
}

// BUILD_DIR names a build of other sources: then this would make one of its own.
it.skipIf(process.env.BUILD_DIR !== undefined)(
  "asked to end with pages open, everything is gone within 10 s; begun again, the pages find it and are told to look anew",
  async () => {
    const first = await start();
    const cookie = await makeReader();
    const tab = hear({ port }, cookie);
    await until("it listens", 20, () => tab.listening());
    const drawnAt = Date.now();
    first.child.kill("SIGTERM");
    expect(await first.ended, first.output().slice(-2_000)).toBe(0);
    const took = Date.now() - drawnAt;
    console.log(`web server with an open stream, worker and database were gone after ${took} ms`);
    expect(took).toBeLessThan(10_000);
    await until("the stream has ended", 1, () => tab.ended());
    expect(running(path.join(dir, "postgres"))).toBeNull();

    await start();
    const again = hear({ port }, cookie, drawnAt);
    await until("it is told that something may have changed", 10, () => again.changed());
    again.close();
  },
  240_000,
);
