import "../support/as-worker";
import { beforeAll, describe, expect, it } from "vitest";
import { daysBetween } from "@/lib/calendar/dates";
import { CALENDAR_YEAR } from "@/lib/calendar/fiscal-year";
import { judge, type KpiAnnotation } from "@/lib/kpis/chart/chart-limits";
import { DEMONSTRATION_PASSWORD, DEMONSTRATION_SIGN_INS } from "@/lib/platform/auth/demonstration";
import { checkPassword } from "@/lib/platform/auth/password/password";
import { Prisma } from "@/lib/platform/db/client";
import { bulkWriting, reading } from "@/lib/platform/db/scope";
import { onClient } from "@/lib/platform/db/sql";
import { individualsLimits } from "@/lib/statistics/charts/process-limits";
import { SOURCES } from "@/prisma/demo/company";
import { loadCompany } from "@/prisma/demo/stages";

// The company as a demonstration shows it: on Monday 2 June 2014, 08:00.

const KNOWN_ON = "2014-06-01";
const AREAS = [
  "operations",
  "strategy",
  "performance",
  "improvement",
  "people",
  "communication",
  "risk",
  "finance",
  "innovation",
  "customer",
];

const load = (sources = SOURCES) => loadCompany(() => {}, sources);

beforeAll(() => load(), 240_000);

/** Omitted when everything is loaded a second time, only because they are large. */
const LONG = ["work-order", "operation", "sales-order", "ledger-line"];

const rows = <T>(statement: Prisma.Sql): Promise<T[]> => bulkWriting("system", (client) => onClient(client).query<T>(statement));
const iso = (date: Date | null | undefined) => date?.toISOString().slice(0, 10);
const summary = async (code: string) =>
  reading("system", (tx) => tx.kpiSummary.findFirstOrThrow({ where: { kpi: { code } }, include: { kpi: { include: { signals: true } } } }));

