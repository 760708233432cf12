// The generated database client and the built application, each rebuilt only if its sources have changed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Refusal, say } from "./say.mjs";
import { kept } from "./secrets.mjs";
import { alone, root } from "./set-up.mjs";

const at = (...parts) => path.join(root, ...parts);
const BUILDS = at(".build");
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/migrations",
  "package-lock.json",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "proxy.ts",
];
const SCHEMA = ["prisma/schema.prisma", "prisma/models", "prisma.config.ts", "node_modules/@prisma/client/package.json"];
const ASIDE = /\.test\.tsx?$|^lib\/platform\/db\/generated\//;

function files(place) {
  const stat = fs.statSync(at(place), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [place];
  return fs.readdirSync(at(place)).flatMap((name) => files(`${place}/${name}`));
}
function digest(places, more = "") {
  const hash = createHash("sha256").update(more);
  for (const file of places
    .flatMap(files)
    .filter((name) => !ASIDE.test(name))
    .sort())
    hash.update(`\0${file}\0`).update(fs.readFileSync(at(file)));
  return hash.digest("hex").slice(0, 16);
}
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null);

/** Runs a command and returns when it has ended; its output is shown only if it failed. */
function quietly(what, script, args, env = {}) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const interrupted = () => {
      child.kill("SIGTERM");
      process.exit(1);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupted);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.once("error", failed);
    child.once("exit", (code) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, interrupted);
      if (code === 0) return done();
      console.error(output);
      failed(new Refusal(`${what} failed; the lines above say why.`));
    });
  });
}

/** Generates lib/platform/db/generated from the schema. Needs no network: the engine is the one from npm. */
export async function generateClient() {
  const stamp = at("lib/platform/db/generated/.schema-digest");
  const wanted = digest(SCHEMA);
  if (read(stamp) === wanted) return;
  await alone(async () => {
    if (read(stamp) === wanted) return;
    say("generating the database client");
    await quietly("prisma generate", at("node_modules/prisma/build/index.js"), ["generate", "--no-hints"], {
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    });
    fs.writeFileSync(stamp, wanted);
  });
}

/** Keeps the new build and the previous one, which a running server may still use. */
function discardOld(current) {
  const old = fs
    .readdirSync(BUILDS)
    .filter((name) => name.startsWith("app-") && path.join(BUILDS, name) !== current)
    .map((name) => ({ name, at: fs.statSync(path.join(BUILDS, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of old.slice(1)) fs.rmSync(path.join(BUILDS, name), { recursive: true, force: true });
}

/**
 * Builds the application if its sources have changed; returns the directory of the built server, which never changes afterwards. A server
 * running from an older build is not disturbed, and an interrupted build leaves nothing behind.
 */
export async function buildApplication() {
  const wanted = path.join(BUILDS, `app-${digest(SOURCES, digest(SCHEMA) + process.versions.modules)}`);
  if (fs.existsSync(wanted)) return wanted;
  await alone(async () => {
    if (fs.existsSync(wanted)) return;
    say("building the application (about half a minute)");
    await quietly("next build", at("node_modules/next/dist/bin/next"), ["build"], {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(kept(BUILDS, "action-key"), "hex").toString("base64"),
      DATABASE_URL: "postgresql://none@127.0.0.1:1/none", // the build must not read from a database
      NEXTAUTH_SECRET: "0".repeat(64), // never used: the server gets its own at start
    });
    fs.cpSync(at(".next/static"), at(".next/standalone/.next/static"), { recursive: true });
    if (fs.existsSync(at("public"))) fs.cpSync(at("public"), at(".next/standalone/public"), { recursive: true });
    fs.renameSync(at(".next/standalone"), wanted);
    discardOld(wanted);
    say("application built");
  });
  return wanted;
}
