import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDate, readPeriod, shiftMonths } from "./cell-date";
import { readNumber, splitUnit } from "./cell-number";
import { CellError, readBoolean, readChoice, readText } from "./cells";

const reason = (read: unknown) => (read instanceof CellError ? read.reason : `read as ${JSON.stringify(read)}`);

describe("numbers", () => {
  it.each([
    ["0", ".", "0"],
    ["-0", ".", "0"],
    ["007", ".", "7"],
    ["+5", ".", "5"],
    [".5", ".", "0.5"],
    ["5.", ".", "5"],
    ["-12.50", ".", "-12.50"],
    ["\u22123", ".", "-3"],
    ["1,234,567.89", ".", "1234567.89"],
    ["1 234,5", ",", "1234.5"],
    ["1\u00a0234,5", ",", "1234.5"],
    ["1'234.5", ".", "1234.5"],
    ["1.234,56", ",", "1234.56"],
    ["0,1", ",", "0.1"],
    ["1E+05", ".", "100000"],
    ["2.5e-3", ".", "0.0025"],
    ["(3.10)", ".", "-3.10"],
    ["  42 ", ".", "42"],
    ["12345678901234567890.1234567891", ".", "12345678901234567890.1234567891"],
    ["1.000000000000", ".", "1"],
  ] as const)("%s with decimal %s is %s", (cell, decimal, value) => {
    expect(readNumber(cell, decimal, null)).toBe(value);
  });

  it.each([
    ["abc", ".", "'abc' is not a number"],
    ["1,5", ".", "'1,5' is not a number with decimal point and thousands in threes"],
    ["1.5", ",", "'1.5' is not a number with decimal comma and thousands in threes"],
    ["12,34,567", ".", "'12,34,567' is not a number with decimal point and thousands in threes"],
    ["1.2.3", ".", "'1.2.3' is not a number with decimal point and thousands in threes"],
    ["1e300", ".", "'1e300' has 301 digits before the decimal mark; at most 20 are kept"],
    ["0.12345678901", ".", "'0.12345678901' has 11 decimals; at most 10 are kept"],
    ["123456789012345678901", ".", "'123456789012345678901' has 21 digits before the decimal mark; at most 20 are kept"],
    ["12.5 %", ".", "'12.5 %' is not a number"],
    ["a\u0000b", ".", "'a\ufffdb' holds a control character"],
    ["a\u202eb", ".", "'a\ufffdb' holds a control character"],
  ] as const)("%s with decimal %s is refused: %s", (cell, decimal, expected) => {
    expect(reason(readNumber(cell, decimal, null))).toBe(expected);
  });

  it.each(["NaN", "Infinity", "-Infinity", "0x10", "1e", "--1", "1-2", "n/a", "-", "1_000", "true", "{}", "[]", "__proto__", "\u0661"])(
    "%s is not a number",
    (cell) => {
      expect(readNumber(cell, ".", null)).toBeInstanceOf(CellError);
    },
  );

  it("accepts units that agree with the column and refuses others", () => {
    expect(readNumber("12.5 %", ".", "percent")).toBe("12.5");
    expect(readNumber("$1,200", ".", "USD")).toBe("1200");
    expect(readNumber("-$5.20", ".", "USD")).toBe("-5.20");
    expect(readNumber("3 d", ".", "days")).toBe("3");
    expect(readNumber("1.200,50 €", ",", "EUR")).toBe("1200.50");
    expect(reason(readNumber("5 h", ".", "d"))).toBe("'5 h' is in 'h', the column is in 'd'");
    expect(splitUnit("A-1-B")).toBeNull();
  });

  it("is empty for an empty cell, never zero", () => {
    for (const cell of ["", " ", "\t", "\u00a0"]) expect(readNumber(cell, ".", null)).toBeNull();
  });

  it("keeps every digit of any decimal within bounds", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }), fc.stringMatching(/^\d{0,9}[1-9]$/), (whole, fraction) => {
        expect(readNumber(`${whole}.${fraction}`, ".", null)).toBe(`${whole}.${fraction}`);
        expect(readNumber(`${whole},${fraction}`, ",", null)).toBe(`${whole}.${fraction}`);
      }),
    );
  });

  it("returns a plain decimal, nothing or a reason for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(".", ","), (cell, decimal) => {
        const read = readNumber(cell, decimal as "." | ",", null);
        if (typeof read === "string") expect(read).toMatch(/^-?\d{1,20}(\.\d{1,10})?$/);
      }),
      { numRuns: 5_000 },
    );
  });

  it("returns at once for a megabyte of digits", () => {
    const began = process.cpuUsage();
    for (const cell of ["1".repeat(1_000_000), `${"1 ".repeat(16_000)}x`, "1,".repeat(16_000), "(".repeat(30_000)])
      expect(readNumber(cell, ".", "%")).toBeInstanceOf(CellError);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1_000).toBeLessThan(1_000); // ms of computing, whatever else the machine does
  });
});

