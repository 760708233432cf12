import { describe, expect, it } from "vitest";
import { NO_FIGURES, VERDICT_WORDS, wordsOf } from "@/lib/kpis/summary/verdict";
import { todayVerdict } from "./verdict";
import type { AreaState } from "./view";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const company = (more: Partial<AreaState> = {}): AreaState => ({
  area: "",
  offTrack: 0,
  watch: 0,
  onTrack: 9,
  stale: 0,
  total: 12,
  staleDays: null,
  noTarget: 3,
  noData: 0,
  usual: 12,
  limited: 12,
  ...more,
});
const none = { signals: 0, decisions: 0, overdue: 0 };
const nothing = { business: true, administrator: false, first: null, signals: 0, word: "new" as const, left: none, company: company() };
const orders = {
  finding: "Online revenue per day: $1.51k, 1 June 2014,",
  against: "outside its usual range since 31 May 2014; usual 32.7k to 87.9k.",
};

describe("the verdict of a day", () => {
  it("calls a good day good", () =>
    expect(todayVerdict(nothing)).toBe(
      "No action needed: 12 of 12 measures with limits are inside the usual range and 9 reach their target.",
    ));
  it("does not claim that nothing needs somebody with waiting decisions", () =>
    expect(todayVerdict({ ...nothing, left: { ...none, decisions: 1 } })).toMatch(/^No new signals: 12 of 12/));
  it("begins with the first signal, then how many more, then what cannot be judged", () =>
    expect(
      plain(
        todayVerdict({ ...nothing, first: orders, signals: 3, left: { ...none, signals: 3 }, company: company({ stale: 2, usual: 9 }) }),
      ),
    ).toBe(
      "Online revenue per day: $1.51k, 1 June 2014, outside its usual range since 31 May 2014. 2 more signals are new. 2 of 12 measures cannot be judged.",
    ));
  it("stays within 30 words by leaving out the least important part", () => {
    const long = { finding: `${"very long name of a measure ".repeat(4)}: 3,`, against: "outside its usual range." };
    const text = todayVerdict({ ...nothing, first: long, signals: 9, left: { ...none, signals: 9 }, company: company({ stale: 5 }) });
    expect(wordsOf(text)).toBeLessThanOrEqual(VERDICT_WORDS);
    // "How many more" takes 5 words, "what cannot be judged" 7: what does not fit is left out, the latter first.
    const finding = (words: number) => ({ finding: "word ".repeat(words - 3), against: "outside the usual." });
    const said = (words: number, stale: number) =>
      plain(todayVerdict({ ...nothing, first: finding(words), signals: 3, left: { ...none, signals: 3 }, company: company({ stale }) }));
    const ending = (words: number) => said(words, 5).replace(/^.*?usual\. ?/, "");
    expect(ending(18)).toBe("2 more signals are new. 5 of 12 measures cannot be judged.");
    expect([ending(19), ending(25)]).toEqual(["2 more signals are new.", "2 more signals are new."]);
    expect([ending(26), ending(30)]).toEqual(["", ""]);
    // The finding itself is too long, so only the rest is shown.
    expect(said(31, 5)).toBe("2 more signals are new. 5 of 12 measures cannot be judged.");
  });
  it("writes one signal, one measure and one job in the singular", () => {
    const one = { total: 1, limited: 1, usual: 1, onTrack: 1, noTarget: 0 };
    const ask = (more: Partial<Parameters<typeof todayVerdict>[0]>) => plain(todayVerdict({ ...nothing, ...more }));
    expect(ask({ company: company(one) })).toBe(
      "No action needed: 1 of 1 measure with limits is inside the usual range and 1 reaches its target.",
    );
    expect(ask({ first: orders, signals: 1 })).toBe(
      "Online revenue per day: $1.51k, 1 June 2014, outside its usual range since 31 May 2014.",
    );
    expect(ask({ first: orders, signals: 2 })).toMatch(/2014\. 1 more signal is new\.$/);
    expect(ask({ company: company({ total: 3, stale: 1, noData: 1, staleDays: 1 }) })).toBe(
      "Not enough to say: 1 of 3 measures is reported; 1 is late, the oldest 1 day.",
    );
    expect(ask({ business: false, left: { ...none, overdue: 1 } })).toBe(
      "1 administration task is waiting. None of your roles can read figures.",
    );
    expect(ask({ business: false, left: { ...none, overdue: 2 } })).toBe(
      "2 administration tasks are waiting. None of your roles can read figures.",
    );
    expect(ask({ business: false })).toBe(NO_FIGURES);
  });
  it("says what is missing, what is not judged, and what has no limits", () => {
    const ask = (more: Partial<AreaState>, left = none) => plain(todayVerdict({ ...nothing, left, company: company(more) }));
    expect(ask({ total: 0 })).toBe("Nothing is measured here yet: no KPI is defined.");
    expect(todayVerdict({ ...nothing, company: null })).toBe("Nothing is measured here yet: no KPI is defined.");
    // If half of them reported there is a verdict, with fewer there is none.
    expect(ask({ stale: 4, noData: 2 })).toBe(
      "No action needed: 12 of 12 measures with limits are inside the usual range and 9 reach their target. 6 of 12 measures cannot be judged.",
    );
    expect(ask({ stale: 5, noData: 2, staleDays: null })).toBe("Not enough to say: 5 of 12 measures are reported; 5 are late.");
    expect(ask({ noData: 7 })).toBe("Not enough to say: 5 of 12 measures are reported.");
    expect(ask({ onTrack: 0 })).toBe("No action needed: 12 of 12 measures with limits are inside the usual range.");
    expect(ask({ limited: 0, usual: 0 })).toBe("No action needed.");
    expect(ask({ limited: 0, usual: 0, stale: 2 })).toBe("No action needed. 2 of 12 measures cannot be judged.");
    expect(ask({ limited: 0, usual: 0 }, { ...none, overdue: 1 })).toBe("No new signals.");
    expect(ask({}, { ...none, overdue: 1 })).toBe(
      "No new signals: 12 of 12 measures with limits are inside the usual range and 9 reach their target.",
    );
  });
  it("says what is missing if less than half is reported", () =>
    expect(todayVerdict({ ...nothing, first: orders, signals: 1, company: company({ total: 14, stale: 11, staleDays: 117 }) })).toBe(
      "Not enough to say: 3 of 14 measures are reported; 11 are late, the oldest 117 days.",
    ));
  it("claims nothing about figures to somebody who may not read them", () => {
    expect(todayVerdict({ ...nothing, business: false, company: null })).toMatch(/^None of your roles can read figures/);
    expect(todayVerdict({ ...nothing, business: false, company: null, left: { ...none, overdue: 2 } })).toMatch(
      /^2 administration tasks are waiting\./,
    );
    expect(todayVerdict({ ...nothing, business: false, administrator: true, company: null }), "who gives the roles").toBe(
      "None of your roles can read figures.",
    );
  });
  it("calls open signals open for somebody who only reads", () =>
    expect(plain(todayVerdict({ ...nothing, first: orders, signals: 2, word: "open" }))).toContain("1 more signal is open."));
});
