import { describe, expect, it } from "vitest";
import { nextMove, type OpenSignal } from "./life";

const open = (more: Partial<OpenSignal> = {}): OpenSignal => ({
  id: "s",
  state: "open",
  tone: "worse",
  level: 2,
  reach: 0,
  periodStart: "2014-03-01",
  lastPeriod: "2014-03-01",
  quietPoints: 0,
  recoveredFrom: null,
  ...more,
});
const signal = (tone: "worse" | "better") => ({ rules: ["outside" as const], tone, severity: 1, since: "2014-03-01", shift: null });
const quiet = (...periods: string[]) => ({ signal: null, quietPoints: periods, limitsFrom: "2012-01-01", mean: 11 });
const shown = (tone: "worse" | "better") => ({ signal: signal(tone), quietPoints: [], limitsFrom: "2012-01-01", mean: 11 });

describe("nextMove", () => {
  it("lasts while the values show it, whatever people did", () => {
    expect(nextMove(open({ state: "explained" }), shown("worse"))).toEqual({
      state: "explained",
      quietPoints: 0,
      keeps: true,
      events: [],
      opens: false,
    });
  });

  it("recovers at the first quiet point, and closes at the third", () => {
    const first = nextMove(open({ state: "acted_on" }), quiet("2014-04-01"));
    expect([first.state, first.quietPoints, first.events.map((e) => e.step)]).toEqual(["verified", 1, ["recovered", "verified"]]);
    const second = nextMove(open({ state: "verified", quietPoints: 1 }), quiet("2014-04-01", "2014-05-01"));
    expect([second.state, second.quietPoints, second.events]).toEqual(["verified", 2, []]);
    const third = nextMove(open({ state: "verified", quietPoints: 2 }), quiet("2014-04-01", "2014-05-01", "2014-06-01"));
    expect([third.state, third.events.map((e) => e.step)]).toEqual(["closed", ["closed"]]);
  });

  it("given three at once it goes all the way, and quiet points before it do not count", () => {
    expect(nextMove(open(), quiet("2014-04-01", "2014-05-01", "2014-06-01")).events.map((e) => e.step)).toEqual([
      "recovered",
      "verified",
      "closed",
    ]);
    expect(nextMove(open(), quiet("2014-01-01", "2014-02-01", "2014-04-01"))).toMatchObject({ state: "verified", quietPoints: 1 });
  });

  it("a relapse while verified restores the previous state", () => {
    const back = nextMove(open({ state: "verified", quietPoints: 2, recoveredFrom: "explained" }), shown("worse"));
    expect([back.state, back.quietPoints, back.events.map((e) => e.step)]).toEqual(["explained", 0, ["returned"]]);
  });

  it("a change to the other side is another signal", () => {
    expect(nextMove(open(), shown("better"))).toMatchObject({ state: "closed", opens: true });
  });

  it("closes when its limits start again or disappear", () => {
    expect(nextMove(open(), { ...quiet(), limitsFrom: "2014-03-15" })).toMatchObject({ state: "closed", opens: false });
    expect(nextMove(open(), { ...quiet(), mean: null })).toMatchObject({ state: "closed", opens: false });
  });

  it("describes each step, and keeps its count of quiet points when it closes for another reason", () => {
    const closed = { state: "closed", quietPoints: 1, keeps: false };
    const events = (text: string) => [{ step: "closed", text }];
    const one = open({ quietPoints: 1 });
    expect(nextMove(one, shown("better"))).toEqual({
      ...closed,
      events: events("The values now point the other way: better."),
      opens: true,
    });
    expect(nextMove(one, { ...quiet(), limitsFrom: "2014-03-15" })).toEqual({
      ...closed,
      events: events("Its limits begin anew."),
      opens: false,
    });
    expect(nextMove(one, { ...quiet(), limitsFrom: null })).toEqual({ ...closed, events: events("Its limits begin anew."), opens: false });
    const three = nextMove(open({ state: "verified" }), quiet("2014-04-01", "2014-05-01", "2014-06-01"));
    expect(three).toEqual({
      state: "closed",
      quietPoints: 3,
      keeps: false,
      events: events("3 points in a row inside its usual range."),
      opens: false,
    });
    expect(nextMove(open(), quiet("2014-04-01"))).toEqual({
      state: "verified",
      quietPoints: 1,
      keeps: false,
      events: [
        { step: "recovered", text: "" },
        { step: "verified", text: "" },
      ],
      opens: false,
    });
    expect(nextMove(open({ state: "verified", quietPoints: 2 }), shown("worse"))).toEqual({
      state: "open",
      quietPoints: 0,
      keeps: true,
      events: [{ step: "returned", text: "" }],
      opens: false,
    });
  });

  it("limits that begin in its own period are its own, and a point of its last period is not quiet", () => {
    expect(nextMove(open(), { ...quiet("2014-04-01"), limitsFrom: "2014-03-01" }).state).toBe("verified");
    expect(nextMove(open(), quiet("2014-03-01"))).toMatchObject({ state: "verified", quietPoints: 0 });
    expect(nextMove(open({ quietPoints: 2 }), quiet("2014-04-01")).quietPoints).toBe(2);
  });
});
