import { expect, it } from "vitest";
import { scheduleOf } from "./schedule";

const today = "2014-06-02";
const step = (title: string, baselineDueOn: string, dueOn = baselineDueOn, doneOn: string | null = null) => ({
  ...{ title, baselineDueOn, dueOn, doneOn },
});
const said = (milestones: ReturnType<typeof step>[], baselineDueOn = "2014-12-01", dueOn = baselineDueOn) => {
  const { state, due, days } = scheduleOf({ milestones, baselineDueOn, dueOn }, today);
  return [state, due.title, days];
};

it("overdue: the earliest of its dates that has passed; today has not passed", () => {
  expect(said([step("B", "2014-05-31"), step("A", "2014-05-30")])).toEqual(["overdue", "A", 3]);
  expect(said([step("A", "2014-06-01")])).toEqual(["overdue", "A", 1]);
  expect(said([step("A", "2014-06-02")])).toEqual(["next", "A", 0]);
  expect(said([], "2014-06-01")).toEqual(["overdue", null, 1]);
  expect(said([step("A", "2014-05-01", "2014-05-01", "2014-05-02")]), "what is done is not overdue").toEqual(["next", null, 0]);
});

it("overdue comes before late, and late before the next date", () => {
  expect(said([step("Slips", "2014-06-10", "2014-08-10"), step("Passed", "2014-06-01")])).toEqual(["overdue", "Passed", 1]);
  expect(said([step("Next", "2014-06-05"), step("Slips", "2014-06-10", "2014-06-11")])).toEqual(["late", "Slips", 1]);
});

it("late: the date that slips most, the whole initiative if it slips as much", () => {
  expect(said([step("A", "2014-06-05", "2014-06-09"), step("B", "2014-06-10", "2014-06-15")])).toEqual(["late", "B", 5]);
  expect(said([step("B", "2014-06-10", "2014-06-15"), step("A", "2014-06-05", "2014-06-09")])).toEqual(["late", "B", 5]);
  expect(said([step("A", "2014-06-05", "2014-06-09")], "2014-12-01", "2014-12-05")).toEqual(["late", null, 4]);
  expect(said([step("A", "2014-06-05", "2014-06-09", "2014-06-01")])).toEqual(["next", null, 0]);
  expect(said([step("B", "2014-06-10", "2014-06-14"), step("A", "2014-06-05", "2014-06-09")]), "of equals the earlier").toEqual([
    "late",
    "A",
    4,
  ]);
});

it("next: the earliest open date, early by so many days", () => {
  expect(said([step("B", "2014-07-01"), step("A", "2014-06-20", "2014-06-18")])).toEqual(["next", "A", -2]);
  expect(said([step("A", "2014-06-18"), step("B", "2014-07-01")])).toEqual(["next", "A", 0]);
  expect(said([step("First", "2014-06-20"), step("Second", "2014-06-20")]), "of one day as they stand").toEqual(["next", "First", 0]);
});
