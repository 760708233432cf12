import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { bytesOf } from "./bytes";

/**
 * The content of a backup before compression: sections one after another. A section is the length of its title (4 bytes), its title (JSON),
 * its body in pieces (4 bytes of length each, then the bytes) and a piece of length zero. "about" comes first. "manifest" comes last and
 * holds the digests of all bodies in between.
 */
const Text = z.string().max(100_000);
const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);
const Digest = z.string().regex(/^[0-9a-f]{64}$/);

const Table = z.strictObject({ schema: z.enum(["public", "jobs"]), name: Name, columns: z.array(Name).min(1) });
export type TableTitle = z.output<typeof Table>;

/** A secret, by its name in the data directory; an uploaded file or its rejects, by the upload's id; or the anchors of the audit log. */
const Kept = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("secret"), name: z.string().regex(/^[a-z][a-z-]{0,40}$/) }),
  z.strictObject({ kind: z.literal("upload"), name: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.rejects\.csv)?$/) }),
  z.strictObject({ kind: z.literal("anchors"), name: z.literal("audit-anchors.jsonl") }),
]);
export type FileTitle = z.output<typeof Kept>;

/** When, from what and with which migrations a backup was made. */
const About = z.strictObject({
  /** Instant of the real clock, ISO. */
  made: z.iso.datetime(),
  company: Text.nullable(),
  mode: z.enum(["demonstration", "real"]),
  /** PostgreSQL's version number, e.g. 180004 */
  server: z.int(),
  /** Migrations in the order the database applied them. checksum: SHA-256 of the file. */
  migrations: z.array(z.strictObject({ name: z.string().regex(/^\w{1,200}$/), checksum: Digest })).min(1),
});
export type About = z.output<typeof About>;

/** One object of the database that controls access or what may be written: its kind, name and whole text. */
const Definition = z.strictObject({ kind: z.string().max(40), name: z.string().max(1_000), text: Text });
export type Definition = z.output<typeof Definition>;

const Manifest = z.strictObject({
  /** sha256: of the rows in the text form of COPY, in key order. */
  tables: z.array(z.strictObject({ ...Table.shape, rows: z.int().nonnegative(), sha256: Digest })),
  files: z.array(
    z.strictObject({ kind: z.enum(["secret", "upload", "anchors"]), name: Text, bytes: z.int().nonnegative(), sha256: Digest }),
  ),
  /** Uploads whose file was missing. */
  missing: z.array(z.string().max(100)),
  sequences: z.array(z.strictObject({ name: Name, last: z.string().regex(/^-?\d{1,19}$/), called: z.boolean() })),
  /** The audit log: the result of its check, and its end. */
  chain: z.strictObject({ rows: z.int(), broken: z.strictObject({ id: Text, problem: Text }).nullable(), lastId: Text, hash: Digest }),
  definitions: z.array(Definition),
});
export type Manifest = z.output<typeof Manifest>;

const Title = z.discriminatedUnion("section", [
  z.strictObject({ section: z.literal("about"), about: About }),
  z.strictObject({ section: z.literal("table"), table: Table }),
  z.strictObject({ section: z.literal("file"), file: Kept }),
  z.strictObject({ section: z.literal("manifest"), manifest: Manifest }),
]);
export type Title = z.output<typeof Title>;

const LONGEST_TITLE = 32 * 1024 * 1024;

const length = (bytes: number) => {
  const text = Buffer.alloc(4);
  text.writeUInt32BE(bytes);
  return text;
};

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** One section as bytes. The body is passed on piece by piece. */
export async function* section(title: Title, body: AsyncIterable<Uint8Array> = nothing()): AsyncGenerator<Uint8Array> {
  const text = Buffer.from(JSON.stringify(title));
  yield Buffer.concat([length(text.length), text]);
  for await (const piece of body) {
    if (piece.byteLength === 0) continue;
    yield length(piece.byteLength);
    yield piece;
  }
  yield length(0);
}

/** The sections of a stream, one after another; unread parts of a body are skipped. Throws INVALID for anything else. */
export async function* sections(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ title: Title; body: AsyncGenerator<Buffer> }> {
  const bytes = bytesOf(source);
  const exactly = async (count: number) => {
    const taken = await bytes.take(count);
    if (taken.length < count) throw new AppError("INVALID", "This backup is incomplete. Use another one.");
    return taken;
  };
  for (;;) {
    const begin = await bytes.take(4);
    if (begin.length === 0) return;
    const size = begin.length < 4 ? LONGEST_TITLE + 1 : begin.readUInt32BE();
    const parsed = size > LONGEST_TITLE ? null : Title.safeParse(JSON.parse((await exactly(size)).toString("utf8")));
    if (!parsed?.success)
      throw new AppError("INVALID", "This backup contains something this version does not know. Restore it with the version that made it.");
    const body = (async function* () {
      for (;;) {
        const piece = (await exactly(4)).readUInt32BE();
        if (piece === 0) return;
        yield await exactly(piece);
      }
    })();
    yield { title: parsed.data, body };
    for await (const _ of body);
  }
}
