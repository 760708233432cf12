import { describe, expect, it } from "vitest";
import type { NumberPeriod } from "./number-row";
import { type PasteRow, planPaste } from "./paste";
import { isBlock, readBlock } from "./paste-block";
import { conventionText, detectConvention } from "./paste-numbers";

const period = (start: string, shortLabel: string, value: string | null = null): NumberPeriod => ({
  period: start,
  label: `week of ${shortLabel} 2014`,
  shortLabel,
  saved:
    value === null ? null : { value, state: "final", reason: null, note: null, version: 1, by: "Peter Krebs", at: "2014-05-20T08:00:00Z" },
  dueOn: start,
  lateDays: null,
});
const row = (code: string, name: string, more: Partial<PasteRow> = {}): PasteRow => ({
  id: code,
  code,
  name,
  unit: "orders",
  lower: 500,
  upper: 850,
  minimum: "0",
  maximum: null,
  periods: [period("2014-05-12", "12 May", "746"), period("2014-05-19", "19 May"), period("2014-05-26", "26 May")],
  ...more,
});
const started = row("PRC-01", "Work orders started");
const finished = row("PRC-02", "Work orders finished");
const cycle = row("PRC-20", "Cycle time", { unit: "days", lower: 10.2, upper: 16 });
const rows = [started, finished, cycle];
const paste = (text: string, at = { row: 0, column: 2 }) => planPaste(readBlock(text), rows, at);
const short = (text: string, at?: { row: number; column: number }) =>
  paste(text, at).cells.map((c) => [
    c.target?.row.code ?? null,
    c.target?.period.shortLabel ?? null,
    c.kind,
    c.kind === "refused" ? c.reason : c.value,
  ]);

describe("readBlock", () => {
  it("lines and tabs, whatever the line ends; the empty line at the end is ignored", () =>
    expect([readBlock("1\t2\r\n3\t\n"), readBlock("1\r2")]).toEqual([
      [
        ["1", "2"],
        ["3", ""],
      ],
      [["1"], ["2"]],
    ]));
  it("a quoted cell holds tabs, line ends and quotes", () => expect(readBlock('"a ""b""\n\tc"\t5')).toEqual([['a "b"\n\tc', "5"]]));
  it("one cell counts as typed, not pasted", () =>
    expect([isBlock("740\n"), isBlock("740\n755"), isBlock("1\t2")]).toEqual([false, true, true]));
});

