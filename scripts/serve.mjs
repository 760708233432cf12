// From installed dependencies to a served application, and an orderly stop.
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { buildApplication, generateClient } from "./build.mjs";
import { trustedProxies } from "./client-address.mjs";
import { openInstallation } from "./installation.mjs";
import { keepChild } from "./kept-child.mjs";
import { followParent, writePidFile } from "./lock.mjs";
import { DEMO_PASSWORD, DEMO_PEOPLE, modeEnvironment, settleMode } from "./mode.mjs";
import { placesOf } from "./places.mjs";
import { Refusal, say } from "./say.mjs";
import { checkSecret, kept } from "./secrets.mjs";
import { root } from "./set-up.mjs";
import { runTypeScript } from "./ts-run.mjs";
import { keepWorker } from "./worker-process.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const DRAIN_MS = 15_000;
const FIRST_ADMINISTRATOR = "scripts/first-admin.ts";

function settings({ dev }) {
  const port = Number(process.env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal(`PORT is "${process.env.PORT}"; a number from 1 to 65535 is needed.`);
  const origin = process.env.APP_ORIGIN ?? `http://localhost:${port}`;
  if (!/^https?:\/\/[^/]+$/.test(origin))
    throw new Refusal(`APP_ORIGIN is "${origin}"; an address like https://coo.example.com without a path is needed.`);
  if (trustedProxies(process.env.TRUSTED_PROXIES) === null)
    throw new Refusal(`TRUSTED_PROXIES is "${process.env.TRUSTED_PROXIES}"; how many proxies stand before this server is needed, 0 to 10.`);
  return {
    port,
    origin,
    host: process.env.HOST ?? "127.0.0.1",
    dataDir: path.resolve(process.env.DATA_DIR ?? (dev ? ".data-dev" : ".data")),
    given: process.env.DATABASE_URL || undefined,
  };
}

const checkPort = (port, host) =>
  new Promise((done, failed) => {
    const server = net.createServer();
    server.once("error", ({ code }) => {
      if (code === "EADDRINUSE")
        failed(new Refusal(`Port ${port} on ${host} is in use by another program. Choose another: PORT=${port + 1} npm start`));
      else if (code === "EACCES")
        failed(new Refusal(`This user may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`));
      else failed(new Refusal(`Cannot listen on ${host}, port ${port}: ${code}. HOST has to be an address of this machine.`));
    });
    server.listen(port, host, () => server.close(done));
  });

function environmentOf(installation, mode, { port, host, origin }) {
  const configured = process.env.NEXTAUTH_SECRET;
  if (configured !== undefined) checkSecret("NEXTAUTH_SECRET", configured, mode === "real");
  const env = { ...process.env, ...modeEnvironment(mode), DATABASE_URL: installation.appUrl, PORT: String(port), HOSTNAME: host };
  Object.assign(env, {
    APP_ORIGIN: origin,
    NEXTAUTH_URL: origin,
    NEXTAUTH_SECRET: configured ?? kept(installation.dataDir, "auth-secret"),
    NEXT_TELEMETRY_DISABLED: "1",
    ...placesOf(installation.dataDir),
  });
  if (mode === "real") delete env.CLOCK;
  delete env.OWNER_DATABASE_URL; // the web server never holds the owner's rights
  if (installation.postgres) env.POSTGRES_DIR = installation.postgres.dataDir;
  return env;
}

/**
 * Maximum of the web server's heap in MB. It holds about 100 MB; with Node's own limit, a share of the machine, uncollected pages add up
 * to several hundred. NODE_OPTIONS may set another.
 */
const HEAP_MB = 768;

/** The web server as a child that ends with this process; in a separate process group, so that Ctrl-C reaches only this process. */
function launch(application, env, { dev, port, host }) {
  const watch = ["--import", path.join(root, "scripts/child.mjs")];
  const heap = /max[-_]old[-_]space[-_]size/.test(env.NODE_OPTIONS ?? "") ? [] : [`--max-old-space-size=${HEAP_MB}`];
  const args = dev
    ? [path.join(root, "node_modules/next/dist/bin/next"), "dev", "-p", String(port), "-H", host]
    : [...heap, path.join(application, "server.js")];
  const nodeEnv = dev ? "development" : "production";
  return spawn(process.execPath, [...watch, ...args], {
    cwd: application,
    env: { ...env, NODE_ENV: nodeEnv },
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Waits until the server reports that it can serve; throws if it ends or is not ready within a minute. */
async function ready(web, { port, host }) {
  const address = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (web.hasEnded()) throw new Refusal("The web server ended while starting; the lines above say why.");
    const answer = await fetch(`http://${address}:${port}/api/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Refusal("The web server did not become ready within a minute.");
}

function announce(mode, { origin, host }) {
  const lines = ["", `  The command center is at ${origin}`];
  if (mode === "demonstration") {
    lines.push(
      "",
      "  Demonstration company Adventure Works Cycles; its clock starts at Monday 2 June 2014, 08:00 UTC.",
      `  Password of every sign-in: ${DEMO_PASSWORD}`,
    );
    for (const email of DEMO_PEOPLE) lines.push(`    ${email}`);
    if (host !== "127.0.0.1" && host !== "localhost" && host !== "::1")
      lines.push("", `  These sign-ins are public, and HOST=${host} allows access from other machines.`);
  }
  console.log([...lines, "", "  Ctrl-C stops it.", ""].join("\n"));
}

/** Starts everything and returns when it has been stopped; ends the process. */
export async function serve({ empty, buildOnly, dev }) {
  const wanted = settings({ dev });
  await generateClient();
  const application = dev ? root : await buildApplication();
  if (buildOnly) return say("ready to start");

  // A signal during the start of the database and the migrations is kept until there is something complete to stop.
  let early = false;
  const tooEarly = () => {
    early = true;
  };
  for (const signal of SIGNALS) process.on(signal, tooEarly);
  const installation = await openInstallation({ dataDir: wanted.dataDir, given: wanted.given, what: dev ? "npm run dev" : "npm start" });
  let web;
  let worker;
  let stopping = null;
  const stop = (code) => {
    stopping ??= (async () => {
      await Promise.all([worker?.stop(DRAIN_MS), web?.stop(DRAIN_MS)]);
      fs.rmSync(installation.serverFile, { force: true });
      await installation.stop();
      process.exit(code);
    })();
    return stopping;
  };
  const asked = () => {
    if (!stopping) say("stopping");
    stop(0);
  };
  for (const signal of SIGNALS) process.off(signal, tooEarly).on(signal, asked);
  followParent(asked);
  await new Promise((done) => setImmediate(done)); // lets a signal in that arrived during a blocking step
  if (early) asked();
  if (stopping) return await stopping;

  try {
    await checkPort(wanted.port, wanted.host);
    const mode = await settleMode(installation, { empty, environment: { APP_ORIGIN: wanted.origin } });
    const env = environmentOf(installation, mode, wanted);
    if (stopping) return await stopping;
    web = keepChild("the web server", () => {
      const server = launch(application, env, { dev, ...wanted });
      if (server.pid !== undefined) writePidFile(installation.serverFile, server.pid, { port: wanted.port });
      return server;
    });
    await ready(web, wanted);
    web.keep();
    if (mode === "real" && fs.existsSync(path.join(root, FIRST_ADMINISTRATOR))) await runTypeScript(FIRST_ADMINISTRATOR, [], env);
    if (stopping) return await stopping;
    worker = keepWorker({ ...env, DATABASE_URL: installation.workUrl }, { dev });
    say("serving");
    announce(mode, wanted);
  } catch (error) {
    if (stopping) return await stopping; // asked to stop while starting
    console.error(error instanceof Refusal ? `\n${error.message}\n` : error);
    await stop(1);
  }
}
