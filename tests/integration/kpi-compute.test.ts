import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import type { Frequency } from "@/lib/calendar/periods";
import { computeSeries, type SeriesOptions } from "@/lib/kpis/compute/compute";
import { Measure } from "@/lib/kpis/compute/measure";
import { daysInside, drillDownRecords, type RecordMark } from "@/lib/kpis/drill-down";
import { db, type Prisma } from "@/lib/platform/db/client";
import { bulkWriting, reading, writing } from "@/lib/platform/db/scope";
import { onClient, onTx } from "@/lib/platform/db/sql";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
let kindId: number;

const FIELDS = [
  { name: "started", label: "Started", type: "date", slot: 1 },
  { name: "ended", label: "Ended", type: "date", slot: 2 },
  { name: "due", label: "Due", type: "date" },
  { name: "pieces", label: "Pieces", type: "number" },
  { name: "price", label: "Price", type: "number" },
  { name: "product", label: "Product", type: "text" },
  { name: "rush", label: "Rush", type: "boolean" },
];

/** key, department, started, ended, due, pieces, price, product */
const ORDERS: [string, "a" | "b" | "b1", string, string | null, string, number, number | null, string][] = [
  ["1", "a", "2014-01-06", "2014-01-10", "2014-01-10", 10, 1.1, "x"],
  ["2", "a", "2014-01-20", "2014-02-03", "2014-01-31", 20, 2.2, "y"],
  ["3", "b", "2014-01-31", "2014-02-10", "2014-02-10", 30, 3.3, "x"],
  ["4", "b1", "2014-03-03", "2014-03-05", "2014-03-04", 7, null, "z"],
  ["5", "b1", "2014-03-31", null, "2014-04-15", 3, 0.1, ""],
];

beforeAll(async () => {
  company = await makeCompany();
  await writing("system", async (tx) => {
    const kind = await tx.recordKind.create({ data: { code: "order", name: "Orders", fields: FIELDS }, select: { id: true } });
    kindId = kind.id;
    const day = (text: string | null) => (text === null ? null : new Date(text));
    const rows = ORDERS.map(
      ([key, department, started, ended, due, pieces, price, product]): Prisma.RecordCreateManyInput => ({
        recordKindId: kind.id,
        key,
        departmentId: company[department].id,
        on1: day(started),
        on2: day(ended),
        importId: 1n,
        data: { due, pieces, ...(price !== null && { price: String(price) }), product, rush: pieces > 15 },
      }),
    );
    const old = {
      recordKindId: kind.id,
      key: "1",
      departmentId: company.a.id,
      on1: day("2014-01-06"),
      on2: null,
      importId: 1n,
      supersededById: 2n,
      data: { pieces: 999 },
    };
    await tx.record.createMany({ data: [...rows, old] });
  });
});
afterAll(() => db.$disconnect());

const series = (measure: Record<string, unknown>, frequency: Frequency, options: Partial<SeriesOptions> = {}) =>
  bulkWriting("system", async (client) =>
    computeSeries(onClient(client), kindId, Measure.parse({ whenEmpty: "missing", show: ["pieces"], ...measure }), frequency, {
      calendar: CALENDAR_YEAR,
      ...options,
    }),
  );
const brief = async (...args: Parameters<typeof series>) => (await series(...args)).map(({ periodStart, value }) => [periodStart, value]);

