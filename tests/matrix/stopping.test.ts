import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { holder, startOf } from "../../scripts/lock.mjs";
import { freePort, running } from "../../scripts/postgres.mjs";
import { send } from "../support/app-server";
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

async function start(more: Record<string, string> = {}) {
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
      ...more,
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

const live = async () => (await send({ port }, { path: "/api/health/live" }).catch(() => null))?.status;
const server = () => holder(path.join(dir, "server.json")) as { pid: number; port: number } | null;

/** Somebody who is signed in. */
async function makeReader(): Promise<string> {
  const found = running(path.join(dir, "postgres"));
  const password = fs.readFileSync(path.join(dir, "postgres-password"), "utf8").trim();
  const owner = new pg.Client({ connectionString: `postgresql://postgres:${password}@127.0.0.1:${found?.port}/coo` });
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

// BUILD_DIR names a build of other sources: then this would make another one.
it.skipIf(process.env.BUILD_DIR !== undefined)(
  "asked to end with pages open, everything is gone within 10 s; after a restart the pages find it and are told to refresh",
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
    await until("the stream has ended", 20, () => tab.ended());
    expect(running(path.join(dir, "postgres"))).toBeNull();

    await start();
    const again = hear({ port }, cookie, drawnAt);
    await until("it is told that something may have changed", 10, () => again.changed());
    again.close();
  },
  240_000,
);

it.skipIf(process.env.BUILD_DIR !== undefined)(
  "a killed web server is restarted, later each time, while the database and the worker live on; after stopping nothing is left",
  async () => {
    if (started && started.child.exitCode === null) started.child.kill("SIGTERM");
    await started?.ended;
    const { child, ended, output } = await start();
    const database = running(path.join(dir, "postgres"));
    const pids: number[] = [];
    for (const pause of [1, 2]) {
      const pid = server()?.pid ?? 0;
      expect(pids).not.toContain(pid);
      pids.push(pid);
      process.kill(pid, "SIGKILL");
      await until(
        "another web server answers",
        30,
        async () => child.exitCode !== null || ((await live()) === 200 && server()?.pid !== pid),
      );
      expect(child.exitCode, output().slice(-1_000)).toBeNull();
      expect(output()).toContain(`the web server ended (SIGKILL); another begins in ${pause} s`);
      expect(server()?.port).toBe(port);
    }
    expect(running(path.join(dir, "postgres"))).toEqual(database);
    expect(output().match(/worker: ready/g)).toHaveLength(1);

    // Asked to end while there is none: nothing is restarted.
    const last = server()?.pid ?? 0;
    process.kill(last, "SIGKILL");
    await until("it is gone", 10, () => startOf(last) === null);
    child.kill("SIGTERM");
    expect(await ended, output().slice(-1_000)).toBe(0);
    expect([await live(), server(), running(path.join(dir, "postgres"))]).toEqual([undefined, null, null]);
  },
  240_000,
);

it.skipIf(process.env.BUILD_DIR !== undefined)(
  "one that cannot start at all is not restarted: the start says so and ends",
  async () => {
    // Ends the web server only, before its first line.
    const broken = "--import=data:text/javascript,if(process.argv[1]?.endsWith('server.js'))process.exit(7)";
    await expect(start({ NODE_OPTIONS: broken })).rejects.toThrow("The web server ended while starting");
    expect(await started?.ended).toBe(1);
    expect(started?.output()).not.toContain("another begins");
    expect(running(path.join(dir, "postgres"))).toBeNull();
  },
  240_000,
);