describe("planPaste", () => {
  it("a column starts at the cell and goes down; 126 days is a slip", () => {
    expect(short("740\n758\n126")).toEqual([
      ["PRC-01", "26 May", "new", "740"],
      ["PRC-02", "26 May", "new", "758"],
      ["PRC-20", "26 May", "anomaly", "126"],
    ]);
    expect(paste("740\n758\n126").cells[2]).toMatchObject({ guess: "12.6", reason: "Ten times the usual." });
  });
  it("a block goes right over the periods; saved values there are the same, or locked", () =>
    expect(short("746\t751\t740\n730\t-\t758", { row: 0, column: 0 })).toEqual([
      ["PRC-01", "12 May", "same", "746"],
      ["PRC-01", "19 May", "new", "751"],
      ["PRC-01", "26 May", "new", "740"],
      ["PRC-02", "12 May", "refused", "week of 12 May 2014 is locked at 746: correct it with Ctrl . and a reason"],
      ["PRC-02", "19 May", "refused", "“not available” needs a reason: press N in its cell"],
      ["PRC-02", "26 May", "new", "758"],
    ]));
  it("lines find their measures by code or name, in any order, and list unknown ones", () =>
    expect(short("prc-20\t12,6\nWork orders  started\t740\nOvertime\t12")).toEqual([
      ["PRC-20", "26 May", "new", "12.6"],
      ["PRC-01", "26 May", "new", "740"],
      [null, null, "refused", "no measure of yours is called “Overtime”"],
    ]));
  it("a heading of periods assigns the columns", () => {
    const found = paste("Measure\t26 May\t2014-05-19\nCycle time\t12.5\t13");
    expect([found.matched, found.headed]).toEqual([true, true]);
    expect(found.cells.map((c) => [c.target?.period.shortLabel, c.kind])).toEqual([
      ["26 May", "new"],
      ["19 May", "new"],
    ]);
  });
  it("a heading in words is left out", () => expect(short("Orders\n740")).toEqual([["PRC-01", "26 May", "new", "740"]]));
  it("units and percent are accepted if they are the measure's own, and refused otherwise", () => {
    const share = row("Q-1", "Scrap", { unit: "%", lower: 0, upper: 5, periods: [period("2014-05-26", "26 May")] });
    const read = (text: string) => planPaste([[text]], [share], { row: 0, column: 0 }).cells[0];
    expect(read("4.5 %")).toMatchObject({ kind: "new", value: "4.5" });
    expect(read("4.5 kg")).toMatchObject({ kind: "refused", reason: "'4.5 kg' is in 'kg', the column is in '%'" });
  });
  it("empty cells change nothing, and are counted", () =>
    expect(paste("\n740", { row: 0, column: 2 })).toMatchObject({ empty: 1, cells: [{ target: { row: finished } }] }));
  it("refuses values that cannot be read, cannot occur, have no target or come twice", () =>
    expect(short("abc\t1\n-3\nPRC", { row: 1, column: 2 }).map((c) => [c[2], c[3]])).toEqual([
      ["refused", "'abc' is not a number"],
      ["refused", "Work orders finished has no more periods there"],
      ["refused", "cannot be below 0 days"],
      ["refused", "below the last row"],
    ]));
  it("trailing zeros are no change", () =>
    expect(short("746.0\t751.50", { row: 0, column: 0 }).map((c) => [c[2], c[3]])).toEqual([
      ["same", "746"],
      ["new", "751.5"],
    ]));
  it("a provisional value of an earlier period is not locked", () => {
    const open = period("2014-05-12", "12 May", "746");
    const provisional = row("P", "P", {
      periods: [{ ...open, saved: open.saved && { ...open.saved, state: "provisional" } }, period("2014-05-26", "26 May")],
    });
    expect(planPaste([["740"]], [provisional], { row: 0, column: 0 }).cells[0]).toMatchObject({ kind: "changed", value: "740" });
  });
  it("the same cell twice is refused the second time", () =>
    expect(short("PRC-01\t740\nPRC-01\t741").map((c) => c[2])).toEqual(["new", "refused"]));
});

describe("detectConvention", () => {
  const none = () => null;
  it.each([
    [["1.234,5", "12"], ","],
    [["1,234.5", "12"], "."],
    [["12,5", "1.234"], ","],
    [["0,125"], ","],
    [["1.234.567"], ","],
    [["1,234,567"], "."],
    [["1'234.5"], "."],
    [["1 234,5"], ","],
    [["12,5", "12,7", "3.5"], ","],
  ] as const)("%j has a decimal %s", (cells, decimal) => expect(detectConvention(cells, none)).toMatchObject({ decimal, certain: true }));
  it("ambiguous numbers follow the usual range, then the point, and it is reported", () => {
    expect(detectConvention(["1.234"], (_place, value) => value > 1000)).toMatchObject({ decimal: ",", certain: false });
    expect(detectConvention(["1.234"], none)).toMatchObject({ decimal: ".", certain: false });
  });
  it("reports how it read the block", () => {
    expect(conventionText(detectConvention(["12", "1.234,5"], none))).toBe("Read 1.234,5 as 1234.5.");
    expect(conventionText(detectConvention(["12", "13"], none))).toBeNull();
    expect(conventionText(detectConvention(["1,234"], none))).toBe("Read 1,234 as 1234: a decimal point fits the usual ranges; check it.");
  });
});