describe("the demonstration company on 2 June 2014", () => {
  it("has a KPI in each of the ten areas, of at least nine departments, and 40 of them with a value", async () => {
    const kpis = await reading("system", (tx) => tx.kpi.findMany({ include: { summary: true } }));
    expect(AREAS.filter((area) => !kpis.some((kpi) => kpi.areas.some((own) => own === area)))).toEqual([]);
    expect(new Set(kpis.map((kpi) => kpi.departmentId)).size).toBeGreaterThanOrEqual(9);
    expect(kpis.filter((kpi) => kpi.summary?.latestPeriod != null)).toHaveLength(kpis.length);
    expect(kpis.length).toBeGreaterThanOrEqual(40);
    expect(kpis.filter((kpi) => kpi.positionId === null)).toEqual([]);
  });

  it("contains nothing that happened later, and leaves open what was in progress", async () => {
    const late = await rows<{
      code: string;
      n: number;
    }>(Prisma.sql`SELECT k.code, count(*)::int AS n FROM record r JOIN record_kind k ON k.id = r.record_kind_id
      WHERE k.code IN ('work_order', 'purchase_order', 'purchase_line', 'sales_order', 'call_centre_shift', 'ledger_line') AND r.on_1 > ${KNOWN_ON}::date GROUP BY 1`);
    expect(late).toEqual([]);
    const [open] = await rows<{
      open: number;
      scrapped: number;
      ended: number;
    }>(Prisma.sql`SELECT count(*) FILTER (WHERE r.on_3 IS NULL)::int AS open,
      count(*) FILTER (WHERE r.on_3 IS NULL AND r.data ? 'scrapped')::int AS scrapped, count(*) FILTER (WHERE r.on_3 > ${KNOWN_ON}::date)::int AS ended
      FROM record r JOIN record_kind k ON k.id = r.record_kind_id WHERE k.code = 'work_order' AND r.superseded_by_id IS NULL`);
    // 1,410 by the public table: started before 2 June and finished on 2 June or later.
    expect(open).toEqual({ open: 1410, scrapped: 0, ended: 0 });
  });

  it("finds the collapse of online revenue after Friday 30 May", async () => {
    const found = await summary("SAL-04");
    expect(found.latestValue?.toFixed(2)).toBe("1514.29");
    // Limits from the 24 days from 7 April, computed by hand from the public table: 60,290 and 2.66 times a mean moving range of 10,388.
    expect([found.lower, found.mean, found.upper].map((limit) => Math.round(limit ?? 0))).toEqual([32658, 60290, 87923]);
    expect(found.variation).toBe("worsening");
    expect(found.kpi.signals.filter((signal) => signal.state !== "closed").map((signal) => signal.tone)).toEqual(["worse"]);
  });

  it("finds punctuality below its old level, against the target of its period", async () => {
    const found = await summary("PRC-03");
    // 2,249 of 3,381 work orders due in May.
    expect(Number(found.latestValue)).toBeCloseTo((2249 / 3381) * 100, 8);
    expect(Number(found.targetFloor)).toBe(80);
    expect([found.status, found.variation, found.assurance]).toEqual(["off-track", "worsening", "will-fail"]);
  });

  it("has one new signal on the morning of 2 June, and each of the others with its reason", async () => {
    const signals = await reading("system", (tx) =>
      tx.signal.findMany({ where: { kind: "process" }, include: { kpi: true, events: true } }),
    );
    const found = signals.map((s) => [
      s.kpi?.code,
      s.tone,
      s.state,
      s.openedAt.toISOString().slice(0, 10),
      s.periodStart.toISOString().slice(0, 10),
    ]);
    expect(found.filter(([, , state]) => state !== "closed").sort()).toEqual([
      // Of April: 65.8 % of the orders that started in it, under the mean of 70.7 as every month since May 2013. One cause with PRC-03, so
      // it is not new: explained on 2 May, acted on by IN-07, and May (68.4) is inside the limits but still in the run.
      ["PRC-01", "worse", "acted_on", "2014-05-01", "2014-04-01"],
      // 11.6 days of April on 1 May, of the 54 % of its orders that were finished, the quicker ones; 13.7 since all are: recovered by itself.
      ["PRC-02", "better", "verified", "2014-05-01", "2014-04-01"],
      // 66.5 % of the orders due in May, 2,249 of 3,381: under the lower limit of 67.3, one of a run under 70.8 since June 2013.
      ["PRC-03", "worse", "acted_on", "2014-05-01", "2013-05-01"],
      // 411 units spoilt by paint in April, limit 230; 26 in May: recovered, one quiet month.
      ["QA-04", "worse", "verified", "2014-05-01", "2014-04-01"],
      // Online revenue: 1,838 and 1,514 dollars on 31 May and 1 June, lower limit 32,658. Nobody has seen it: the one new signal.
      ["SAL-04", "worse", "open", "2014-06-02", "2014-05-31"],
    ]);
    const open = signals.find((signal) => signal.state === "open");
    // 60,290.41 less 1,514.29, more than twice as far as the limit: level 3, to be answered the same day.
    expect([open?.level, open?.money?.toFixed(2), open?.moneyUnit, open?.answerBy?.toISOString()]).toEqual([
      3,
      "58776.09",
      "USD",
      "2014-06-02T16:00:00.000Z",
    ]);
  });

  it("keeps the history of accepted levels: each a closed signal that proposed it, with the annotation's words", async () => {
    const closed = await reading("system", (tx) =>
      tx.signal.findMany({
        where: { state: "closed" },
        include: { kpi: { include: { annotations: true } }, events: { orderBy: { id: "asc" } } },
      }),
    );
    expect(closed.length).toBeGreaterThan(30);
    for (const { kpi, events, shiftFrom, openedAt, closedAt } of closed) {
      expect(events.map((event) => event.step)).toEqual(["opened", "new-level"]);
      expect(kpi?.annotations.some((note) => note.kind === "baseline" && note.demonstration && note.text === events[1]?.text)).toBe(true);
      expect([shiftFrom !== null, openedAt < new Date("2014-05-01"), closedAt !== null && closedAt > openedAt]).toEqual([true, true, true]);
    }
    // Work orders started rose when 136 products went on sale on Thursday 30 May 2013: seen after two weeks, from the week of the 27th.
    const [summer] = closed.filter((signal) => signal.kpi?.code === "PRD-01" && iso(signal.shiftFrom) === "2013-05-27");
    expect([iso(summer?.openedAt), summer?.shiftBefore?.toFixed(0), summer?.shiftAfter?.toFixed(0)]).toEqual(["2013-06-17", "406", "569"]);
  });

  it("proposes the new level of punctuality with its start: 70.9 % before, 66.3 since June 2013", async () => {
    const [signal] = (await summary("PRC-03")).kpi.signals.filter((one) => one.state !== "closed");
    expect([signal?.shiftFrom?.toISOString().slice(0, 10), signal?.shiftBefore?.toFixed(1), signal?.shiftAfter?.toFixed(1)]).toEqual([
      "2013-06-01",
      "70.9",
      "66.3",
    ]);
  });

  it("ignores what only looks new: the 32 days since the last reseller round are inside 27.3 to 33.5", async () => {
    const signals = await reading("system", (tx) =>
      tx.signal.findMany({ where: { kpi: { code: { in: ["SAL-05", "SAL-01", "MKT-03", "PRD-01"] } }, state: { not: "closed" } } }),
    );
    expect(signals).toEqual([]);
    const rounds = await rows<{
      day: string;
    }>(Prisma.sql`SELECT r.on_1::text AS day FROM record r JOIN record_kind k ON k.id = r.record_kind_id
      WHERE k.code = 'sales_order' AND r.superseded_by_id IS NULL AND r.data->>'channel' = 'Reseller' GROUP BY 1 HAVING count(*) >= 10 ORDER BY 1`);
    const gaps = rounds.slice(1).map(({ day }, index) => daysBetween(rounds[index]?.day ?? "", day));
    const limits = individualsLimits(gaps);
    expect([limits?.lower.toFixed(1), limits?.upper.toFixed(1), daysBetween(rounds.at(-1)?.day ?? "", "2014-06-02")]).toEqual([
      "27.3",
      "33.5",
      32,
    ]);
  });

  it("opens one signal for each missing manual value, and none for values not due yet", async () => {
    const late = await reading("system", (tx) =>
      tx.signal.findMany({ where: { kind: { in: ["late", "source"] } }, include: { kpi: true } }),
    );
    expect(late.map((s) => [s.kpi?.code, s.state, s.periodStart.toISOString().slice(0, 10)]).sort()).toEqual([
      ["COR-01", "open", "2014-05-19"],
      ["FOR-01", "open", "2014-04-01"],
      ["QUO-01", "open", "2014-05-12"],
      ["SCH-01", "open", "2014-05-19"],
      ["TRN-01", "open", "2014-04-01"],
      ["VIS-01", "open", "2014-04-01"],
    ]);
  });

  it("flags 116 of the 157 weeks of work orders started with limits fixed on the first 24, and almost none with its new levels", async () => {
    const kpi = await reading("system", (tx) => tx.kpi.findFirstOrThrow({ where: { code: "PRD-01" }, include: { annotations: true } }));
    const weeks = await rows<{
      period: string;
      value: number;
    }>(Prisma.sql`SELECT period_start::text AS period, value::float8 FROM measurement
      WHERE kpi_id = ${kpi.id}::uuid AND superseded_at IS NULL ORDER BY 1`);
    const points = weeks.map(({ period, value }) => ({ period, value, numerator: null, denominator: null, state: "final" as const }));
    const terms = { frequency: "week", direction: "higher", chart: "xmr", baselinePoints: 24, minimum: 0, maximum: null } as const;
    // Week by week, as it would have been seen then.
    const flagged = (annotations: KpiAnnotation[]) =>
      points.filter(({ period }, index) => {
        const known = annotations.filter((annotation) => annotation.onDate <= period);
        const last = judge(terms, points.slice(0, index + 1), known, "2014-06-02", CALENDAR_YEAR).chart.points.at(-1);
        return last?.rules.some((rule) => rule !== "hugging");
      }).length;
    const levels = kpi.annotations.map(({ onDate, kind }) => ({ onDate: onDate.toISOString().slice(0, 10), kind }));
    expect([points.length, flagged([])]).toEqual([157, 116]);
    expect(flagged(levels)).toBeLessThanOrEqual(2);
    expect(kpi.annotations.every((annotation) => annotation.demonstration)).toBe(true);
  });

  it("stops the limits of non-negative values at zero, in every KPI", async () => {
    const below = await rows<{ code: string }>(Prisma.sql`SELECT k.code FROM kpi_summary s JOIN kpi k ON k.id = s.kpi_id WHERE s.lower < 0
      AND NOT EXISTS (SELECT FROM measurement m WHERE m.kpi_id = k.id AND m.value < 0)`);
    expect(below).toEqual([]);
  });

  it("keeps both versions: April took 11.6 days by the 1,754 orders finished on 1 May, 13.7 by all 3,242", async () => {
    const april = await rows<{
      day: string;
      share: string;
      orders: number;
    }>(Prisma.sql`SELECT m.recorded_at::date::text AS day, round(m.value, 2)::text AS share,
      m.denominator::int AS orders FROM measurement m JOIN kpi k ON k.id = m.kpi_id WHERE k.code = 'PRC-02' AND m.period_start = '2014-04-01' ORDER BY m.version`);
    expect(april).toEqual([
      { day: "2014-05-01", share: "11.64", orders: 1754 },
      { day: "2014-06-02", share: "13.69", orders: 3242 },
    ]);
  });

  it("sums the losses of May from prices, rejects and scrap", async () => {
    expect(Number((await summary("PUR-04")).latestValue)).toBeCloseTo(236748.36, 2);
    const parts = await Promise.all(["PUR-04", "QA-03", "PRD-03"].map(async (code) => Number((await summary(code)).latestValue)));
    expect(Number((await summary("EXE-02")).latestValue)).toBeCloseTo(
      parts.reduce((sum, part) => sum + part, 0),
      4,
    );
  });

  it("ends the ledger at April, where it is closed, and headcount at 290 in May", async () => {
    expect((await summary("FIN-01")).latestPeriod?.toISOString().slice(0, 10)).toBe("2014-04-01");
    const people = await summary("HR-01");
    expect([people.latestPeriod?.toISOString().slice(0, 10), Number(people.latestValue)]).toEqual(["2014-05-01", 290]);
  });

  it("lets each of the ten sign in with the published password, leads with values due", async () => {
    const accounts = await reading("system", (tx) =>
      tx.account.findMany({ include: { person: { include: { grants: { include: { department: true } } } } } }),
    );
    expect(accounts.map((account) => account.person.email).sort()).toEqual(DEMONSTRATION_SIGN_INS.map((who) => who.email).sort());
    for (const account of accounts) expect(await checkPassword(DEMONSTRATION_PASSWORD, account.passwordHash)).toBe(true);
    const held = new Map(
      accounts.map(({ person }) => [
        person.email,
        [person.name, ...person.grants.map((grant) => `${grant.role} of ${grant.department.name}`)],
      ]),
    );
    expect(held.get("production@adventure-works.example")).toEqual(["James Hamilton", "lead of Production"]);
    expect(held.get("ceo@adventure-works.example")).toEqual(["Ken Sánchez", "executive of Adventure Works Cycles"]);
    const owed = await rows<{
      name: string;
      owed: number;
    }>(Prisma.sql`SELECT d.name, count(*)::int AS owed FROM kpi k JOIN department d ON d.id = k.department_id
      JOIN kpi_summary s ON s.kpi_id = k.id WHERE k.source = 'manual' AND s.late_from <= '2014-06-03' GROUP BY 1`);
    const by = Object.fromEntries(owed.map((row) => [row.name, row.owed]));
    expect([by.Production, by.Purchasing, by["Quality Assurance"], by.Sales]).toEqual([3, 3, 3, 3]);
  });

  it("changes nothing when it is loaded again", async () => {
    const count = () =>
      rows(Prisma.sql`SELECT (SELECT count(*) FROM record)::int AS records, (SELECT count(*) FROM measurement)::int AS measurements, (SELECT count(*) FROM target)::int AS targets,
      (SELECT count(*) FROM annotation)::int AS annotations, (SELECT count(*) FROM initiative)::int AS initiatives, (SELECT count(*) FROM milestone)::int AS milestones,
      (SELECT count(*) FROM access_grant)::int AS grants, (SELECT count(*) FROM import)::int AS imports`);
    const before = await count();
    await load(SOURCES.filter((source) => !LONG.includes(source.mapping)));
    expect(await count()).toEqual(before);
  }, 240_000);
});
