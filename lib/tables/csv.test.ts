import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "@/lib/platform/entities/table";
import { csvLine, escapeSpreadsheetFormula, fileNameOf } from "./csv";

/** A reader of RFC 4180 written separately from the writer: the fields of one record. */
function read(line: string): string[] {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  const body = line.replace(/\r\n$/, "");
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (body[i + 1] === '"') field += body[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      fields.push(field);
      field = "";
    } else field += c;
  }
  return [...fields, field];
}

describe("a line of CSV", () => {
  it("follows RFC 4180", () =>
    expect(csvLine(["a", 'say "no"', "x,y", "two\nlines", null, -1e-7])).toBe('a,"say ""no""","x,y","two\nlines",,-1e-7\r\n'));

  it.each(["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", '=HYPERLINK("http://x")', "-", "+49 30 1"])(
    "is not executed: %j",
    (text) => expect(escapeSpreadsheetFormula(text)).toBe(`'${text}`),
  );

  // With semicolons as list separators, a spreadsheet splits there as well, and at line ends if there is a quotation mark inside.
  it.each([
    ["a;=1+1", "a;'=1+1"],
    ["one\n=1+1;x", "one\n'=1+1;x"],
    ["x;@SUM(A1);-2", "x;'@SUM(A1);'-2"],
    ["tab\t+1", "tab\t'+1"],
    ["\t=1", "'\t'=1"],
    ['a;"=1+1', `a;"'=1+1`],
    ["\uff1d1+1", "'\uff1d1+1"],
  ])("parts of %j are not executed", (text, written) => expect(escapeSpreadsheetFormula(text)).toBe(written));

  it.each(["-5", "-5.25", "-1,5", "a; b", "a - b", "x;y", "+7", "0", "12345678901234567890.1234567891", "–", "plain", "a=b", "'=1"])(
    "keeps %j unchanged",
    (text) => expect(escapeSpreadsheetFormula(text)).toBe(text),
  );

  it("reads back as it was written, and no field begins a formula", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.constantFrom("=", "-1", "@x", "a;=1", "\n=2", '","', "\r\n", " a ")),
          {
            minLength: 1,
          },
        ),
        (cells) => {
          const back = read(csvLine(cells));
          expect(back).toEqual(cells.map(escapeSpreadsheetFormula));
          for (const cell of back) {
            expect(/^[=+\-@\t\r\n]/.test(cell) && Number.isNaN(Number(cell))).toBe(false);
            expect(/[;\n\t][=+\-@]/.test(cell)).toBe(false);
          }
        },
      ),
      { numRuns: 10_000 },
    ));

  it("keeps every digit of a decimal", () =>
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(9_999_999), (whole, part) => {
        const decimal: Cell = `${whole}.${part}`;
        expect(csvLine([decimal])).toBe(`${decimal}\r\n`);
      }),
    ));
});

it("a file name has letters, digits and hyphens", () => {
  expect(fileNameOf("KPI", "PRC-01", "Füllgrad, % ../..")).toBe("kpi-prc-01-fullgrad.csv");
});