describe("dates", () => {
  it.each([
    ["2014-06-02", "iso", "2014-06-02"],
    ["2014-06-02 00:00:00", "iso", "2014-06-02"],
    ["2014-06-02T23:59:59.999Z", "iso", "2014-06-02"],
    ["2014/6/2", "iso", "2014-06-02"],
    ["20140602", "iso", "2014-06-02"],
    ["2 Jun 2014", "iso", "2014-06-02"],
    ["02-JUN-2014", "iso", "2014-06-02"],
    ["June 2, 2014", "iso", "2014-06-02"],
    ["02.06.2014", "dmy", "2014-06-02"],
    ["2/6/2014", "dmy", "2014-06-02"],
    ["2/6/2014", "mdy", "2014-02-06"],
    ["29/2/2012", "dmy", "2012-02-29"],
    ["9999-12-31", "iso", "9999-12-31"],
  ] as const)("%s read as %s is %s", (cell, style, date) => {
    expect(readDate(cell, style)).toBe(date);
  });

  it.each([
    ["02/06/2014", "iso", "'02/06/2014' could be day first or month first; set it in the format of the mapping (dates: dmy or mdy)"],
    ["31/4/2014", "dmy", "'31/4/2014' is not a calendar date"],
    ["2013-02-29", "iso", "'2013-02-29' is not a calendar date"],
    ["1900-02-29", "iso", "'1900-02-29' is not a calendar date"],
    ["0000-01-01", "iso", "'0000-01-01' is not a calendar date"],
    ["13/13/2014", "mdy", "'13/13/2014' is not a calendar date"],
    ["02/06/14", "dmy", "'02/06/14' has a year of two digits"],
    ["tomorrow", "iso", "'tomorrow' is not a date"],
    ["41792", "iso", "'41792' is not a date"],
  ] as const)("%s read as %s is refused: %s", (cell, style, expected) => {
    expect(reason(readDate(cell, style))).toBe(expected);
  });

  it("moves by months, the end of a month to the end of a month", () => {
    expect(shiftMonths("2013-12-28", 5)).toBe("2014-05-28");
    expect(shiftMonths("2014-02-28", 1)).toBe("2014-03-31");
    expect(shiftMonths("2014-01-31", 1)).toBe("2014-02-28");
    expect(shiftMonths("2014-01-30", 1)).toBe("2014-02-28");
    expect(shiftMonths("2014-03-31", -1)).toBe("2014-02-28");
  });

  it.each([
    ["2014", "2014-01-01"],
    ["2014-06", "2014-06-01"],
    ["06/2014", "2014-06-01"],
    ["Jun 2014", "2014-06-01"],
    ["2014-Q2", "2014-04-01"],
    ["Q3 2014", "2014-07-01"],
    ["2014H2", "2014-07-01"],
    ["2014-W01", "2013-12-30"],
    ["2009-W53", "2009-12-28"],
    ["2014-06-17", "2014-06-17"],
  ])("the period %s begins with %s", (cell, day) => {
    expect(readPeriod(cell, "iso")).toBe(day);
  });

  it.each(["2014-W53", "2014-13", "Q5 2014", "value", "0000", "note"])("%s is not a period", (cell) => {
    expect(reason(readPeriod(cell, "iso"))).toMatch(/is not a (period|date|calendar date)$/);
  });
});

describe("texts and choices", () => {
  it("refuses control characters and what is too long, keeps line ends and every script", () => {
    expect(readText(" a\nb\tc ")).toBe("a\nb\tc");
    expect(readText("Sánchez 山田 😀")).toBe("Sánchez 山田 😀");
    expect(readText("=1+1")).toBe("=1+1");
    for (const cell of ["a\u0000b", "\u001b[31m", "x\u0081"]) expect(readText(cell)).toBeInstanceOf(CellError);
    expect(reason(readText("x".repeat(32_769)))).toBe("the cell has 32769 characters; at most 32768 are read");
  });

  it("reads yes and no, and names of a closed set in any spelling", () => {
    expect(["TRUE", "y", "1", "No", "f", ""].map((cell) => readBoolean(cell))).toEqual(["true", "true", "true", "false", "false", null]);
    expect(reason(readBoolean("2"))).toBe("'2' is not yes or no");
    expect(readChoice("Half year", ["half_year", "year"])).toBe("half_year");
    expect(reason(readChoice("constructor", ["day", "week"]))).toBe("'constructor' is none of day, week");
  });
});

it.each([
  ["1. März 2024", "2024-03-01"],
  ["2 juillet 2024", "2024-07-02"],
  ["3-dic-2024", "2024-12-03"],
])("the day %s is read", (cell, day) => expect(readDate(cell, "iso")).toBe(day));
it.each([
  ["Mrz 2024", "2024-03-01"],
  ["Okt. 2024", "2024-10-01"],
  ["déc. 2024", "2024-12-01"],
  ["août 2024", "2024-08-01"],
])("the period %s is read", (cell, day) => expect(readPeriod(cell, "iso")).toBe(day));
it("a word that could be two months is refused", () => expect(readPeriod("jui 2024", "iso")).toBeInstanceOf(CellError));
