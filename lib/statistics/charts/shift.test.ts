import { describe, expect, it } from "vitest";
import { addMonths } from "@/lib/calendar/dates";
import { processChart } from "@/lib/statistics/charts/process-chart";
import { changePoint, sustainedShift } from "./shift";

/** Annual flow of the Nile at Aswan 1871 to 1970, 10^8 m3: Cobb (1978), Biometrika 65; data set "Nile" of R (public domain). */
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250,
  1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821,
  768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860,
  874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("changePoint", () => {
  it("finds the break of the Nile after 1898, with means 1,097.75 and 849.97, as published", () => {
    const index = changePoint(NILE) ?? 0;
    expect([NILE.length, 1871 + index]).toEqual([100, 1899]);
    expect([average(NILE.slice(0, index)).toFixed(2), average(NILE.slice(index)).toFixed(2)]).toEqual(["1097.75", "849.97"]);
  });

  it("keeps a minimum number of values on either side, and returns nothing if there are too few", () => {
    expect(changePoint([0, 9, 9, 9, 9, 9], 2)).toBe(2);
    expect(changePoint([0, 9, 9], 2)).toBeNull();
    expect(changePoint([])).toBeNull();
  });
});

describe("sustainedShift", () => {
  /** Around 11, the last one below it. */
  const steady = Array.from({ length: 24 }, (_, i) => (i % 2 ? 10 : 12));
  const chartOf = (values: (number | null)[], baselines: string[] = []) =>
    processChart({ points: values.map((value, i) => ({ period: addMonths("2012-01-01", i), value })), chart: "xmr", baselines });
  const shiftOf = (values: (number | null)[], baselines: string[] = []) => {
    const chart = chartOf(values, baselines);
    return sustainedShift(chart.points, chart.segments.at(-1)?.from ?? "");
  };

  it("eight points on one side: from the first of them, with the means of both sides", () => {
    expect(shiftOf([...steady, ...Array(8).fill(13)])).toEqual({ from: "2014-01-01", before: 11, after: 13 });
  });

  it("seven points are not enough, three outside are, two are not", () => {
    expect(shiftOf([...steady, ...Array(7).fill(13)])?.from).toBeUndefined();
    expect(shiftOf([...steady, 20, 20, 20])).toEqual({ from: "2014-01-01", before: 11, after: 20 });
    expect(shiftOf([...steady, 20, 20])).toBeNull();
  });

  it("starts where the level changed, not where chance first crossed the mean", () => {
    // 11.5 is above the mean by chance, two periods before the level rises to 15.
    expect(shiftOf([...steady, 11.5, 11.5, 11.5, ...Array(8).fill(15)])?.from).toBe("2014-04-01");
  });

  it("uses nothing from before the baseline, and skips missing values", () => {
    const values = [...Array(12).fill(50), ...steady, null, ...Array(8).fill(13)];
    expect(shiftOf(values, ["2013-01-01"])).toEqual({ from: "2015-02-01", before: 11, after: 13 });
  });

  it("is symmetrical", () => {
    expect(shiftOf([...steady, 12, ...Array(8).fill(8.6)])).toEqual({
      from: "2014-02-01",
      before: expect.closeTo(11, 0),
      after: expect.closeTo(8.6, 9),
    });
  });

  it("the Nile on limits of its first 24 years: the new level begins in 1899", () => {
    const chart = processChart({
      points: NILE.slice(0, 40).map((value, i) => ({ period: `${1871 + i}-01-01`, value })),
      chart: "xmr",
      baselines: [],
    });
    expect(sustainedShift(chart.points.slice(0, 37), "1871-01-01")?.from).toBe("1899-01-01");
  });
});
