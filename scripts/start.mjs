// npm start (and npm run dev): everything from a bare clone to the served application. See --help.
import { command, Refusal } from "./say.mjs";
import { setUp } from "./set-up.mjs";

const HELP = `npm start [-- OPTIONS]

Installs, builds, starts a private PostgreSQL, migrates, loads the demonstration company at the first start, and serves.

  --empty        at the first start: no demonstration company; the log shows a link for the first administrator
  --build-only   install and build, serve nothing
  --dev          serve from the sources, with reloading (npm run dev)
  --help         this text

Environment: PORT (3000), HOST (127.0.0.1), DATA_DIR (.data; with --dev .data-dev), DATABASE_URL (a PostgreSQL 15 or later used
instead of the private one), APP_ORIGIN (where people reach it, http://localhost:PORT), TRUSTED_PROXIES (how many proxies stand before it, 0), NEXTAUTH_SECRET (made
when unset).`;

const KNOWN = ["--empty", "--build-only", "--dev", "--help"];

await command(async () => {
  // `npm start --empty` without the "--" before it reaches a script only as an npm setting.
  const fromNpm = ["empty", "build_only"]
    .filter((name) => process.env[`npm_config_${name}`] === "true")
    .map((name) => `--${name.replace("_", "-")}`);
  const flags = [...process.argv.slice(2), ...fromNpm];
  const unknown = flags.find((flag) => !KNOWN.includes(flag));
  if (unknown) throw new Refusal(`Unknown option ${unknown}.\n\n${HELP}`);
  if (flags.includes("--help")) return console.log(HELP);
  await setUp(import.meta.filename);
  const { serve } = await import("./serve.mjs");
  await serve({ empty: flags.includes("--empty"), buildOnly: flags.includes("--build-only"), dev: flags.includes("--dev") });
});
