// What a bare clone needs before anything else can run. Uses only Node's own modules: there may be no node_modules yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { followParent, parent, take } from "./lock.mjs";
import { BEGAN, Refusal, say } from "./say.mjs";

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const NEEDED = [22, 19]; // the first Node that runs TypeScript files directly
const modern = (version) => {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
};

/** Runs `work` while no other start in this checkout installs or builds; waits for another one. */
export async function alone(work) {
  const file = path.join(root, ".build/lock");
  for (let told = false; ; ) {
    let lock;
    try {
      lock = take(file);
    } catch (error) {
      if (error.code !== "EACCES" && error.code !== "EROFS" && error.code !== "EPERM") throw error;
      throw new Refusal(
        `This checkout needs to be installed or built, and ${root} cannot be written by this user. Run "npm start -- --build-only" once as its owner.`,
      );
    }
    if (lock.release) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (!told) say(`waiting for process ${lock.heldBy.pid}, which installs or builds here`);
    told = true;
    await new Promise((done) => setTimeout(done, 300));
  }
}

const stamp = path.join(root, "node_modules/.coo-installed");
const digest = () =>
  createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
const installed = () => {
  try {
    return fs.readFileSync(stamp, "utf8") === digest();
  } catch {
    return false;
  }
};
/** npm's own record of the installed packages lists each package at the version of the lock file. */
function sameAsLock() {
  try {
    const packages = (file) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8")).packages;
    const have = packages("node_modules/.package-lock.json");
    return Object.entries(packages("package-lock.json")).every(([name, at]) => !name || at.optional || have[name]?.version === at.version);
  } catch {
    return false;
  }
}

/** Runs npm ci if node_modules is missing or differs from the lock file. No install scripts: none is needed. */
async function dependencies() {
  if (installed()) return;
  if (sameAsLock()) {
    try {
      fs.writeFileSync(stamp, digest());
    } catch {} // read-only checkout: checked again next time
    return;
  }
  await alone(async () => {
    if (installed()) return;
    say("installing dependencies (about a minute)");
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
    const args = [...npm.slice(1), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const { status, error } = spawnSync(npm[0], args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    if (status !== 0)
      throw new Refusal(
        `npm ci failed${error ? `: ${error.message}` : ""}. The lines above say why; most often the registry cannot be reached.`,
      );
    fs.writeFileSync(stamp, digest());
    say("dependencies installed");
  });
}

/** Runs the same command again with the newer Node from the dependencies; ends with its exit code. */
function again(node, script) {
  const PATH = `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(node, [script, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...BEGAN, ...(parent && { COMMAND_PARENT: JSON.stringify(parent) }), PATH },
  });
  // The terminal sends Ctrl-C to both; a signal sent only to this process must be passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  followParent(() => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  return new Promise(() => {});
}

/** Dependencies and a Node that is new enough. Returns only in a process that has both. `script`: the file to run again. */
export async function setUp(script) {
  process.chdir(root);
  if (!modern(process.version) && Number(process.version.slice(1).split(".")[0]) < 20)
    throw new Refusal(`Node ${process.version} is too old even to install with. Node 20.9 or later is needed, 22.19 or later on macOS.`);
  await dependencies();
  if (modern(process.version)) {
    if (process.send) process.once("disconnect", () => process.kill(process.pid, "SIGTERM")); // the outer command was killed
    return;
  }
  const own = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin/node");
  if (!fs.existsSync(own))
    throw new Refusal(
      `Node ${process.version} is too old, and no newer one comes with the dependencies on ${process.platform}-${process.arch}. Install Node ${NEEDED.join(".")} or later (nodejs.org) and run the same command again.`,
    );
  return again(own, script);
}
