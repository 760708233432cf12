// One installation: its data directory (or the database in DATABASE_URL), used by one process at a time.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { SUPERUSER } from "./cluster-owner.mjs";
import { endProcess, holder, lives, parent, take } from "./lock.mjs";
import { running, startPostgres } from "./postgres.mjs";
import { reachableDataDir, runAs } from "./postgres-files.mjs";
import { ensureRoles } from "./roles.mjs";
import { Refusal, say } from "./say.mjs";
import { kept } from "./secrets.mjs";
import { root } from "./set-up.mjs";

const OLDEST = 150_000;
const DATABASE = "coo";
const urlOf = (role, password, port) => `postgresql://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
/** The passwords of the private PostgreSQL: of the role that owns the database, and of the superuser that created both. */
export const clusterPasswords = (dataDir) => ({
  password: kept(dataDir, "owner-password"),
  superPassword: kept(dataDir, "postgres-password"),
});

/** Runs `work` on one connection. */
export async function connected(url, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The same as the installation itself, from which the row policies hide nothing. `url`: the owner's. */
export const asSystem = (url, work) =>
  connected(url, async (client) => {
    await client.query("select set_config('app.system', 'on', false)");
    return work(client);
  });

/**
 * Checks the PostgreSQL of DATABASE_URL: reachable, version 15 or later, and a database that is empty or already belongs to this product.
 */
async function checkGiven(url) {
  let found;
  try {
    found = await connected(url, async (client) => {
      const { rows } =
        await client.query(`select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
        to_regclass('public._prisma_migrations') is not null as ours,
        (select rolsuper from pg_roles where rolname = current_user) as super,
        (select count(*)::int from pg_tables where schemaname = 'public') as tables`);
      return rows[0];
    });
  } catch (error) {
    throw new Refusal(`The database in DATABASE_URL cannot be reached: ${error.message || error.code}.`);
  }
  if (found.number < OLDEST) throw new Refusal(`The PostgreSQL in DATABASE_URL is ${found.version}; 15 or later is needed.`);
  if (!found.ours && found.tables > 0)
    throw new Refusal(
      `The database in DATABASE_URL already contains ${found.tables} other tables. Use a separate database for this product.`,
    );
  if (found.super) say("the role in DATABASE_URL is a superuser; one that owns the database and may create roles is enough");
}

/** Applies the migrations, up to `last` if given, in a separate process: the engine leaves a timer running after its work. */
export function migrate(ownerUrl, last = "") {
  const env = { ...process.env, OWNER_DATABASE_URL: ownerUrl, MIGRATE_TO: last };
  const { status } = spawnSync(process.execPath, [path.join(root, "scripts/migrate.mjs")], { env, stdio: "inherit" });
  if (status !== 0)
    throw new Refusal("The database could not be migrated; the lines above say why. Nothing of the failed migration was kept.");
}

/** Exists while a backup is being restored into the data directory, and stays if that was interrupted. */
export const RESTORING = "restoring";

function refuseHalfRestored(dataDir) {
  if (fs.existsSync(path.join(dataDir, RESTORING)))
    throw new Refusal(
      `A backup is being restored into ${dataDir}, or its restore was interrupted. Wait for it, or run the same npm run restore again: it starts over.`,
    );
}

/** The database URLs of the web server (`appUrl`) and of the worker and commands (`workUrl`); the passwords are kept in `dataDir`. */
export const processUrls = (ownerUrl, dataDir) =>
  ensureRoles(ownerUrl, { app: kept(dataDir, "app-password"), work: kept(dataDir, "work-password") });

/** Takes the data directory, or refuses, naming the holder. Waits for a holder whose npm was killed, because it is ending. */
async function hold(dataDir, what) {
  for (const deadline = Date.now() + 30_000; ; ) {
    let lock;
    try {
      lock = take(path.join(dataDir, "in-use"), { what, parent });
    } catch (error) {
      throw new Refusal(`The data directory ${dataDir} cannot be written (${error.code ?? error.message}). Choose another with DATA_DIR.`);
    }
    if (lock.release) return lock;
    const { heldBy } = lock;
    if (!heldBy.parent || lives(heldBy.parent) || Date.now() > deadline)
      throw new Refusal(
        `The data directory ${dataDir} is in use by process ${heldBy.pid} (${heldBy.what}). Stop that one, or choose another with DATA_DIR.`,
      );
    await new Promise((done) => setTimeout(done, 100));
  }
}

/**
 * Opens the installation in `dataDir` for this process alone and returns `{ dataDir, ownerUrl, adminUrl, appUrl, workUrl, postgres,
 * serverFile, stop }`; `stop` ends the embedded PostgreSQL and releases the directory. `given`: the value of DATABASE_URL, used instead of
 * the embedded one. Processes left behind by an earlier, killed start are ended first. `restore` is called with the owner's URL, and with a
 * function that stops everything, before the migrations: a restore fills the database there.
 */
export async function openInstallation({ dataDir, given, what = "npm start", restore }) {
  if (!restore) refuseHalfRestored(dataDir);
  const lock = await hold(dataDir, what);
  const serverFile = path.join(dataDir, "server.json");
  let postgres = null;
  const stop = async () => {
    await postgres?.stop();
    lock.release();
  };
  try {
    const left = holder(serverFile);
    if (left) {
      say(`ending the server (process ${left.pid}) that an earlier start left behind`);
      await endProcess(left, [
        ["SIGTERM", 5_000],
        ["SIGKILL", 5_000],
      ]);
    }
    fs.rmSync(serverFile, { force: true });
    if (given) await checkGiven(given);
    else {
      postgres = await startPostgres({
        dataDir: path.join(dataDir, "postgres"),
        database: DATABASE,
        ...clusterPasswords(dataDir),
      });
      say(`PostgreSQL answers on 127.0.0.1:${postgres.port}, data in ${postgres.dataDir}`);
    }
    const ownerUrl = given ?? postgres.url;
    await restore?.(ownerUrl, stop);
    migrate(ownerUrl);
    const adminUrl = postgres?.adminUrl ?? null;
    return { dataDir, ownerUrl, adminUrl, ...(await processUrls(ownerUrl, dataDir)), postgres, serverFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The installation that another process already serves from `dataDir`: `{ ownerUrl, adminUrl, appUrl, workUrl }`, or null if none is
 * running. `adminUrl`, the superuser's URL of the private PostgreSQL, is for tests and measurements.
 */
export async function joinInstallation({ dataDir, given }) {
  refuseHalfRestored(dataDir);
  if (!holder(path.join(dataDir, "in-use"))) return null;
  const server = given ? null : running(reachableDataDir(path.join(dataDir, "postgres"), runAs()));
  if (!given && !server) return null;
  const { password, superPassword } = given ? {} : clusterPasswords(dataDir);
  const ownerUrl = given ?? urlOf("owner", password, server.port);
  const adminUrl = given ? null : urlOf(SUPERUSER, superPassword, server.port);
  return { ownerUrl, adminUrl, ...(await processUrls(ownerUrl, dataDir)) };
}