describe("in the period of a date", () => {
  it("sums pieces by month: January 10 + 20 + 30 = 60, February without records missing, March 7 + 3 = 10; superseded versions do not count", async () => {
    expect(await brief({ basis: "in-period", date: "started", numerator: { fn: "sum", of: { field: "pieces" } } }, "month")).toEqual([
      ["2014-01-01", "60"],
      ["2014-03-01", "10"],
    ]);
  });

  it("puts 0 where nothing happened when empty means zero: February 0", async () => {
    expect(await brief({ basis: "in-period", date: "started", whenEmpty: "zero", numerator: { fn: "count" } }, "month")).toEqual([
      ["2014-01-01", "3"],
      ["2014-02-01", "0"],
      ["2014-03-01", "2"],
    ]);
  });

  it("a share on time by end date: January 1 of 1, February 0 + 1 of 2 = 50 %, March 0 of 1; the one not ended counts nowhere", async () => {
    const onTime = { field: "ended", is: "<=", than: { field: "due" } };
    const measure = {
      basis: "in-period",
      date: "ended",
      numerator: { fn: "count", where: [onTime] },
      denominator: { fn: "count" },
      factor: 100,
    };
    expect(await series(measure, "month")).toEqual([
      { periodStart: "2014-01-01", numerator: "1", denominator: "1", value: "100" },
      { periodStart: "2014-02-01", numerator: "1", denominator: "2", value: "50" },
      { periodStart: "2014-03-01", numerator: "0", denominator: "1", value: "0" },
    ]);
  });

  it("money is exact: 10 x 1.1 + 20 x 2.2 + 30 x 3.3 = 154; over 60 pieces 2.5666666667; March 3 x 0.1 = 0.3", async () => {
    const measure = {
      basis: "in-period",
      date: "started",
      numerator: { fn: "sum", of: { product: ["pieces", "price"] } },
      denominator: { fn: "sum", of: { field: "pieces" }, where: [{ field: "price", empty: false }] },
    };
    expect(await series(measure, "month")).toEqual([
      { periodStart: "2014-01-01", numerator: "154", denominator: "60", value: "2.5666666667" },
      { periodStart: "2014-03-01", numerator: "0.3", denominator: "3", value: "0.1" },
    ]);
  });

  it("a ratio with denominator 0 is missing, not zero: late pieces over pieces of product z exist in March only", async () => {
    const z = { field: "product", in: ["z"] };
    const measure = {
      basis: "in-period",
      date: "started",
      whenEmpty: "zero",
      numerator: { fn: "count" },
      denominator: { fn: "sum", of: { field: "pieces" }, where: [z] },
      factor: 7,
    };
    expect(await brief(measure, "month")).toEqual([["2014-03-01", "2"]]);
  });

  it("days: mean of 4, 14, 10 in January 28 / 3; March 2 over the one that has ended", async () => {
    const days = { fn: "sum", of: { days: { from: "started", to: "ended" } } };
    expect(
      await series(
        { basis: "in-period", date: "started", numerator: days, denominator: { fn: "count", where: [{ field: "ended", empty: false }] } },
        "month",
      ),
    ).toEqual([
      { periodStart: "2014-01-01", numerator: "28", denominator: "3", value: "9.3333333333" },
      { periodStart: "2014-03-01", numerator: "2", denominator: "1", value: "2" },
    ]);
  });

  it("largest, smallest, distinct, (a - b) x c, rush orders: January 30, 10, {x, y} = 2, 8.9 x 10 + 17.8 x 20 + 26.7 x 30 = 1246, 2", async () => {
    const of = { field: "pieces" };
    const january = async (numerator: unknown) =>
      (await brief({ basis: "in-period", date: "started", numerator }, "month", { to: "2014-01-31" }))[0]?.[1];
    expect(await january({ fn: "max", of })).toBe("30");
    expect(await january({ fn: "min", of })).toBe("10");
    expect(await january({ fn: "distinct", of: { field: "product" } })).toBe("2");
    expect(await january({ fn: "sum", of: { differenceTimes: ["pieces", "price", "pieces"] } })).toBe("1246");
    expect(await january({ fn: "count", where: [{ field: "rush", is: "=", than: { value: true } }] })).toBe("2");
  });

  it("weeks begin on Monday: 31 January 2014 is in the week of the 27th; quarters and a fiscal year from July", async () => {
    const count = { basis: "in-period", date: "started", numerator: { fn: "count" } };
    expect(await brief(count, "week")).toEqual([
      ["2014-01-06", "1"],
      ["2014-01-20", "1"],
      ["2014-01-27", "1"],
      ["2014-03-03", "1"],
      ["2014-03-31", "1"],
    ]);
    expect(await brief(count, "day", { from: "2014-01-31", to: "2014-03-03" })).toEqual([
      ["2014-01-31", "1"],
      ["2014-03-03", "1"],
    ]);
    expect(await brief(count, "quarter")).toEqual([["2014-01-01", "5"]]);
    expect(await brief(count, "year", { calendar: { startMonth: 7, weekStart: 1, pattern: "months" } })).toEqual([["2013-07-01", "5"]]);
  });

  it("counts only the requested departments, over the span from their first record: B and B1 start 1 order in January, 2 in March", async () => {
    const departmentIds = [company.b.id, company.b1.id];
    expect(
      await brief({ basis: "in-period", date: "started", whenEmpty: "zero", numerator: { fn: "count" } }, "month", { departmentIds }),
    ).toEqual([
      ["2014-01-01", "1"],
      ["2014-02-01", "0"],
      ["2014-03-01", "2"],
    ]);
  });
});

