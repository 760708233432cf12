// npm run backup -- FILE: writes the complete installation into one encrypted file, whether it is being served or not. The file is read
// back and checked before it gets its name. Encrypted with BACKUP_PASSPHRASE, otherwise with the key in BACKUP_KEY_FILE, otherwise with a
// key created once in DATA_DIR/backup-key. Make it before updating this program: a backup is restored by the version that made it or a
// later one.
import fs from "node:fs";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { type Made, makeBackup } from "@/lib/platform/backup/make";
import { noteMade, rowsIn } from "@/lib/platform/backup/note";
import { pool } from "@/lib/platform/db/client";
import { secretToMake } from "./backup-key.mjs";
import { Refusal } from "./say.mjs";

const { OWNER_DATABASE_URL: url, DATA_DIR: dataDir, UPLOAD_DIR: uploads, AUDIT_ANCHORS: anchors, NEXTAUTH_SECRET } = process.env;

/** If another version serves the installation, that version makes the backup, because it can also restore it. */
async function refuseOther() {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  const applied = new Set(rows.map(({ name }) => name));
  const migrations = path.resolve(import.meta.dirname, "../prisma/migrations");
  const own = fs.readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (own.some(({ name }) => !applied.has(name)) || own.length !== applied.size)
    throw new AppError(
      "INVALID",
      "The running installation is served by another version of this program. Make the backup with that version.",
    );
}

async function main(): Promise<number> {
  const [given, ...more] = process.argv.slice(2);
  if (!given || more.length > 0 || given.startsWith("-")) {
    console.error("npm run backup -- FILE");
    return 2;
  }
  if (!url || !dataDir || !uploads || !anchors) throw new Error("started without an installation: npm run backup -- FILE");
  await refuseOther();
  const file = path.resolve(given);
  const { secret, keep } = secretToMake(dataDir);
  const asked = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => asked.abort());
  const noted = (checked: Made) => noteMade(path.basename(file), checked);
  const made = await makeBackup({ url, places: { dataDir, uploads, anchors } }, file, secret, noted, asked.signal);
  const { tables, files, missing, chain } = made.manifest;
  console.log(`backup of ${rowsIn(made)} rows in ${tables.length} tables and ${files.length} files`);
  console.log(`${file}: ${made.bytes} bytes, SHA-256 ${made.sha256}; read back and checked`);
  for (const id of missing) console.log(`the file of upload ${id} was not there and is not in it`);
  if (NEXTAUTH_SECRET)
    console.log("NEXTAUTH_SECRET is set in the environment, and not in the backup: without it people have to sign in again");
  if (chain.broken)
    console.error(`The audit log is BROKEN at row ${chain.broken.id}: ${chain.broken.problem}. The backup holds it as it is.`);
  console.log(keep);
  return 0;
}

let code = 1;
try {
  code = await main();
} catch (error) {
  console.error(error instanceof AppError || error instanceof Refusal ? error.message : error);
}
await pool.end();
process.exit(code);
