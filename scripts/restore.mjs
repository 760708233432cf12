// npm run restore -- FILE [--as-this-version]: restores an installation from a backup, into an empty DATA_DIR (and an empty DATABASE_URL).
// The key: BACKUP_PASSPHRASE, or BACKUP_KEY_FILE with the copy that was kept. The whole file is checked before anything is written, and
// everything restored is compared with the backup; if anything fails, nothing is left behind. Then: npm start.
// --as-this-version: restore the rows even if rights, policies or indexes were changed by hand in the original database.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { command, Refusal, say } from "./say.mjs";
import { setUp } from "./set-up.mjs";

const ANYWAY = "--as-this-version";

function usage() {
  const lines = fs
    .readFileSync(import.meta.filename, "utf8")
    .split("\n")
    .slice(0, 4);
  return lines.map((line) => line.slice(3)).join("\n");
}

/** The migrations of this version, each with the checksum that Prisma stores. */
function ownMigrations() {
  const dir = path.resolve(import.meta.dirname, "../prisma/migrations");
  const names = fs.readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const checksum = (name) =>
    createHash("sha256")
      .update(fs.readFileSync(path.join(dir, name, "migration.sql")))
      .digest("hex");
  return names.map(({ name }) => ({ name, checksum: checksum(name) })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The last migration of the backup. The backup's migrations must be the first ones of this version. */
function lastMigration({ migrations }) {
  const own = ownMigrations();
  const unknown = migrations.find(({ name }) => !own.some((one) => one.name === name));
  if (unknown)
    throw new Refusal(
      `This backup was made by a newer version of this program: this one does not know its migration ${unknown.name}. Restore it with that version.`,
    );
  const other = migrations.find(({ name, checksum }, at) => own[at]?.name !== name || own[at].checksum !== checksum);
  if (other) throw new Refusal(`This backup was made by another line of this program: its migration ${other.name} is not the one here.`);
  return migrations.at(-1).name;
}

/** Fills the place; returns the differences between the database and the backup. */
async function fill({ dataDir, given, file, secretFor, checked, last, places, anyway, opened }) {
  const { connected, migrate, openInstallation } = await import("./installation.mjs");
  const { heldMode, modeEnvironment } = await import("./mode.mjs");
  const { keepKey } = await import("./backup-key.mjs");
  const { placesOf } = await import("./places.mjs");
  const { runTypeScript } = await import("./ts-run.mjs");
  const { loadBackup } = await import("../lib/platform/backup/database/load.ts");
  let loaded;
  const installation = await openInstallation({
    dataDir,
    given,
    what: "npm run restore",
    restore: async (url, stop) => {
      opened(stop);
      migrate(url, last);
      loaded = await loadBackup(url, file, secretFor, checked, { schema: "public", places, anyway });
      await connected(url, (client) => client.query("ANALYZE"));
      say(`${loaded.rows} rows restored; counts, digests, sequences, rights and the audit log match the backup`);
    },
  });
  const jobs = await loadBackup(installation.ownerUrl, file, secretFor, checked, { schema: "jobs", places, anyway });
  keepKey(dataDir, secretFor());
  await runTypeScript("scripts/restored.ts", [file, checked.about.made, String(loaded.rows + jobs.rows)], {
    ...modeEnvironment(await heldMode(installation)),
    ...placesOf(dataDir),
    DATABASE_URL: installation.workUrl,
    OWNER_DATABASE_URL: installation.ownerUrl,
  });
  await installation.stop();
  return loaded.differences;
}

async function restore(file, anyway) {
  const { emptyPlace } = await import("./restore-place.mjs");
  const { secretToOpen } = await import("./backup-key.mjs");
  const { checkBackup } = await import("../lib/platform/backup/read.ts");
  const target = { dataDir: path.resolve(process.env.DATA_DIR ?? ".data"), given: process.env.DATABASE_URL || undefined };
  const place = await emptyPlace(target);

  let secret;
  const secretFor = (kind) => (secret ??= secretToOpen(kind));
  let checked;
  let last;
  try {
    say("checking the whole backup");
    checked = await checkBackup(file, secretFor);
    last = lastMigration(checked.about);
    const { company, made } = checked.about;
    say(`backup of ${company ?? "an installation without a company"}, made on ${made.slice(0, 16).replace("T", " ")} UTC: whole`);
    await place.begin();
  } catch (error) {
    place.leave();
    throw error;
  }

  let stop;
  const interrupted = new Promise((_, failed) => {
    const stopped = () => failed(new Refusal("Stopped. Nothing of the restore was kept."));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stopped);
  });
  const opened = (how) => {
    stop = how;
  };
  try {
    const filling = fill({ ...target, file, secretFor, checked, last, places: place.places, anyway, opened });
    const differences = await Promise.race([filling, interrupted]);
    for (const what of differences) say(`not as it was: ${what}`);
    for (const id of checked.manifest.missing) say(`the file of upload ${id} was not in the backup`);
    place.done();
    say(`restored. Serve it with: DATA_DIR=${target.dataDir} npm start`);
  } catch (error) {
    await stop?.().catch(() => {});
    await place.clear();
    throw error;
  }
}

await command(async () => {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) return console.log(usage());
  const files = args.filter((arg) => arg !== ANYWAY);
  if (files.length !== 1 || files[0].startsWith("-")) throw new Refusal(`npm run restore -- FILE [${ANYWAY}]`);
  await setUp(import.meta.filename);
  const { generateClient } = await import("./build.mjs");
  await generateClient();
  await import("./ts.mjs");
  try {
    await restore(path.resolve(files[0]), args.length > files.length);
  } catch (error) {
    throw error?.name === "AppError" ? new Refusal(error.message) : error;
  }
  process.exit(0);
});
