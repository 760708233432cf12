// The files of a mutation run, with the tests that judge each, and the changes that have no effect, each with the reason.

const beside = (...files) => Object.fromEntries(files.map((file) => [`lib/${file}.ts`, [`lib/${file}.test.ts`]]));

/** A file and the tests that must detect its defects. */
export const FILES = {
  ...beside("statistics/charts/run-rules", "statistics/charts/process-limits", "statistics/charts/attribute-limits"),
  ...beside("statistics/charts/subgroup-limits", "kpis/summary/status", "kpis/numbers/entry-anomalies", "kpis/compute/money"),
  ...beside("calendar/dates", "calendar/due-dates", "calendar/fiscal-year", "calendar/periods", "calendar/period-labels"),
  ...beside("calendar/time-zone", "initiatives/health/health", "initiatives/health/since", "initiatives/health/schedule"),
  ...beside("signals/life/severity", "signals/life/clock", "signals/late/lateness", "signals/life/life"),
  ...beside("today/verdict", "today/words", "today/standing/counter", "platform/jobs/policy"),
};

const UNREACHED = "for the compiler: it is never reached";

/** By file: a text of it, the changes inside it ("was to") that no test can detect, and why. */
export const SAME = {
  "lib/kpis/compute/money.ts": [
    { in: 'const [over = "", ...under]', changes: [" mutant"], why: UNREACHED },
    { in: "power * sign > 0", changes: ["* /", "> >=", "0 (-1)"], why: "a sign is 1 or -1, and no power is 0" },
    { in: "[list(1), list(-1)]", changes: ["1 (2)"], why: "only the sign counts" },
    { in: "own * power);", changes: ["* /"], why: "a power of 1 or -1" },
    { in: "Math.max(own * sign, 0)", changes: ["* /"], why: "a sign is 1 or -1" },
    { in: "(power) => power > 0) || equal", changes: ["> >=", "0 (-1)"], why: "no power is 0, and none is below -1" },
    { in: '{ money: null, name: "" }, ...rest', changes: [" mutant"], why: UNREACHED },
    { in: 'node.name === "abs"', changes: ["abs "], why: "abs has one operand, which is combined with nothing" },
    { in: 'moneyIn(own ?? "")', changes: [" mutant"], why: "a field without a unit goes with anything and is never named" },
    { in: 'name: "days" }', changes: ["days "], why: "what is no money is never at fault in a ratio" },
    { in: 'name: "a number" }', changes: ["a ax", "number numberx"], why: "as above" },
  ],
  "lib/initiatives/health/schedule.ts": [
    {
      in: "? -1 : a.dueOn > b.dueOn ? 1 : 0",
      changes: ["1 (2)", "> >=", "> <=", "1 (0)", "0 (1)"],
      why: "a sort asks only which comes before",
    },
  ],
  "lib/initiatives/health/health.ts": [
    { in: '"off-track": 3', changes: ["3 (4)"], why: "the order is the same" },
    { in: 'watch: 2, "on-track": 1', changes: ["2 (1)", "1 (2)"], why: "only the first line, of time, can be to be watched" },
    { in: '"no-data": 0, stale: 0, closed: 0 };', changes: ["0 (1)", "0 (-1)"], why: "stale and closed are decided apart" },
    { in: "BAD[line.mark] > BAD[mark]", changes: ["> >="], why: "as above, of equals" },
    { in: 'days > 0 ? "after"', changes: ["> >=", "0 (-1)"], why: "no day is said before it, as planned" },
  ],
  "lib/signals/life/clock.ts": [{ in: 'kind: "working"', changes: ["working "], why: "dueOn asks for calendar, all else is working" }],
  "lib/signals/late/lateness.ts": [{ in: "period < first ? period", changes: ["< <="], why: "the same period is the same" }],
  "lib/signals/life/severity.ts": [{ in: "severity >= 1 ? 2", changes: ["2 (3)"], why: "it is the highest already" }],
  "lib/calendar/period-labels.ts": [
    { in: 'MONTH_NAMES[month - 1] ?? ""', changes: [" mutant"], why: UNREACHED },
    { in: 'year: "" };', changes: [" mutant"], why: "a year is called by its name alone" },
  ],
  "lib/calendar/fiscal-year.ts": [
    { in: "KNOWN_YEARS_MAX = 2000", changes: ["2000 (2001)", "2000 (1999)"], why: "how many are kept changes no answer" },
    { in: "KNOWN_YEARS.size < KNOWN_YEARS_MAX", changes: ["< <=", "< >="], why: "how many are kept changes no answer" },
    {
      in: `const key = \`\${name} \${startMonth} \${pattern} \${rule?.weekday} \${rule?.rule}\``,
      changes: ["  _", " mutant"],
      why: "any key does that is a year's own",
    },
    { in: "day.year - 1; name <= day.year + 1", changes: ["1 (2)"], why: "one year earlier has ended, one later is not asked" },
    {
      in: `no fiscal year contains \${date}`,
      changes: ["no nox", "fiscal fiscalx", "year yearx", "contains containsx", " mutant"],
      why: UNREACHED,
    },
    { in: "startMonth === 1 ? 12", changes: ["12 (13)"], why: "of a thirteenth month the twelfth is taken" },
    { in: 'rule: "last" };', changes: ["last "], why: "only the nearest is asked for" },
    { in: "?? 4", changes: ["4 (5)", "4 (3)"], why: UNREACHED },
  ],
  "lib/statistics/charts/run-rules.ts": [
    { in: "p.hugging) ? 1 : 0", changes: ["1 (2)"], why: "it has no side, and is only compared with itself" },
    { in: "distance > 0 ? upper", changes: ["> >="], why: "natural limits lie as far below the centre as above" },
    {
      in: "<= rounding ? 0 : distance > 0 ? 1 : -1",
      changes: ["<= <", "> >=", "1 (2)"],
      why: "no distance is the rounding itself; of a side its sign counts",
    },
    { in: "> reach + rounding", changes: ["> >="], why: "the rounding added lies between" },
    { in: "> (2 * reach) / 3 + rounding", changes: ["> >="], why: "the rounding added lies between" },
    { in: "reach > rounding", changes: ["> >="], why: "no reach is the rounding itself" },
    { in: "hit > 0 ?", changes: ["> >=", "0 (-1)"], why: "it is 1 or -1" },
    { in: "window[0]?.side ?? 0", changes: ["0 (1)", "0 (-1)"], why: "all have that side or none counts; no window is empty" },
    { in: "step === 1)) return 1", changes: ["1 (2)"], why: "of a direction its sign counts" },
    { in: "step === -1) ? -1", changes: ["1 (2)"], why: "of a direction its sign counts" },
  ],
  "lib/kpis/summary/status.ts": [
    { in: "by <= allowed + ROUNDING", changes: ["<= <"], why: "the rounding added lies between" },
    { in: "Math.max(Math.abs(value), Math.abs(bound))", changes: ["max min"], why: "a rounding of either is as small" },
    { in: '"working" : "calendar"', changes: ["working "], why: "dueOn asks for calendar, all else is working" },
    { in: 'kpi.startsOn ?? ""', changes: [" mutant"], why: UNREACHED },
  ],
  "lib/statistics/charts/process-limits.ts": [
    { in: "lastIndex = -1", changes: ["- ", "1 (2)", "1 (0)"], why: "without a value there are no limits" },
  ],
  "lib/kpis/numbers/entry-anomalies.ts": [
    { in: "lower * upper > 0", changes: ["* /", "> >=", "0 (-1)"], why: "the sign is the same; small values lie inside then" },
    { in: "places < 0", changes: ["< <=", "0 (1)"], why: "no factor moves by no place" },
    { in: '[whole = ""', changes: [" mutant"], why: UNREACHED },
    { in: "point <= 0", changes: ["0 (1)"], why: "nothing is put before a first digit" },
    { in: "let i = 0; i + 1 < text.length", changes: ["0 (-1)", "+ -", "1 (0)", "< <="], why: "beyond the ends there is no digit" },
    { in: '[a = "", b = ""]', changes: [" mutant"], why: "neither is a digit" },
  ],
};
