import "../support/as-worker";
import { rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { mappingOf, suggestDraft } from "@/lib/imports/map/draft";
import { lookAtColumns } from "@/lib/imports/map/look";
import { Mapping } from "@/lib/imports/mapping";
import { addUpload, askCheck, askRun, readUpload } from "@/lib/imports/uploads/commands";
import { getRejectsFile, getUpload } from "@/lib/imports/uploads/queries";
import { runUpload } from "@/lib/imports/uploads/run";
import { sentFileName } from "@/lib/platform/web/file-name";
import { detect } from "@/lib/tables/read/detect";
import { openFile } from "@/lib/tables/read/read";
import { owner } from "../support/audit";
import { type Company, makeCompany } from "../support/factories";

const dir = vi.hoisted(() => {
  // Before lib/env is read.
  const made = `${process.env.TMPDIR ?? "/tmp"}/hostile-files-test-${process.pid}`;
  process.env.UPLOAD_DIR = made;
  return made;
});

let company: Company;
let rootCode: string;
beforeAll(async () => {
  company = await makeCompany();
  rootCode = (await owner.query("select code from department where parent_id is null")).rows[0].code;
});
afterAll(async () => {
  await owner.end();
  rmSync(dir, { recursive: true, force: true });
});

async function* pieces(content: Uint8Array, size = 60_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield Buffer.from(content.subarray(at, at + size));
}
const send = async (content: string | Uint8Array, name = "file.csv") =>
  (await addUpload(company.coo, name, pieces(Buffer.from(content)), null)).id;
const refusal = (content: string | Uint8Array) =>
  send(content).then(
    () => "taken",
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      expect(["INVALID", "TOO_LARGE"]).toContain(error.code);
      return error.message;
    },
  );
async function page(id: string) {
  const upload = await getUpload(company.coo, id);
  if (!upload) throw new Error("not there");
  structuredClone({ ...upload, look: upload.look && { ...upload.look } }); // a page receives plain data, without functions
  return upload;
}

const OF_PROTOTYPES = ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf", "isPrototypeOf"];

describe("names of built-in object properties", () => {
  const cases = OF_PROTOTYPES.flatMap((name) => ["kg", null].map((unit): [string, string | null] => [name, unit]));
  it.each(cases)("%s is a heading like any other (unit %s), and a value like any other", async (name, unit) => {
    const cells = OF_PROTOTYPES.slice(0, 3);
    const key = (n: number) => `${name}-${unit ?? ""}-${n}`;
    const rows = cells.map((cell, n) => `${key(n)},${n}${unit === null ? "" : ` ${unit}`},${cell},2024-01-0${n + 1}`);
    const id = await send(`id,${name},what,day\n${rows.join("\n")}\n`);
    const { look, existing } = await page(id);
    if (!look) throw new Error("not looked at");
    expect(look.columns.map((c) => [c.header, c.type, c.unit])).toEqual([
      ["id", "text", null],
      [name, "number", unit],
      ["what", "text", null],
      ["day", "date", null],
    ]);
    const draft = suggestDraft({ columns: look.columns, format: look.detected.format }, "file.csv", existing, "records");
    const { mapping, problems } = mappingOf(draft, {});
    expect(problems).toEqual([]);
    const parsed = Mapping.parse(mapping);
    if (parsed.into.target !== "records") throw new Error("records were expected");
    const dated = { ...parsed, into: { ...parsed.into, known: { row: "day", fields: {} } } };
    await askCheck(company.coo, { uploadId: id, version: (await page(id)).status.version, mapping: dated });
    expect(await runUpload(id, company.coo.personId)).toBe("checked");
    const { preview } = await page(id);
    expect(preview).toMatchObject({ newRows: 3, rejectedRows: 0 });
    expect(preview?.sample?.map((row) => row.cells.map((c) => c.value))).toEqual(
      cells.map((cell, n) => [key(n), String(n), cell, `2024-01-0${n + 1}`]),
    );
    await askRun(company.coo, { uploadId: id, version: (await page(id)).status.version });
    expect(await runUpload(id, company.coo.personId)).toBe("done");
  });

  it("a value with such a name is replaced as the mapping says", async () => {
    const id = await send(`code,name\nA1,__proto__\nA2,constructor\n`);
    const values = JSON.parse(`{"__proto__":"One","constructor":"Two"}`);
    const columns = { code: { from: "code" }, name: { from: "name", values }, parent: { default: rootCode } };
    const mapping = Mapping.parse(JSON.parse(JSON.stringify({ name: "Names", into: { target: "departments", columns } })));
    await askCheck(company.coo, { uploadId: id, version: (await page(id)).status.version, mapping });
    await runUpload(id, company.coo.personId);
    await askRun(company.coo, { uploadId: id, version: (await page(id)).status.version });
    expect(await runUpload(id, company.coo.personId)).toBe("done");
    expect((await owner.query("select name from department where code in ('A1', 'A2') order by code")).rows.map((r) => r.name)).toEqual([
      "One",
      "Two",
    ]);
  });

  it("values with such names are not departments", () => {
    const columns = lookAtColumns(
      ["Department"],
      OF_PROTOTYPES.map((cell) => [cell]),
      detect(Buffer.from("a\n"), {}, true).format,
      {},
    );
    const draft = suggestDraft(
      { columns, format: detect(Buffer.from("a\n"), {}, true).format },
      "x.csv",
      { departments: [], root: null },
      "records",
    );
    expect(draft.records.department).toBeUndefined();
  });
});

