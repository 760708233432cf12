import "../support/as-worker";
import { beforeAll, describe, expect, it } from "vitest";
import { undoImport } from "@/lib/imports/undo/undo";
import { Prisma } from "@/lib/platform/db/client";
import { bring, counts, DEPARTMENTS, KPIS, LONG, rows, TARGETS } from "./import-support.fixture";

const KPI_HEAD = "code,name,department,areas,unit,frequency,aggregation,direction,source,recordKind,measure,formula,minimum,maximum\n";
const RATIO = {
  target: "measurements",
  layout: "long",
  columns: { kpi: { from: "kpi" }, period: { from: "period" }, numerator: { from: "n" }, denominator: { from: "d" } },
};
const WIDE = { target: "measurements", layout: "wide", columns: { kpi: { from: "kpi" } } };

const current = (code: string) =>
  rows<{ period: string; value: string | null; state: string; reason: string | null; version: number }>(Prisma.sql`
    SELECT period_start::text AS period, trim_scale(value)::text AS value, state::text, reason, m.version FROM measurement m JOIN kpi k ON k.id = m.kpi_id
    WHERE k.code = ${code} AND superseded_at IS NULL ORDER BY period_start`);
const values = async (code: string) => Object.fromEntries((await current(code)).map((m) => [m.period, m.value]));

beforeAll(async () => {
  await bring(DEPARTMENTS, "code,name,parent\nC,Company,\nA,Assembly,C\n");
  const result = await bring(
    KPIS,
    `${KPI_HEAD}M-1,Monthly,A,operations,pieces,month,sum,higher,imported,,,,0,1000\nW-1,Weekly,A,operations;risk,%,week,ratio,higher,manual,,,,,\nQ-1,Quarterly,A,finance,USD,quarter,sum,higher,imported,,,,,\nF-1,Formula,A,finance,pieces,month,sum,higher,formula,,,[M-1] * 2,,\n`,
  );
  expect(result.rejects).toEqual([]);
});

describe("long form", () => {
  it("puts any day into its period, reads states, ignores rows without a value and computes dependent values", async () => {
    const text =
      "kpi,period,value,note,state\nM-1,2014-01-31,12.5,first,\nM-1,Feb 2014,,holiday,missing\nM-1,2014-03,,,\nM-1,2014-04,0,,provisional\nQ-1,2014-05-02,7,,\nW-1,2014-06-01,50 %,,\n";
    expect(counts(await bring(LONG, text))).toEqual(["imported", 5, 0, 0, 0, 1]);
    expect(await current("M-1")).toEqual([
      { period: "2014-01-01", value: "12.5", state: "final", reason: null, version: 1 },
      { period: "2014-02-01", value: null, state: "missing", reason: "holiday", version: 1 },
      { period: "2014-04-01", value: "0", state: "provisional", reason: null, version: 1 },
    ]);
    expect(await values("Q-1")).toEqual({ "2014-04-01": "7" });
    expect(await values("W-1")).toEqual({ "2014-05-26": "50" });
    expect((await values("F-1"))["2014-01-01"]).toBe("25");
    expect(await rows(Prisma.sql`SELECT count(*)::int AS n FROM kpi_summary s JOIN kpi k ON k.id = s.kpi_id WHERE k.code = 'M-1'`)).toEqual(
      [{ n: 1 }],
    );
    expect(counts(await bring(LONG, text))).toEqual(["unchanged", 0, 0, 5, 0, 1]);
    expect(counts(await bring(LONG, text.replace("first", "other note").replace("holiday", "strike")))).toEqual([
      "imported",
      0,
      2,
      3,
      0,
      1,
    ]);
    await bring(LONG, text);
  });

  it("computes ratios from numerator and denominator, in percent if the unit is, and nothing from a denominator of 0", async () => {
    expect(counts(await bring(RATIO, "kpi,period,n,d\nW-1,2014-01-06,1,3\nW-1,2014-01-13,0,0\n"))).toEqual(["imported", 2, 0, 0, 0, 0]);
    expect((await current("W-1")).slice(0, 2)).toMatchObject([
      { value: "33.3333333333", state: "final" },
      { value: null, state: "missing", reason: "The denominator is 0." },
    ]);
  });

  it("names line, column, value and reason of everything it rejects", async () => {
    const text =
      "kpi,period,value,note,state\nX-9,2014-01,1 kg,,\nM-1,soon,1,,\nM-1,2014-05,abc,,\nM-1,2014-06,1001,,\nF-1,2014-05,1,,\nM-1,2014-07,1,,\nM-1,2014-07-31,2,,\nM-1,2014-08,1,,missing\nM-1,2014-09,1 kg,,\n,2014-09,1,,\nM-1,2014-10,1,,sort of\n";
    const result = await bring(LONG, text);
    expect(counts(result)).toEqual(["refused", 0, 0, 0, 11, 0]);
    expect(result.rejects.map((r) => `${r.line} ${r.column} ${r.value}: ${r.reason}`)).toEqual([
      "2 kpi X-9: no KPI has the code 'X-9'",
      "3 period soon: 'soon' is not a period",
      "4 value abc: 'abc' is not a number",
      "5 value 1001: it is above 1000, the largest value M-1 can have",
      "6 kpi F-1: F-1 is computed by formula; its values are not imported",
      expect.stringMatching(/^7 period .*2014-07-01: the same key is also on line 8$/),
      expect.stringMatching(/^8 period .*2014-07-01: the same key is also on line 7$/),
      "9 state missing: there is a value, but its state is missing",
      "10 value 1 kg: '1 kg' is in 'kg', the column is in 'pieces'",
      "11 kpi : a KPI code is required",
      "12 state sort of: 'sort of' is none of final, provisional, estimated, missing",
    ]);
  });

  it("names each of a thousand planted rows and no other", async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, i) => `W-1,${1600 + Math.floor(i / 52)}-W${String((i % 52) + 1).padStart(2, "0")},${i % 20 === 7 ? "x" : i},,`,
    );
    const result = await bring(LONG, `kpi,period,value,note,state\n${lines.join("\n")}\n`, { dryRun: true });
    expect(counts(result)).toEqual(["planned", 19_000, 0, 0, 1_000, 0]);
    expect(result.rejects.map((r) => r.line)).toEqual(Array.from({ length: 1_000 }, (_, i) => 20 * i + 9));
  });
});

