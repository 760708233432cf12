// Secrets of this installation: created once, readable only by its owner.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Refusal } from "./say.mjs";

/** 32 random bytes in hexadecimal, created at the first call and the same ever after. */
export function kept(directory, name) {
  const file = path.join(directory, name);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(directory, { recursive: true });
    const making = `${file}.${process.pid}`;
    fs.writeFileSync(making, randomBytes(32).toString("hex"), { mode: 0o600 });
    fs.renameSync(making, file); // whole or not at all
  }
  const secret = fs.readFileSync(file, "utf8").trim();
  if (secret.length < 64) throw new Refusal(`${file} is damaged: 64 hexadecimal characters belong in it. Restore it from a backup.`);
  return secret;
}

const SAMPLES = /change.?me|secret|password|example|sample|default|placeholder|insert.?here|your.?(key|secret)/i;

/**
 * Refuses a configured secret that could be guessed: shorter than 32 bytes, and if `serious` also a known sample or few different
 * characters.
 */
export function checkSecret(name, value, serious) {
  const how = "Leave it unset to have one made, or set the output of: openssl rand -base64 32";
  if (Buffer.byteLength(value) < 32) throw new Refusal(`${name} is ${Buffer.byteLength(value)} bytes long and needs at least 32. ${how}`);
  if (serious && (SAMPLES.test(value) || new Set(value).size < 10))
    throw new Refusal(`${name} is a sample or too regular to be secret. ${how}`);
}
