import { describe, expect, it } from "vitest";
import { levelOf, moneyOf } from "./severity";

const size = (more: Partial<Parameters<typeof levelOf>[0]> = {}) => ({
  tone: "worse" as const,
  severity: 0,
  money: null,
  reach: 0,
  ...more,
});

describe("levelOf", () => {
  it.each([
    ["a run inside the limits is low", size(), 1],
    ["outside is medium", size({ severity: 0.2 }), 2],
    ["twice as far from the mean as the limit is high", size({ severity: 1 }), 3],
    ["money raises it", size({ severity: 0.2, money: 100_000 }), 3],
    ["less money does not", size({ money: 99_999 }), 1],
    ["so does reach", size({ reach: 3 }), 2],
    ["just outside is outside", size({ severity: 0.001 }), 2],
    ["nearly twice as far is medium", size({ severity: 0.999 }), 2],
    ["100,000 is the amount from which on money counts", size({ money: 100_000 }), 2],
    ["two KPIs computed from it are few", size({ reach: 2 }), 1],
    ["reach and money together are high", size({ money: 100_000, reach: 3 }), 3],
    ["what is neither is low inside the limits", size({ tone: "neutral" }), 1],
    ["and medium outside", size({ tone: "neutral", severity: 0.2 }), 2],
    ["never above high", size({ severity: 2, money: 1e6, reach: 9 }), 3],
    ["what improved stays low", size({ tone: "better", severity: 2, money: 1e6 }), 1],
    ["what is neither is at most medium", size({ tone: "neutral", severity: 2, reach: 9 }), 2],
  ] as const)("%s", (_, given, level) => {
    expect(levelOf(given)).toBe(level);
  });
});

it("the company's own amount of money replaces 100,000", () => {
  expect([49_999, 50_000].map((money) => levelOf(size({ money }), { money: 50_000 }))).toEqual([1, 2]);
});

describe("moneyOf", () => {
  const kpi = { unit: "USD", aggregation: "sum" };
  it("is the distance from the mean to the cent, in the KPI's currency", () => {
    expect(moneyOf(kpi, 1514.29, 60290.41)).toEqual({ amount: "58776.12", unit: "USD" });
  });
  it("is null for other units, for ratios of money, and without limits", () => {
    expect(moneyOf({ unit: "orders", aggregation: "sum" }, 1, 2)).toBeNull();
    expect(moneyOf({ unit: "USD", aggregation: "ratio" }, 1, 2)).toBeNull();
    expect(moneyOf(kpi, 1, null)).toBeNull();
    expect(moneyOf(kpi, null, 1)).toBeNull();
    expect(moneyOf({ ...kpi, aggregation: "last" }, 5, 2)).toEqual({ amount: "3.00", unit: "USD" });
    for (const unit of ["US", "USDX", "usd", " USD"]) expect(moneyOf({ ...kpi, unit }, 1, 2)).toBeNull();
  });
});