describe("at the end of the period", () => {
  it("orders open on the last day: January 2 (20 and 30 pieces), February none, March 1; an order without an end is open", async () => {
    const measure = {
      basis: "at-period-end",
      date: "started",
      whenEmpty: "zero",
      where: [{ field: "ended", is: ">", than: { periodEnd: true } }],
      numerator: { fn: "sum", of: { field: "pieces" } },
    };
    expect(await brief(measure, "month")).toEqual([
      ["2014-01-01", "50"],
      ["2014-02-01", "0"],
      ["2014-03-01", "3"],
    ]);
  });

  it("share of open orders past their due day on 31 January: due 31 January is not past, due 10 February not: 0 of 2", async () => {
    const open = [{ field: "ended", is: ">", than: { periodEnd: true } }];
    const measure = {
      basis: "at-period-end",
      date: "started",
      where: open,
      numerator: { fn: "count", where: [{ field: "due", is: "<", than: { periodEnd: true } }] },
      denominator: { fn: "count" },
      factor: 100,
    };
    expect(await series(measure, "month")).toEqual([
      { periodStart: "2014-01-01", numerator: "0", denominator: "2", value: "0" },
      { periodStart: "2014-03-01", numerator: "0", denominator: "1", value: "0" },
    ]);
  });
});

