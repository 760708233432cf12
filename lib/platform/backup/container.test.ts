import { createHash, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { type Secret, seal, unseal } from "./container";

const key: Secret = { kind: "key", bytes: Buffer.alloc(32, 7) };
const passphrase: Secret = { kind: "passphrase", text: "plain words for the tests" };
const HEAD = 69;
const FRAME = 1024 * 1024;
const WHOLE = 5 + FRAME + 16;

async function* pieces(bytes: Buffer, size = 100_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function collect(source: AsyncIterable<Uint8Array>) {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
const sealed = (content: Buffer, secret: Secret = key) => collect(seal(pieces(content), secret));
const opened = (file: Buffer, secret: Secret = key, size?: number) => collect(unseal(pieces(file, size), () => secret));
const content = randomBytes(2 * FRAME + 12_345);
const file = await sealed(content);

it.each([0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])("%i bytes come back as they went in", async (length) => {
  const given = content.length >= length ? content.subarray(0, length) : Buffer.alloc(length, 3);
  expect((await opened(await sealed(given), key, 7_777)).equals(given)).toBe(true);
});

it("a passphrase opens what it sealed, and the same content never looks the same twice", async () => {
  const [one, other] = [await sealed(content.subarray(0, 100), passphrase), await sealed(content.subarray(0, 100), passphrase)];
  expect(one.subarray(13).equals(other.subarray(13))).toBe(false);
  expect(one.includes(content.subarray(0, 16))).toBe(false);
  expect((await opened(one, passphrase)).equals(content.subarray(0, 100))).toBe(true);
});

it("a wrong key or passphrase is told from damage", async () => {
  await expect(opened(file, { kind: "key", bytes: Buffer.alloc(32, 8) })).rejects.toThrow("encrypted with another key");
  await expect(
    opened(await sealed(content.subarray(0, 100), passphrase), { kind: "passphrase", text: "plain words for the test" }),
  ).rejects.toThrow("encrypted with another passphrase");
});

it("a flipped bit is found wherever it is, and no content of that frame or a later one is handed on", async () => {
  const places = [
    ...Array.from({ length: HEAD }, (_, at) => at),
    ...[0, 1, 2].flatMap((frame) => [0, 1, 4, 5, 6, 5_000].map((at) => HEAD + frame * WHOLE + at)),
    HEAD + WHOLE - 1,
    HEAD + WHOLE - 16,
    file.length - 1,
    file.length - 17,
  ];
  for (const at of places) {
    for (const bit of [0x01, 0x80]) {
      const damaged = Buffer.from(file);
      damaged.writeUInt8(file.readUInt8(at) ^ bit, at);
      let handed = 0;
      const reading = (async () => {
        for await (const part of unseal(pieces(damaged), () => key)) handed += part.length;
      })();
      await expect(reading, `byte ${at}`).rejects.toMatchObject({ code: "INVALID" });
      expect(handed).toBeLessThanOrEqual(Math.max(0, Math.floor((at - HEAD) / WHOLE)) * FRAME);
    }
  }
});

it.each([0, 1, 8, 9, 40, HEAD - 1, HEAD, HEAD + 3, HEAD + 5, HEAD + 100, HEAD + WHOLE - 1, HEAD + WHOLE, HEAD + 2 * WHOLE, -17, -16, -1])(
  "cut off at %i, it does not open",
  async (length) => {
    await expect(opened(file.subarray(0, length < 0 ? file.length + length : length))).rejects.toMatchObject({ code: "INVALID" });
  },
);

it("frames that are swapped, left out, repeated or taken from another file do not open, nor does data after the end", async () => {
  const frame = (n: number, of = file) => of.subarray(HEAD + n * WHOLE, HEAD + (n + 1) * WHOLE);
  const head = file.subarray(0, HEAD);
  const other = await sealed(content);
  for (const parts of [
    [head, frame(1), frame(0), frame(2)],
    [head, frame(1), frame(2)],
    [head, frame(0), frame(2)],
    [head, frame(0), frame(0), frame(1), frame(2)],
    [head, frame(0, other), frame(1), frame(2)],
    [head, frame(0), frame(1), frame(2, other)],
    [file, Buffer.from("x")],
    [file, file],
  ])
    await expect(opened(Buffer.concat(parts))).rejects.toMatchObject({ code: "INVALID" });
  expect((await opened(Buffer.concat([head, frame(0), frame(1), frame(2)]))).equals(content)).toBe(true);
});

it("a file that is not a backup is rejected as such, and a newer format asks for a newer version", async () => {
  await expect(opened(Buffer.from("PK\x03\x04 something else"))).rejects.toThrow("not a backup");
  await expect(opened(randomBytes(1000))).rejects.toThrow("not a backup");
  for (const [at, value] of [
    [8, 2],
    [9, 3],
    [10, 30], // a cost that would take gigabytes
  ] as const) {
    const later = Buffer.from(file);
    later.writeUInt8(value, at);
    createHash("sha256").update(later.subarray(0, 45)).digest().copy(later, 45, 0, 8);
    await expect(opened(later)).rejects.toThrow("newer version");
  }
});

it("a stored file opens only while the format stays the same", async () => {
  // Written once and kept: every later version has to open old backups.
  const kept = Buffer.from(
    "Q09PQktVUAoBAgAAAJjC6woRgPK6Ree0Zu+gbgFdgv99DOUWFnHBOYh8zQkSPGoqOa/sqxpY89QtHcelZCdtzwnMAC1vAQAAAByvCsBHK32006tszeIlARq0YRe9Eh3HjFD9MyWa6L8g5aM7qTx/1JDmUmikww==",
    "base64",
  );
  expect((await opened(kept)).toString()).toBe("kept since the first version");
});