describe("wide form", () => {
  it("reads every header that names a period, and treats an empty cell as no measurement", async () => {
    const result = await bring(WIDE, "kpi;2015-01;Feb 2015;Q2 2015;comment\nM-1;1,5;;3;x\nQ-1;;;1.234,5;y\n");
    expect(counts(result)).toEqual(["imported", 3, 0, 0, 0, 0]);
    expect(await values("M-1")).toMatchObject({ "2015-01-01": "1.5", "2015-04-01": "3" });
    expect(await values("Q-1")).toMatchObject({ "2015-04-01": "1234.5" });
    expect((await bring(WIDE, "kpi,2015-01,2015-02\nM-1,x,2000\n")).rejects).toEqual([
      { line: 2, column: "2015-01", value: "x", reason: "'x' is not a number" },
    ]);
    expect((await bring(WIDE, "kpi,2015-01,2015-02\nM-1,1,2000\n")).rejects).toMatchObject([{ line: 2, column: "2015-02", value: "2000" }]);
  });
});

describe("versions", () => {
  it("supersedes what differs, and undo restores the previous values, as new versions", async () => {
    const first = await bring(LONG, "kpi,period,value,note,state\nM-1,2016-01,1,,\nM-1,2016-02,2,,\n");
    const second = await bring(LONG, "kpi,period,value,note,state\nM-1,2016-01,1.0,,\nM-1,2016-02,20,,\nM-1,2016-03,30,,\n");
    expect(counts(second)).toEqual(["imported", 1, 1, 1, 0, 0]);
    await expect(undoImport("system", first.importId ?? "")).rejects.toThrow("1 of its values was replaced since");
    expect(await undoImport("system", second.importId ?? "")).toMatchObject({ removed: 2, restored: 1 });
    const now = (await current("M-1")).filter((m) => m.period.startsWith("2016"));
    expect(now.map((m) => [m.period, m.value, m.version])).toEqual([
      ["2016-01-01", "1", 1],
      ["2016-02-01", "2", 3],
    ]);
    expect((await values("F-1"))["2016-02-01"]).toBe("4");
    expect((await values("F-1"))["2016-03-01"]).toBeUndefined();
    const third = await bring(LONG, "kpi,period,value,note,state\nM-1,2016-03,33,,\n");
    expect((await current("M-1")).find((m) => m.period === "2016-03-01")).toMatchObject({ value: "33", version: 2 });
    expect(await undoImport("system", third.importId ?? "")).toMatchObject({ removed: 1, restored: 0 });
    expect(await undoImport("system", first.importId ?? "")).toMatchObject({ removed: 2, restored: 0 });
    expect((await current("M-1")).filter((m) => m.period.startsWith("2016"))).toEqual([]);
  });
});

describe("targets", () => {
  it("begin with a period, supersede the earlier one for the same period, and are undone", async () => {
    const held = () =>
      rows(
        Prisma.sql`SELECT from_on::text, trim_scale(floor)::text AS floor, reason FROM target WHERE superseded_at IS NULL ORDER BY from_on`,
      );
    const first = await bring(TARGETS, "kpi,fromOn,floor,ceiling,reason\nM-1,2014-03-17,10 pieces,,Agreed\n");
    expect(await held()).toEqual([{ from_on: "2014-03-01", floor: "10", reason: "Agreed" }]);
    const second = await bring(TARGETS, "kpi,fromOn,floor,ceiling,reason\nM-1,2014-03-01,12,,Raised\n");
    expect(counts(second)).toEqual(["imported", 0, 1, 0, 0, 0]);
    expect(
      (await bring(TARGETS, "kpi,fromOn,floor,ceiling,reason\nM-1,2014-03-01,,,x\nM-1,2014-04-01,5,3,x\nM-1,2014-05-01,5,,\n")).rejects.map(
        (r) => r.reason,
      ),
    ).toEqual(["a target needs a floor or a ceiling", "it is below the floor, 5", "a value is required"]);
    expect(await undoImport("system", second.importId ?? "")).toMatchObject({ removed: 1, restored: 1 });
    expect(await held()).toEqual([{ from_on: "2014-03-01", floor: "10", reason: "Agreed" }]);
    expect(await undoImport("system", first.importId ?? "")).toMatchObject({ removed: 1, restored: 0 });
    expect(await held()).toEqual([]);
  });
});
