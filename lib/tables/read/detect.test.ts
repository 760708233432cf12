import { describe, expect, it } from "vitest";
import { detect } from "./detect";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean, bom: boolean) => {
  const codes = [...(bom ? "\ufeff" : ""), ...text].map((c) => c.charCodeAt(0));
  return Uint8Array.from(codes.flatMap((c) => (little ? [c & 255, c >> 8] : [c >> 8, c & 255])));
};
const of = (text: string) => detect(utf8(text), {}, true);

describe("delimiter", () => {
  it.each([
    ["a,b,c\n1,2,3\n", ","],
    ["a;b;c\n1,5;2,5;3\n4;5;6", ";"],
    ["a\tb\n1\t2\n", "\t"],
    ["a|b\n1|2\n", "|"],
    ['name,note\n"Smith; John","x;y"\n"Doe; Jane","z;w"\n', ","],
    ["only\n1\n2\n", ","],
  ] as const)("of %j is %j", (text, delimiter) => {
    expect(of(text).format.delimiter).toBe(delimiter);
  });
});

describe("encoding", () => {
  it("recognises byte order marks, valid UTF-8 and UTF-16 without a mark", () => {
    expect(detect(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8("é;b\n1;2\n")]), {}, true)).toMatchObject({
      format: { encoding: "utf-8" },
      headers: ["é", "b"],
    });
    for (const [little, encoding] of [
      [true, "utf-16le"],
      [false, "utf-16be"],
    ] as const)
      for (const bom of [true, false])
        expect(detect(utf16("größe;b\n1;2\n", little, bom), {}, true)).toMatchObject({ format: { encoding }, headers: ["größe", "b"] });
  });

  it("treats anything else as windows-1252", () => {
    // "Größe;€" in windows-1252
    const bytes = Uint8Array.from([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x3b, 0x80, 0x0a, 0x31, 0x3b, 0x32, 0x0a]);
    expect(detect(bytes, {}, true)).toMatchObject({ format: { encoding: "windows-1252" }, headers: ["Größe", "€"] });
  });

  it("accepts a sample that ends inside a character", () => {
    expect(detect(utf8("a,b\n1,é").subarray(0, -1), {}, false).format.encoding).toBe("utf-8");
  });
});

describe("decimal mark", () => {
  it.each([
    ["a,b\n1.5,2\n", "."],
    ["a;b\n1,5;2\n", ","],
    ["a;b\n1.234,56;x\n", ","],
    ['a,b\n"1,234.56",x\n', "."],
    ["a,b\n1,2\n", "."],
    ["a;b\n1 234,5;x\n", ","],
  ] as const)("of %j is %j", (text, decimal) => {
    expect(of(text).format.decimal).toBe(decimal);
    expect(of(text).notes).toEqual([]);
  });

  it("says if it cannot be known", () => {
    expect(of("a;b\n1,234;x\n")).toMatchObject({
      format: { decimal: "," },
      notes: ["Numbers such as 1,234 can be read in two ways; the decimal mark is taken to be a comma."],
    });
  });
});

describe("dates", () => {
  it.each([
    ["d\n2014-06-02\n", "iso"],
    ["d\n31/12/2014\n01/02/2014\n", "dmy"],
    ["d\n12/31/2014\n01/02/2014\n", "mdy"],
    ["d\n01.02.2014\n", "dmy"],
    ["d\n2 Jun 2014\n", "iso"],
  ] as const)("of %j are %s", (text, dates) => {
    expect(of(text).format.dates).toBe(dates);
    expect(of(text).notes).toEqual([]);
  });

  it("are never guessed", () => {
    expect(of("d\n01/02/2014\n03/04/2014\n")).toMatchObject({ format: { dates: "iso" }, notes: [expect.stringContaining("01/02/2014")] });
    expect(of("d\n31/12/2014\n12/31/2014\n")).toMatchObject({ format: { dates: "iso" }, notes: [expect.stringContaining("Some dates")] });
  });
});

it("finds units in cells, not in codes", () => {
  const text = 'share,cost,lead,code,plain\n12.5 %,"$1,200",3 d,A7,5\n7 %,$80,4 d,B9,6\n';
  expect(of(text).units).toEqual({ share: "%", cost: "$", lead: "d" });
});

it("is overridden by given settings", () => {
  expect(
    detect(utf8("a;b\n1,5;01/02/2014\n"), { delimiter: ",", decimal: ".", dates: "mdy", encoding: "windows-1252" }, true),
  ).toMatchObject({
    format: { delimiter: ",", decimal: ".", dates: "mdy", encoding: "windows-1252" },
    headers: ["a;b"],
  });
});

it.each(["", "\n\n", "\u0000", '"', '"a', ",,,", "a", "\ufeff"])("returns a result for %j", (text) => {
  expect(() => of(text)).not.toThrow();
});

describe("the row with the headings", () => {
  it("is found below a title", () => {
    const found = of("Bäckerei Sonne;;;\n;;;\nNr;Kunde;Tag;Betrag\n1;Post;02.01.2024;12,50\n2;Süd;03.01.2024;8,00\n");
    expect(found).toMatchObject({ format: { headingRow: 2 }, headers: ["Nr", "Kunde", "Tag", "Betrag"] });
    expect(found.notes).toEqual([expect.stringContaining("filled row 2")]);
  });
  it.each([
    ["of a table with few columns", "Name;Ort\nPost;Ulm\nSüd;Bonn\n"],
    ["with a column that has no heading", "Nr;;Tag\n1;a;b\n2;c;d\n"],
    ["of periods, which are figures", "KPI;2024;2025;2026\nA;1;2;3\nB;4;5;6\n"],
    ["of a table that is filled later", "a;b;c;d\n1;;;\n2;;;\n3;x;y;z\n"],
  ])("is the first one %s", (_what, text) => {
    expect(of(text)).toMatchObject({ format: { headingRow: 1 }, notes: [] });
  });
});
