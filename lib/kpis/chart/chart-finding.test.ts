import { expect, it } from "vitest";
import type { RunRule } from "@/lib/statistics/charts/rules";
import { ruleWords } from "./chart-finding";

it("names each rule of a point in few words, by its side, in the order of the rules", () => {
  const rules: RunRule[] = ["outside", "two-of-three", "run", "trend", "hugging"];
  expect(ruleWords({ rules, side: "above" })).toEqual([
    "above the upper limit",
    "2 of 3 near the upper limit",
    "8+ above mean",
    "7+ rising",
  ]);
  expect(ruleWords({ rules, side: "below" })).toEqual([
    "below the lower limit",
    "2 of 3 near the lower limit",
    "8+ below mean",
    "7+ falling",
  ]);
  expect(ruleWords({ rules: ["trend", "run"], side: "above" })).toEqual(["7+ rising", "8+ above mean"]);
  expect(ruleWords({ rules: ["hugging"], side: null })).toEqual([]);
});