describe("underlying records", () => {
  const open = { field: "ended", is: ">", than: { periodEnd: true } };
  const kpi = (measure: object, departmentId = company.root.id) => ({
    recordKindId: kindId,
    departmentId,
    measure: Measure.parse({ whenEmpty: "missing", show: ["product", "pieces", "ended"], ...measure }),
  });
  const january = { start: "2014-01-01", end: "2014-01-31" };
  const late = {
    basis: "in-period",
    date: "ended",
    numerator: { fn: "count", where: [{ field: "ended", is: "<=", than: { field: "due" } }] },
    denominator: { fn: "count" },
    factor: 100,
    highlight: [{ field: "ended", is: ">", than: { field: "due" } }],
    rankBy: { days: { from: "due", to: "ended" } },
  };

  it("lists the late ones, the latest first, and counts them: of February one, 3 days late; of 2014 two", async () => {
    const found = await reading("system", (tx) => drillDownRecords(onTx(tx), kpi(late), { start: "2014-02-01", end: "2014-02-28" }));
    expect(found).toEqual({
      total: 1,
      columns: [
        { name: "product", label: "Product", type: "text", unit: null },
        { name: "pieces", label: "Pieces", type: "number", unit: null },
        { name: "ended", label: "Ended", type: "date", unit: null },
      ],
      records: [{ key: "2", cells: ["y", "20", "2014-02-03"], rank: "3" }],
    });
    const year = await reading("system", (tx) => drillDownRecords(onTx(tx), kpi(late), { start: "2014-01-01", end: "2014-12-31" }, 1));
    expect([year.total, year.records.map((record) => record.key)]).toEqual([2, ["2"]]);
  });

  it.each([
    ["by pieces", { rankBy: { field: "pieces" } }],
    ["by days", { rankBy: { days: { from: "due", to: "ended" } } }],
    ["by key alone", {}],
  ])("read one after the other, they are the same as at once: %s", async (_, more) => {
    const all = kpi({ basis: "in-period", date: "started", numerator: { fn: "count" }, ...more });
    const decade = { start: "2005-01-01", end: "2014-12-31" };
    const page = (limit: number, after: RecordMark | null) =>
      reading("system", (tx) => drillDownRecords(onTx(tx), all, decade, limit, after));
    const { records } = await page(1_000, null);
    expect(records.length).toBeGreaterThan(2);
    const one: typeof records = [];
    for (let after: RecordMark | null = null; one.length <= records.length; after = one.at(-1) ?? null) {
      const [next] = (await page(1, after)).records;
      if (next === undefined) break;
      one.push(next);
    }
    expect(one).toEqual(records);
  });

  it("shows what was open on the last day, only of the KPI's departments, and nothing the viewer may not read", async () => {
    const stock = {
      basis: "at-period-end",
      date: "started",
      where: [open],
      numerator: { fn: "sum", of: { field: "pieces" } },
      rankBy: { field: "pieces" },
    };
    const keys = (departmentId: string, viewer: Parameters<typeof reading>[0]) =>
      reading(viewer, async (tx) =>
        (await drillDownRecords(onTx(tx), kpi(stock, departmentId), january)).records.map((record) => record.key),
      );
    expect(await keys(company.root.id, "system")).toEqual(["3", "2"]);
    expect(await keys(company.b.id, "system")).toEqual(["3"]);
    expect(await keys(company.root.id, company.viewerA)).toEqual([]); // no KPI of A is computed from them
    await makeKpi(company.a.id, { source: "records", recordKindId: kindId, measure: kpi(stock).measure });
    expect(await keys(company.root.id, company.viewerA)).toEqual(["2"]);
  });

  it("inside January by day: 10 pieces on the 6th, 20 on the 20th, 30 on the 31st, null between, 31 days", async () => {
    const measure = { basis: "in-period", date: "started", numerator: { fn: "sum", of: { field: "pieces" } } };
    const days = await reading("system", (tx) => daysInside(onTx(tx), kpi(measure), january, CALENDAR_YEAR));
    expect(days).toHaveLength(31);
    expect(days.filter((day) => day.value !== null)).toEqual(
      [
        ["06", "10"],
        ["20", "20"],
        ["31", "30"],
      ].map(([day, value]) => ({ day: `2014-01-${day}`, numerator: value, denominator: null, value })),
    );
    const stock = await reading("system", (tx) =>
      daysInside(
        onTx(tx),
        kpi({ basis: "at-period-end", date: "started", where: [open], numerator: { fn: "count" } }),
        january,
        CALENDAR_YEAR,
      ),
    );
    expect([stock[5], stock[8], stock[9], stock[30]].map((day) => day?.value)).toEqual(["1", "1", null, "2"]); // ended on the 10th: not open at its end
  });
});

it("an empty field differs from a constant: 3 orders of January are not z, and of March the one without a product", async () => {
  const measure = {
    basis: "in-period",
    date: "started",
    where: [{ field: "product", is: "<>", than: { value: "z" } }],
    numerator: { fn: "count" },
  };
  expect(await brief(measure, "month")).toEqual([
    ["2014-01-01", "3"],
    ["2014-03-01", "1"],
  ]);
});

it("refuses a field the records do not have, a sum of text and a constant of the wrong kind, in words", async () => {
  const measure = (numerator: unknown, where: unknown[] = []) => brief({ basis: "in-period", date: "started", numerator, where }, "month");
  await expect(measure({ fn: "sum", of: { field: "weight" } })).rejects.toThrow('The records have no field "weight".');
  await expect(measure({ fn: "sum", of: { field: "product" } })).rejects.toThrow('"Product" is a text, not a number.');
  await expect(measure({ fn: "count" }, [{ field: "due", is: "<", than: { value: "soon" } }])).rejects.toThrow(
    '"soon" cannot be compared with "Due", which is a date.',
  );
});

it("gives the same over a Prisma transaction", async () => {
  const measure = Measure.parse({
    basis: "in-period",
    date: "started",
    numerator: { fn: "count" },
    whenEmpty: "missing",
    show: ["pieces"],
  });
  expect(await writing("system", (tx) => computeSeries(onTx(tx), kindId, measure, "month", { calendar: CALENDAR_YEAR }))).toHaveLength(2);
});
