import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clusterPasswords } from "../../scripts/installation.mjs";
import { holder, startOf, take, writePidFile } from "../../scripts/lock.mjs";
import { running, startPostgres } from "../../scripts/postgres.mjs";
import { checkSecret, kept } from "../../scripts/secrets.mjs";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "coo-start-"));
fs.chmodSync(dir, 0o755);
const start = (name: string) =>
  startPostgres({ dataDir: path.join(dir, name, "postgres"), database: "coo", ...clusterPasswords(path.join(dir, name)) });
const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
};
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let n = 0; n < 400; n++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error("It did not come about within 10 s.");
};
/** An unrelated process, run by the owner of `path`: PostgreSQL takes a pid of its own user for a running server. */
const stranger = (owned: string) => {
  const { uid, gid } = fs.statSync(owned);
  return spawn("sleep", ["300"], { stdio: "ignore", ...(process.getuid?.() === 0 ? { uid, gid } : {}) });
};

let first: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  first = await start("a");
});
afterAll(async () => {
  await first.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

it("commits are on disk before they are acknowledged, and pages carry checksums", async () => {
  const settings = await ask(
    first.url,
    "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums",
  );
  expect(settings).toEqual({ fsync: "on", commit: "on", checksums: "on" });
});

it("after kill -9 of the database acknowledged data is there, at the same address", async () => {
  await ask(first.url, "create table kept as select 42 as n");
  const killed = running(first.dataDir);
  process.kill(killed!.pid, "SIGKILL");
  await until(
    async () => running(first.dataDir)?.pid !== killed!.pid && (await ask(first.url, "select n from kept").catch(() => null))?.n === 42,
  );
});

it("a server that a killed start left behind is ended before the next one begins", async () => {
  const dataDir = first.dataDir;
  await first.stop();
  const orphan = spawn(process.execPath, [
    "-e",
    `import("./scripts/postgres.mjs").then(m => m.startPostgres({ dataDir: ${JSON.stringify(dataDir)}, database: "coo", ...${JSON.stringify(clusterPasswords(path.join(dir, "a")))} })).then(() => console.log("up"))`,
  ]);
  await new Promise((up) => orphan.stdout.once("data", up));
  orphan.kill("SIGKILL");
  const left = running(dataDir);
  expect(left).not.toBeNull();
  first = await start("a");
  expect(startOf(left!.pid)).not.toBe(left!.started);
  expect(await ask(first.url, "select n from kept")).toEqual({ n: 42 });
});

it("a postmaster.pid with an unrelated process does not prevent the start, and that process lives on", async () => {
  await first.stop();
  const other = stranger(first.dataDir);
  const file = path.join(first.dataDir, "postmaster.pid");
  fs.writeFileSync(file, `${other.pid}\n${first.dataDir}\n1\n${first.port}\n\n127.0.0.1\n\n`);
  const { uid, gid } = fs.statSync(first.dataDir);
  fs.chownSync(file, uid, gid);
  first = await start("a");
  expect(other.exitCode ?? other.signalCode).toBeNull();
  expect(await ask(first.url, "select n from kept")).toEqual({ n: 42 });
  other.kill("SIGKILL");
});

it("two installations side by side have their own port, password and data", async () => {
  const second = await start("b");
  try {
    expect(second.port).not.toBe(first.port);
    await expect(ask(second.url, "select n from kept")).rejects.toMatchObject({ code: "42P01" });
    const wrong = new URL(second.url);
    wrong.password = new URL(first.url).password;
    await expect(ask(String(wrong), "select 1")).rejects.toMatchObject({ code: "28P01" });
  } finally {
    await second.stop();
  }
});

it("a data directory is held by one process; one held by a dead process, or by a reused pid, is taken over", () => {
  const file = path.join(dir, "in-use");
  const mine = take(file);
  expect(take(file)).toEqual({ heldBy: holder(file) });
  mine.release?.();
  expect(fs.existsSync(file)).toBe(false);
  const other = stranger(dir);
  fs.writeFileSync(file, JSON.stringify({ pid: other.pid, started: "at another time" }));
  take(file).release?.();
  expect(fs.existsSync(file)).toBe(false);
  writePidFile(file, other.pid!);
  expect(take(file)).toMatchObject({ heldBy: { pid: other.pid } });
  other.kill("SIGKILL");
  fs.rmSync(file);
});

it.runIf(process.getuid?.() === 0)(
  "as root, with a data directory closed to the database's user, its files are stored where that user can reach them",
  async () => {
    const closed = fs.mkdtempSync(path.join(os.tmpdir(), "coo-closed-")); // mode 0700
    const wanted = path.join(closed, "postgres");
    const server = await startPostgres({ dataDir: wanted, database: "coo", ...clusterPasswords(closed) });
    try {
      expect(server.dataDir).not.toBe(wanted);
      expect(await ask(server.url, "select 1 as one")).toEqual({ one: 1 });
    } finally {
      await server.stop();
      fs.rmSync(closed, { recursive: true, force: true });
      fs.rmSync(server.dataDir, { recursive: true, force: true });
    }
  },
);

it("secrets are 32 random bytes, readable only by the owner, and the same at every start", () => {
  const secret = kept(dir, "some-secret");
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(kept(dir, "some-secret")).toBe(secret);
  expect(fs.statSync(path.join(dir, "some-secret")).mode & 0o777).toBe(0o600);
});

it.each([
  ["31 bytes", "k7Qm2xV9pL4wZ8nR3tY6bH1cJ5dF0gS"],
  ["a known sample", "change-me-change-me-change-me-1234567890"],
  ["one character over and over", "x".repeat(64)],
])("a configured secret is refused: %s", (_, secret) => {
  expect(() => checkSecret("NEXTAUTH_SECRET", secret, true)).toThrow(/^NEXTAUTH_SECRET is /);
});
