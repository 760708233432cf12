import { beforeAll, describe, expect, it } from "vitest";
import { DEMONSTRATION_PASSWORD, DEMONSTRATION_SIGN_INS } from "@/lib/auth/demonstration";
import { checkPassword } from "@/lib/auth/password";
import { Prisma } from "@/lib/db/client";
import { bulkWriting, reading, writing } from "@/lib/db/scope";
import { onClient } from "@/lib/db/sql";
import { recompute } from "@/lib/kpis/recompute";
import { bringIn, SOURCES } from "@/prisma/demo/company";
import { writeCompany, writeSignIns } from "@/prisma/demo/organisation";
import { writeAnnotations, writeInitiatives } from "@/prisma/demo/story";

// The company as a demonstration shows it: on Monday 2 June 2014, 08:00.

const NOW = new Date("2014-06-02T08:00:00Z");
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

async function load(sources = SOURCES): Promise<void> {
  await writing("system", writeCompany);
  for (const source of sources) await bringIn(source, KNOWN_ON);
  await writing("system", writeAnnotations);
  await bulkWriting("system", (client) => recompute(client, { all: true }, NOW));
  await writing("system", writeInitiatives);
  await writing("system", writeSignIns);
}

beforeAll(() => load(), 240_000);

/** Left out when everything is loaded a second time, only because they are long. */
const LONG = ["work-order", "operation", "sales-order", "ledger-line"];

const rows = <T>(statement: Prisma.Sql): Promise<T[]> => bulkWriting("system", (client) => onClient(client).query<T>(statement));
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

  it("knows nothing that happened later, and leaves open what was under way", async () => {
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
      FROM record r JOIN record_kind k ON k.id = r.record_kind_id WHERE k.code = 'work_order'`);
    // 1,410 by the public table: started before 2 June and finished on 2 June or later.
    expect(open).toEqual({ open: 1410, scrapped: 0, ended: 0 });
  });

  it("finds the collapse of online revenue after Friday 30 May", async () => {
    const found = await summary("SAL-04");
    expect(found.latestValue?.toFixed(2)).toBe("1514.29");
    // Limits from the 24 days from 7 April, computed by hand from the public table: 60,290 and 2.66 times a mean moving range of 10,388.
    expect([found.lower, found.mean, found.upper].map((limit) => Math.round(limit ?? 0))).toEqual([32658, 60290, 87923]);
    expect(found.variation).toBe("worsening");
    expect(found.kpi.signals.map((signal) => signal.tone)).toEqual(["worse"]);
  });

  it("finds punctuality below its old level, against the target that held", async () => {
    const found = await summary("PRC-03");
    // 2,249 of 3,381 work orders due in May.
    expect(Number(found.latestValue)).toBeCloseTo((2249 / 3381) * 100, 8);
    expect(Number(found.targetFloor)).toBe(80);
    expect([found.status, found.variation, found.assurance]).toEqual(["off-track", "worsening", "will-fail"]);
  });

  it("opens few signals, and none that was only a new level", async () => {
    const signals = await reading("system", (tx) => tx.signal.findMany({ include: { kpi: true } }));
    expect(signals.map((signal) => [signal.kpi?.code, signal.tone, signal.state]).sort()).toEqual([
      ["PRC-01", "worse", "open"],
      ["PRC-03", "worse", "open"],
      ["SAL-04", "worse", "open"],
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

  it("leaves the ledger at April, where it is closed, and headcount at 290 in May", async () => {
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
