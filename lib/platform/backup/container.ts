import "server-only";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/errors";
import { bytesOf } from "./bytes";

/**
 * The encrypted file of a backup, version 1. Numbers are big-endian.
 *
 *     head, 69 bytes
 *        0   8  "COOBKUP\n"
 *        8   1  version of this format: 1
 *        9   1  source of the key: 1 a passphrase, by scrypt; 2 a key of 32 bytes
 *       10   3  scrypt: binary logarithm of N, r, p; zero for a key
 *       13  32  salt, random
 *       45   8  first bytes of the SHA-256 of all before it: tells a damaged head from a wrong key
 *       53  16  HKDF-SHA-256 of the key and the salt for "check": tells a wrong key from damage
 *     frames, each
 *        0   1  0: another follows; 1: the last one
 *        1   4  length of the content, at most 1 MiB
 *        5   n  content, AES-256-GCM
 *      5+n  16  its tag
 *
 * The frames' key is HKDF-SHA-256 of the key and the salt for "frames", so it is used for one file only. The nonce is the number of the
 * frame. The head and the frame's first five bytes are authenticated with it. So a frame that was changed, left out, swapped, repeated
 * or taken from another file does not open, and a file that was cut off has no last frame.
 */
const MAGIC = Buffer.from("COOBKUP\n", "latin1");
const VERSION = 1;
const HEAD = 69;
const FRAME = 1024 * 1024;
const TAG = 16;
/** OWASP's recommendation for scrypt, in the variant that needs 32 MB. */
const SCRYPT = { log2: 15, r: 8, p: 3 };

/** What a backup is encrypted with. A key has 32 bytes. */
export type Secret = { kind: "passphrase"; text: string } | { kind: "key"; bytes: Uint8Array };
export type SecretKind = Secret["kind"];

/** The passphrase is the only protection if somebody finds the file. */
export const SHORTEST_PASSPHRASE = 15;

const damaged = (where: string) => new AppError("INVALID", `This backup is damaged ${where}. Nothing was read from it; use another copy.`);
const newer = () => new AppError("INVALID", "This backup was made by a newer version of this program. Restore it with that version.");

const stretched = (text: string, salt: Buffer, { log2, r, p }: typeof SCRYPT) =>
  new Promise<Buffer>((done, failed) =>
    scrypt(text.normalize("NFC"), salt, 32, { N: 2 ** log2, r, p, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error ? failed(error) : done(key),
    ),
  );

async function keysOf(secret: Secret, salt: Buffer, costs: typeof SCRYPT) {
  const key = secret.kind === "passphrase" ? await stretched(secret.text, salt, costs) : secret.bytes;
  const derive = (use: string, length: number) => Buffer.from(hkdfSync("sha256", key, salt, `coo backup ${use}`, length));
  return { frames: derive("frames", 32), check: derive("check", 16) };
}

const sumOf = (head: Buffer) => createHash("sha256").update(head.subarray(0, 45)).digest().subarray(0, 8);
const nonceOf = (frame: number) => {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(frame), 4);
  return nonce;
};

/** Encrypts a stream of bytes into the format above. Holds at most two frames in memory. */
export async function* seal(source: AsyncIterable<Uint8Array>, secret: Secret): AsyncGenerator<Buffer> {
  const head = Buffer.alloc(HEAD);
  MAGIC.copy(head);
  const costs = secret.kind === "passphrase" ? SCRYPT : { log2: 0, r: 0, p: 0 };
  head.set([VERSION, secret.kind === "passphrase" ? 1 : 2, costs.log2, costs.r, costs.p], 8);
  const salt = randomBytes(32);
  salt.copy(head, 13);
  sumOf(head).copy(head, 45);
  const keys = await keysOf(secret, salt, costs);
  keys.check.copy(head, 53);
  yield head;
  const bytes = bytesOf(source);
  for (let frame = 0; ; frame++) {
    const content = await bytes.take(FRAME);
    const last = content.length < FRAME;
    const before = Buffer.alloc(5);
    before.writeUInt8(last ? 1 : 0, 0);
    before.writeUInt32BE(content.length, 1);
    const cipher = createCipheriv("aes-256-gcm", keys.frames, nonceOf(frame), { authTagLength: TAG });
    cipher.setAAD(Buffer.concat([head, before]));
    yield Buffer.concat([before, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    if (last) return;
  }
}

/**
 * The bytes given to `seal`, frame by frame, each checked before it is handed on. `secretFor` returns the secret of the kind the file was
 * encrypted with. Throws INVALID with one sentence if the file is not a backup, is damaged or cut off, or was encrypted with another
 * secret. The content is complete and intact only once the stream has ended.
 */
export async function* unseal(source: AsyncIterable<Uint8Array>, secretFor: (kind: SecretKind) => Secret): AsyncGenerator<Buffer> {
  const bytes = bytesOf(source);
  const head = await bytes.take(HEAD);
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw new AppError("INVALID", "This file is not a backup of this program.");
  if (head.length < HEAD) throw damaged("or incomplete: it ends within its header");
  if (!sumOf(head).equals(head.subarray(45, 53))) throw damaged("in its header");
  const [version, kind, log2 = 0, r = 0, p = 0] = head.subarray(8, 13);
  // Limits the cost to 128 MB, whatever the file says.
  if (version !== VERSION || (kind !== 1 && kind !== 2) || log2 > 17 || r > 8 || p > 8) throw newer();
  const secret = secretFor(kind === 1 ? "passphrase" : "key");
  const keys = await keysOf(secret, head.subarray(13, 45), { log2, r, p });
  if (!timingSafeEqual(keys.check, head.subarray(53, HEAD)))
    throw new AppError("INVALID", `This backup was encrypted with another ${secret.kind}. Nothing was read from it.`);
  let at = HEAD;
  for (let frame = 0; ; frame++) {
    const before = await bytes.take(5);
    const length = before.length < 5 ? 0 : before.readUInt32BE(1);
    if (length > FRAME) throw damaged(`at byte ${at}`);
    const sealed = await bytes.take(length + TAG);
    if (before.length < 5 || sealed.length < length + TAG)
      throw new AppError("INVALID", "This backup is damaged or incomplete: it ends before its last part. Use another copy.");
    let content: Buffer;
    try {
      const cipher = createDecipheriv("aes-256-gcm", keys.frames, nonceOf(frame), { authTagLength: TAG });
      cipher.setAAD(Buffer.concat([head, before]));
      cipher.setAuthTag(sealed.subarray(length));
      content = Buffer.concat([cipher.update(sealed.subarray(0, length)), cipher.final()]);
    } catch {
      throw damaged(`after byte ${at}`);
    }
    yield content;
    at += 5 + sealed.length;
    if (before.readUInt8(0) === 1) break;
  }
  if ((await bytes.take(1)).length > 0) throw damaged(`after byte ${at}: there is data after its end`);
}
