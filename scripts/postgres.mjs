// A private PostgreSQL for one data directory: starts it, finds it again after a kill, stops it.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import pg from "pg";
import { SUPERUSER, settleOwner } from "./cluster-owner.mjs";
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

/** Whether that process is a PostgreSQL working in `dataDir`; after a kill the pid may belong to any process. */
function worksIn(pid, dataDir) {
  try {
    if (process.platform === "linux") return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(dataDir);
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(dataDir);
  } catch {
    return false;
  }
}

function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The server running for `dataDir`, from its postmaster.pid: `{ pid, started, port }`, or null. */
export function running(dataDir) {
  try {
    const [pid, , , port] = fs.readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n");
    const started = startOf(Number(pid));
    return started && worksIn(pid, dataDir) ? { pid: Number(pid), started, port: Number(port) } : null;
  } catch {
    return null;
  }
}

// Fast: ends sessions and keeps what is committed. Immediate, after that: recovers at the next start.
const endServer = (server) =>
  endProcess(server, [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
  ]);

/** Ends the server that a killed command left behind, and neutralises a stale postmaster.pid. */
export async function clearLeftover(dataDir) {
  const left = running(dataDir);
  if (left) await endServer(left);
  const file = path.join(dataDir, "postmaster.pid");
  if (!fs.existsSync(file)) return;
  const [pid, ...rest] = fs.readFileSync(file, "utf8").split("\n");
  // The number now belongs to another process, or to an ended one that has not been collected: PostgreSQL would take either for a running
  // server and refuse to start. The rest of the file stays, because PostgreSQL uses it to check that nothing still holds the old shared
  // memory.
  if (exists(Number(pid))) fs.writeFileSync(file, ["2147483646", ...rest].join("\n"));
}

/** Whether the server accepts connections, even if it refuses this one. */
async function answers(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    return error.code === "28P01";
  } finally {
    await client.end().catch(() => {});
  }
}

function launch(bin, dataDir, port, ids, durable, logFile) {
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: 100, log_checkpoints: "off" };
  Object.assign(settings, durable ? { synchronous_commit: "on" } : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" });
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = fs.openSync(logFile, "w", 0o600);
  // A separate process group: Ctrl-C in the terminal must not stop the database before the application.
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

/** Starts the server, on `port` or a free one, and returns its process when it accepts connections. */
async function boot({ bin, dataDir, ids, durable, logFile, urlOf, port: fixed }) {
  for (let attempt = 1; ; attempt++) {
    const port = fixed ?? (await freePort());
    const child = launch(bin, dataDir, port, ids, durable, logFile);
    let ended;
    child.once("error", (error) => (ended = error.message));
    child.once("exit", (code) => (ended = `it ended with code ${code}`));
    const deadline = Date.now() + 120_000; // recovery after a kill may take a while
    while (!ended && !(await answers(urlOf(port)))) {
      if (Date.now() > deadline) {
        child.kill("SIGQUIT");
        ended = "it did not answer within two minutes";
      }
      await pause(15);
    }
    if (!ended) return { child, port, pid: child.pid, started: startOf(child.pid) };
    const log = fs.readFileSync(logFile, "utf8");
    // Another process took the port meanwhile, or processes of a killed server are still ending.
    if (attempt >= 40 || !/Address already in use|could not bind|pre-existing shared memory/.test(log))
      throw new Error(`PostgreSQL did not start: ${ended}.\n${log.slice(-3000)}`);
    await pause(250);
  }
}

/**
 * Starts the server for `dataDir` (created first if missing) on a free port of the loopback and returns `{ url, adminUrl, port, dataDir,
 * fresh, stop }`. `url` is the URL of the owner, who is not a superuser, with the database created if missing; `adminUrl` is the
 * superuser's, for tests and measurements only. `password` is the owner's, `superPassword` the superuser's. A server left behind by a
 * killed command is stopped first: the caller holds the installation's lock. If the server dies it is restarted on the same port, and
 * `onRestart` is called. `durable: false` and `port`, the previous port, are for tests.
 */
export async function startPostgres({
  dataDir: wanted,
  database,
  user = "owner",
  password,
  superPassword,
  durable = true,
  onRestart = () => {},
  port: had = 0,
}) {
  const ids = runAs();
  const bin = binaries(ids);
  const dataDir = reachableDataDir(wanted, ids);
  const fresh = !fs.existsSync(path.join(dataDir, "PG_VERSION"));
  if (fresh) createCluster(bin, dataDir, ids, { user: SUPERUSER, password: superPassword, durable });
  else await clearLeftover(dataDir);
  const urlOf = (port, role, secret, name) =>
    `postgresql://${role}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${encodeURIComponent(name)}`;
  const plan = {
    bin,
    dataDir,
    ids,
    durable,
    urlOf: (at) => urlOf(at, SUPERUSER, superPassword, "postgres"),
    logFile: path.join(path.dirname(wanted), "postgres.log"),
  };

  let server = await boot({ ...plan, port: had || undefined });
  const { port } = server;
  let stopping = false;
  let restart = Promise.resolve();
  const watch = () => {
    server.child.once("exit", (code, signal) => {
      if (stopping) return;
      onRestart(signal ?? `code ${code}`);
      restart = (async () => {
        await clearLeftover(dataDir);
        server = await boot({ ...plan, port });
        watch();
      })().catch((error) => console.error(error));
    });
  };
  watch();
  const stop = async () => {
    stopping = true;
    await restart;
    await endServer(server);
  };

  try {
    await settleOwner((role, secret, name) => urlOf(port, role, secret, name), { user, password }, superPassword, database);
  } catch (error) {
    await stop();
    throw error;
  }
  const adminUrl = urlOf(port, SUPERUSER, superPassword, database);
  return { url: urlOf(port, user, password, database), adminUrl, port, dataDir, fresh, stop };
}
