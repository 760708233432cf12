// Which files a mutation run goes through, with the tests that judge each, and the changes that change nothing, each with the reason.

const beside = (...files) => Object.fromEntries(files.map((file) => [`lib/${file}.ts`, [`lib/${file}.test.ts`]]));

/** A file and the tests that have to notice. */
export const FILES = {
  ...beside("statistics/charts/run-rules", "statistics/charts/process-limits", "statistics/charts/attribute-limits"),
  ...beside("statistics/charts/subgroup-limits", "kpis/summary/status", "kpis/numbers/slips", "kpis/compute/money"),
  ...beside("calendar/dates", "calendar/due-dates", "calendar/fiscal-year", "calendar/periods", "calendar/period-labels"),
  ...beside("calendar/time-zone", "initiatives/health/health", "initiatives/health/since"),
  "lib/initiatives/health/schedule.ts": ["lib/initiatives/health/schedule.test.ts", "lib/initiatives/health/health.test.ts"],
  ...beside("signals/life/severity", "signals/life/clock", "signals/late/lateness", "signals/life/life"),
  ...beside("today/verdict", "today/words", "today/standing/counter"),
};

/** By file: a line of it (its beginning), what was there, what took its place, and why no test can tell the two apart. */
export const SAME = {};
