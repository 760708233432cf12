// A private PostgreSQL for one data directory: started, found again after a kill, stopped.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import pg from "pg";
import { endProcess, startOf } from "./lock.mjs";
import { binaries, createCluster, reachableDataDir, runAs } from "./postgres-files.mjs";

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export const freePort = () =>
  new Promise((done, failed) => {
    const server = net
      .createServer()
      .once("error", failed)
      .listen(0, "127.0.0.1", () => {
        const { port } = server.address();
        server.close(() => done(port));
      });
  });

/** Whether that process is a PostgreSQL working in `dataDir`; after a kill the pid may be anybody's. */
function worksIn(pid, dataDir) {
  try {
    if (process.platform === "linux") return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(dataDir);
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(dataDir);
  } catch {
    return false;
  }
}

/** The server that runs for `dataDir`, as its postmaster.pid tells: `{ pid, started, port }`, or null. */
export function running(dataDir) {
  try {
    const [pid, , , port] = fs.readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n");
    const started = startOf(Number(pid));
    return started && worksIn(pid, dataDir) ? { pid: Number(pid), started, port: Number(port) } : null;
  } catch {
    return null;
  }
}

// Fast: sessions are ended, what is committed is kept. Immediate, after that, recovers at the next start.
const endServer = (server) =>
  endProcess(server, [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
  ]);

/** Ends the server that a killed command left behind, and makes a stale postmaster.pid harmless. */
export async function clearLeftover(dataDir) {
  const left = running(dataDir);
  if (left) return endServer(left);
  const file = path.join(dataDir, "postmaster.pid");
  if (!fs.existsSync(file)) return;
  const [pid, ...rest] = fs.readFileSync(file, "utf8").split("\n");
  // The number now belongs to another process: PostgreSQL would take that for its own and refuse. The rest of the file stays, since by
  // it PostgreSQL checks that no process of the old server still holds the shared memory.
  if (startOf(Number(pid))) fs.writeFileSync(file, ["2147483646", ...rest].join("\n"));
}

async function connects(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function launch(bin, dataDir, port, ids, durable, logFile) {
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: 100, log_checkpoints: "off" };
  Object.assign(settings, durable ? { synchronous_commit: "on" } : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" });
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = fs.openSync(logFile, "w", 0o600);
  // Its own process group: a Ctrl-C in the terminal must not stop the database before the application.
  const child = spawn(path.join(bin, "postgres"), ["-D", dataDir, "-p", String(port), ...args], {
    ...ids,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
  });
  fs.closeSync(log);
  child.unref();
  return child;
}

/**
 * Starts the server for `dataDir` (made first when it is not there) on a free port of the loopback and answers
 * `{ url, port, pid, dataDir, fresh, stop }`. `url` is the owner's, with the database made when missing. A server that a killed
 * command left behind is stopped first: the caller holds the installation's lock. `durable: false` is for tests.
 */
export async function startPostgres({ dataDir: wanted, database, user = "owner", password, durable = true }) {
  const ids = runAs();
  const bin = binaries(ids);
  const dataDir = reachableDataDir(wanted, ids);
  const fresh = !fs.existsSync(path.join(dataDir, "PG_VERSION"));
  if (fresh) createCluster(bin, dataDir, ids, { user, password, durable });
  else await clearLeftover(dataDir);
  const logFile = path.join(path.dirname(wanted), "postgres.log");
  const url = (port, name) => `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(name)}`;

  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = launch(bin, dataDir, port, ids, durable, logFile);
    let ended;
    child.once("error", (error) => (ended = error.message));
    child.once("exit", (code) => (ended = `it ended with code ${code}`));
    const deadline = Date.now() + 120_000; // recovery after a kill may take a while
    while (!ended && !(await connects(url(port, "postgres")))) {
      if (Date.now() > deadline) {
        child.kill("SIGQUIT");
        ended = "it did not answer within two minutes";
      }
      await pause(15);
    }
    if (ended) {
      const log = fs.readFileSync(logFile, "utf8");
      // Somebody took the port meanwhile, or processes of a killed server are still ending.
      if (attempt < 40 && /Address already in use|could not bind|pre-existing shared memory/.test(log)) {
        await pause(250);
        continue;
      }
      throw new Error(`PostgreSQL did not start: ${ended}.\n${log.slice(-3000)}`);
    }
    const admin = new pg.Client({ connectionString: url(port, "postgres") });
    await admin.connect();
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [database]);
    if (!rowCount) await admin.query(`create database ${admin.escapeIdentifier(database)}`);
    await admin.end();
    const server = { pid: child.pid, started: startOf(child.pid) };
    return { url: url(port, database), port, pid: child.pid, dataDir, fresh, stop: () => endServer(server) };
  }
}
