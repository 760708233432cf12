// The secret that encrypts a backup: a passphrase, a key in a file, or the key of the installation.
import fs from "node:fs";
import path from "node:path";
import { Refusal } from "./say.mjs";
import { kept } from "./secrets.mjs";

const FILE = "backup-key";
const SHORTEST = 15;

/** @returns {import("../lib/platform/backup/container.ts").Secret | null} */
function passphrase() {
  const text = process.env.BACKUP_PASSPHRASE;
  if (text && text.length < SHORTEST)
    throw new Refusal(
      `BACKUP_PASSPHRASE is too short: ${SHORTEST} characters or more are needed, since whoever finds the file can try as often as they like.`,
    );
  return text ? { kind: "passphrase", text } : null;
}

/** @returns {import("../lib/platform/backup/container.ts").Secret} */
const keyOf = (hex) => ({ kind: "key", bytes: Buffer.from(hex, "hex") });

function keyFile() {
  const file = process.env.BACKUP_KEY_FILE;
  if (!file) return null;
  let text;
  try {
    text = fs.readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new Refusal(`The key ${file} in BACKUP_KEY_FILE cannot be read (${error.code ?? error.message}).`);
  }
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new Refusal(`The file ${file} in BACKUP_KEY_FILE is no key: 64 hexadecimal characters belong in it.`);
  return keyOf(text);
}

/** The secret to encrypt with, and one or two sentences about what must be kept for a restore. */
export function secretToMake(dataDir) {
  const given = passphrase();
  if (given)
    return { secret: given, keep: "It opens with the passphrase in BACKUP_PASSPHRASE alone: keep that away from this machine, too." };
  const file = process.env.BACKUP_KEY_FILE || path.join(dataDir, FILE);
  const secret = keyFile() ?? keyOf(kept(dataDir, FILE));
  return {
    secret,
    keep: `It opens with the key in ${file} alone. Keep a copy of that key away from this machine, and not beside the backup: without it nobody can restore. To restore: BACKUP_KEY_FILE=COPY-OF-THE-KEY npm run restore -- FILE`,
  };
}

/**
 * Returns the secret of the kind that a file was encrypted with; a Refusal says how to provide it.
 * @returns {import("../lib/platform/backup/container.ts").Secret}
 */
export const secretToOpen = (kind) => {
  const secret = kind === "passphrase" ? passphrase() : keyFile();
  if (secret) return secret;
  throw new Refusal(
    kind === "passphrase"
      ? "This backup was encrypted with a passphrase. Give it in BACKUP_PASSPHRASE."
      : "This backup was encrypted with a key. Give the copy of it that was kept: BACKUP_KEY_FILE=FILE npm run restore -- BACKUP",
  );
};

/** Keeps the key a backup was opened with, for future backups. */
export function keepKey(dataDir, secret) {
  if (secret.kind === "key")
    fs.writeFileSync(path.join(dataDir, FILE), Buffer.from(secret.bytes).toString("hex"), { mode: 0o600, flag: "wx" });
}