describe("non-text is refused with a sentence that names its probable type", () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  it.each<[string, Buffer, RegExp]>([
    ["a PNG", png, /picture \(PNG\)/],
    ["a PNG in gzip", gzipSync(png), /picture \(PNG\)/],
    ["a JPEG", Buffer.from("ffd8ffe000104a464946", "hex"), /picture \(JPEG\)/],
    ["a GIF", Buffer.from("GIF89a,b\n1,2\n"), /picture \(GIF\)/],
    ["a PDF", Buffer.from("%PDF-1.7\n1,2\n"), /PDF/],
    ["a program", Buffer.from("7f454c4602010100", "hex"), /program/],
    ["an old Excel file", Buffer.from("d0cf11e0a1b11ae1", "hex"), /older Excel file/],
    ["an Excel file", Buffer.from("PK\u0003\u0004rest"), /ZIP or Excel file/],
    ["an empty ZIP", Buffer.from("PK\u0005\u0006rest"), /ZIP or Excel file/],
    ["gzip in gzip", gzipSync(gzipSync("a,b\n1,2\n")), /compressed twice/],
    ["bzip2", Buffer.from("425a6839314159265359", "hex"), /bzip2/],
    ["xz", Buffer.from("fd377a585a00", "hex"), /xz/],
    ["7z", Buffer.from("377abcaf271c", "hex"), /7z/],
    ["zstd", Buffer.from("28b52ffd", "hex"), /zstd/],
    ["a database", Buffer.from("SQLite format 3\0"), /not a text file/],
    ["bytes", Buffer.from([1, 0, 2, 0, 0, 0, 5, 44, 10, 0, 0]), /not a text file/],
  ])("%s", async (_what, content, sentence) => {
    expect(await refusal(content)).toMatch(sentence);
    expect((await readdir(dir)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it.each<[string, string | Buffer]>([
    ["in a heading", "a\0,b\n1,2\n"],
    ["in the one row there is", "a,b\n1,\u00002\n"],
    ["in the one row, which no line end ends", "a,b\n1,2\0"],
    ["in the last of many rows", `a,b\n${"1,2\n".repeat(200_000)}3,\0\n`],
    ["in a row that counts as a total", "a,b,c\n1,2,3\nTotal,,\0\n"],
    ["in UTF-16", Buffer.from("\ufeffa,b\r\n1,x\0y\r\n", "utf16le")],
    ["in a heading in UTF-16", Buffer.from("\ufeffa\0,b\r\n1,x\r\n", "utf16le")],
    ["in gzip", gzipSync("a,b\n1,\0\n")],
  ])("a NUL %s", async (_where, content) => {
    expect(await refusal(content)).toMatch(/not a text file/);
  });

  it("a wrong encoding is reported, and the page still opens", async () => {
    const id = await send(Buffer.from("\ufeffName\tWert\r\nx\t1\r\n", "utf16le"));
    for (const encoding of ["utf-8", "windows-1252", "utf-16be"] as const) {
      await readUpload(company.coo, { uploadId: id, format: { encoding } });
      const upload = await page(id);
      expect(upload.look === null || upload.look.columns.every((c) => !c.header.includes("\0"))).toBe(true);
    }
  });

  it("UTF-16 as spreadsheets write it is text", async () => {
    const { look } = await page(await send(Buffer.from("\ufeffName\tWert\r\nÄ\t1\r\n", "utf16le")));
    expect(look?.columns.map((c) => c.header)).toEqual(["Name", "Wert"]);
  });
});

describe("compressed data counts by its decompressed size, before it is accepted", () => {
  it("a bomb is refused by its ratio, and a large file by the maximum size, and nothing of it remains", async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from("a,b\n"), Buffer.alloc(64 * 1024 ** 2, "1,2\n")]));
    expect(bomb.length).toBeLessThan(1024 ** 2);
    expect(await refusal(bomb)).toMatch(/unpacks to more than/);
    await owner.query(`insert into setting (key, value) values ('uploads', '{"limitMb": 0.2}')`);
    try {
      // Different in every row, so that it compresses little.
      const rows = Array.from({ length: 120_000 }, (_, n) => `${n},${(n * 7919) % 100_003}`).join("\n");
      const packed = gzipSync(`a,b\n${rows}\n`).subarray();
      await owner.query("update setting set value = $1 where key = 'uploads'", [{ limitMb: (packed.length + 1) / 1024 ** 2 }]);
      expect(await refusal(packed)).toBe("taken");
      await owner.query("update setting set value = $1 where key = 'uploads'", [{ limitMb: 0.05 }]);
      const small = gzipSync(`a,b\n${"1,2\n".repeat(100_000)}`);
      expect(small.length).toBeLessThan(0.05 * 1024 ** 2);
      expect(await refusal(small)).toMatch(/unpacks to more than/);
    } finally {
      await owner.query("delete from setting where key = 'uploads'");
    }
    expect((await readdir(dir)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it.each<[string, Buffer]>([
    ["cut off", gzipSync("a,b\n".repeat(50_000)).subarray(0, 200)],
    ["cut off before its check", gzipSync("a,b\n1,2\n").subarray(0, -4)],
    ["changed on the way", Buffer.concat([gzipSync("a,b\n1,2\n").subarray(0, -8), Buffer.alloc(8)])],
    ["only a head", Buffer.from([0x1f, 0x8b])],
  ])("a gzip file %s", async (_what, content) => {
    expect(await refusal(content)).toMatch(/gzip|empty/);
  });

  it("gzip arriving byte by byte is decompressed too", async () => {
    const opened = await openFile(pieces(gzipSync("a,b\n1,2\n"), 1), {});
    expect(opened.headers).toEqual(["a", "b"]);
    for await (const _ of opened.batches);
  });
});

describe("headings and names of files", () => {
  it.each<[string, string, string]>([
    ["10,000 columns", `${Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(",")}\n`, "10000 columns; at most 500"],
    ["a heading of 5,000 characters", `${"x".repeat(5_000)},b\n1,2\n`, "at most 200 are read"],
    ["nothing but line ends", "\n\r\n\n", "empty"],
  ])("%s", async (_what, content, sentence) => {
    expect(await refusal(content)).toContain(sentence);
  });
  it.each<[string, string]>([
    ["no heading at all", ",,\n1,2,3\n"],
    ["the same heading three times", "a,a,a\n1,2,3\n"],
    ["one empty heading", "a,,c\n1,2,3\n"],
    ["the heading alone", "a,b\n"],
    ["blanks as headings", " ,\u00a0,x\n1,2,3\n"],
    ["a lone quotation mark", 'a"b,c\n1,2\n'],
  ])("%s is analysed", async (_what, content) => {
    const upload = await page(await send(content));
    if (!upload.look) throw new Error(upload.problem ?? "");
    const draft = suggestDraft({ columns: upload.look.columns, format: upload.look.detected.format }, "x.csv", upload.existing);
    mappingOf(draft, {});
  });

  it("a name that is cut keeps its characters whole", () => {
    for (let n = 195; n < 203; n++) expect(sentFileName(encodeURIComponent(`${"x".repeat(n)}😀.csv`))?.isWellFormed()).toBe(true);
  });
});

describe("rejects of odd cells", () => {
  const kinds = {
    target: "records",
    kind: { code: "odd", name: "Odd" },
    key: ["id"],
    fields: [
      { name: "id", label: "Id", type: "text", from: "id" },
      { name: "n", label: "N", type: "number", from: "n" },
    ],
  };
  it("are listed although they are cut inside a character", async () => {
    const cells = Array.from({ length: 8 }, (_, n) => `${"x".repeat(52 + n)}😀${"y".repeat(137)}😀😀😀😀😀😀`);
    const id = await send(`id,n\n${cells.map((cell, n) => `${n},${cell}`).join("\n")}\n`);
    await askCheck(company.coo, {
      uploadId: id,
      version: (await page(id)).status.version,
      mapping: Mapping.parse({ name: "odd", into: kinds }),
    });
    expect(await runUpload(id, company.coo.personId)).toBe("checked");
    expect((await page(id)).preview).toMatchObject({ rejectedRows: 8 });
    expect(await new Response(await (await getRejectsFile(company.coo, id)).open()).text()).toContain("is not a number");
  });

  it.each<[string, string]>([
    ["a NUL", '{"a":"\\u0000"}'],
    ["half a character", '{"a":"\\ud800"}'],
    ["half a character as a name", '{"\\udfff":1}'],
    ["many levels", `${"[".repeat(15_000)}${"]".repeat(15_000)}`],
  ])("a measure with %s is a reject", async (_what, json) => {
    const head = "code,name,department,areas,unit,frequency,aggregation,direction,source,measure";
    const columns = Object.fromEntries(head.split(",").map((name) => [name, { from: name }]));
    const id = await send(`${head}\nODD-1,Name,${rootCode},operations,u,month,sum,higher,records,"${json.replaceAll('"', '""')}"\n`);
    const mapping = Mapping.parse({ name: "odd kpis", into: { target: "kpis", columns } });
    await askCheck(company.coo, { uploadId: id, version: (await page(id)).status.version, mapping });
    expect(await runUpload(id, company.coo.personId)).toBe("checked");
    expect((await page(id)).preview).toMatchObject({ rejectedRows: 1 });
  });
});

/** The path of a file from its upload to the first draft of a mapping. Anything but a sentence is a failure. */
async function through(content: Uint8Array): Promise<void> {
  let id: string;
  try {
    id = await send(content);
  } catch (error) {
    if (error instanceof AppError && (error.code === "INVALID" || error.code === "TOO_LARGE")) return;
    throw error;
  }
  const upload = await page(id);
  expect(upload.look === null).toBe(upload.problem !== null);
  if (!upload.look) return;
  const look = { columns: upload.look.columns, format: upload.look.detected.format, repeatedRows: upload.look.repeatedRows };
  for (const target of [undefined, "records", "people", "kpis", "measurements-long", "measurements-wide"] as const)
    mappingOf(suggestDraft(look, upload.fileName, upload.existing, target), {});
}

describe("any content", () => {
  const cell = fc.oneof(
    fc.constantFrom(...OF_PROTOTYPES, "", " ", '"', "a\nb", "1,5", "12 kg", "2024-01-01", "\u202e", "😀", "=1+1", "\r", "\0"),
    fc.string({ unit: "binary", maxLength: 12 }),
  );
  it("tables of odd words", async () => {
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("utf8", "utf16le", "latin1"),
        async (rows, by, encoding) => {
          await through(Buffer.from(rows.map((row) => row.join(by)).join("\n"), encoding as BufferEncoding));
        },
      ),
      { numRuns: 150 },
    );
  });
  it("bytes", async () => {
    const head = fc.constantFrom("", "1f8b", "1f8b0800000000000003", "504b", "fffe", "feff", "efbbbf", "d0cf", "25504446");
    await fc.assert(
      fc.asyncProperty(head, fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.boolean(), async (first, rest, packed) => {
        const content = Buffer.concat([Buffer.from(first, "hex"), rest]);
        await through(packed ? gzipSync(content) : content);
      }),
      { numRuns: 200 },
    );
  });
});
