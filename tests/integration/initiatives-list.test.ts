import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays, addMonths } from "@/lib/calendar/dates";
import { LIST_LIMIT, listInitiatives } from "@/lib/initiatives/queries";
import { type InitiativeRow, loadInitiatives } from "@/lib/initiatives/rows/queries";
import { groupInitiatives } from "@/lib/initiatives/words/list-view";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma, pool } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

const TODAY = "2014-06-02";
const MANY = 230;

/** Numbers that look random and are the same in every run: Lehmer's generator. */
function numbers(seed: number) {
  let state = seed;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return {
    below: (n: number) => Math.floor(next() * n),
    one: <T>(from: readonly [T, ...T[]]): T => from[Math.floor(next() * from.length)] ?? from[0],
    often: (share: number) => next() < share,
  };
}

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
  const { below, one, often } = numbers(20_140_602);
  const kpis: string[] = [];
  for (const departmentId of [company.a.id, company.b.id]) {
    for (let n = 0; n < 6; n++) {
      const kpi = await makeKpi(departmentId, { direction: n % 2 ? "lower" : "higher" });
      kpis.push(kpi.id);
      // A level before 2013-06, another or the same after it; gaps, provisional values, and values exactly on the mean.
      const shift = [0, 3, -3, 0.1, 1, 30][n] ?? 0;
      for (let month = 0; month < 53; month++) {
        if (often(0.05)) continue;
        const period = addMonths("2010-01-01", month);
        const value = n === 3 ? 0.1 : 50 + (n > 3 ? 0 : below(4)) + (period >= "2013-06-01" ? shift : 0);
        const state = often(0.05) ? "provisional" : "final";
        await owner.query("insert into measurement (kpi_id, series, period_start, value, state) values ($1, 'actual', $2, $3, $4)", [
          kpi.id,
          period,
          value,
          state,
        ]);
      }
    }
  }
  for (let n = 0; n < MANY; n++) {
    const id = randomUUID();
    const starts = addDays("2013-03-01", below(450));
    const baseline = addDays(starts, 30 + below(600));
    const stage = one(["active", "active", "active", "paused", "proposed", "done", "stopped"]);
    const [departmentId, ownerId] = one([
      [company.a.id, company.leadA.personId],
      [company.a.id, company.memberA.personId],
      [company.b.id, company.leadB.personId],
      [company.b.id, company.leadA.personId],
      [company.b1.id, company.memberB.personId],
    ] as const);
    await owner.query(
      `insert into initiative (id, code, title, kind, stage, area, department_id, owner_id, starts_on, baseline_due_on, due_on, closed_on, update_every_days)
       values ($1, $2, $3, 'improvement', $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[id, `IN-${1000 + n}`, `Work ${n}`, stage, one(["operations", "risk"]), departmentId, ownerId, starts, baseline],
        ...[addDays(baseline, one([-5, 0, 0, 0, 3, 14, 15, 60])), stage === "done" || stage === "stopped" ? addDays(starts, 20) : null],
        one([7, 30, 90]),
      ],
    );
    for (let m = below(4); m > 0; m--) {
      const planned = addDays(starts, below(500));
      await owner.query("insert into milestone (initiative_id, title, baseline_due_on, due_on, done_on) values ($1, $2, $3, $4, $5)", [
        ...[id, `Gate ${m}`, planned, addDays(planned, one([-3, 0, 0, 2, 14, 15, 40])), often(0.7) ? planned : null],
      ]);
    }
    // Late in the evening UTC, when the company's day is still the same.
    for (let u = below(3); u > 0; u--)
      await owner.query(
        "insert into initiative_update (initiative_id, author_id, judgement, text, at) values ($1, $2, 'on_track', 'Going', $3)",
        [...[id, ownerId, `${addDays(TODAY, -below(40))}T23:30:00Z`]],
      );
    for (const kpiId of new Set([below(kpis.length), below(kpis.length)].slice(0, below(3)).flatMap((at) => kpis[at] ?? []))) {
      const likely = one([3, -3, 0.1, 1]);
      const low = likely - Math.sign(likely) * one([0, 0.5, 4]);
      await owner.query("insert into effect (initiative_id, kpi_id, low, likely, high, from_on) values ($1, $2, $3, $4, $5, $6)", [
        ...[
          id,
          kpiId,
          Math.min(low, likely),
          likely,
          Math.max(low, likely),
          one(["2013-06-01", "2013-06-01", "2014-03-01", "2014-09-01", "2010-05-01"]),
        ],
      ]);
    }
  }
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

/** All pages, one after another. */
async function pages(viewer: Viewer, filter: Parameters<typeof listInitiatives>[1]) {
  const found: Awaited<ReturnType<typeof listInitiatives>>[] = [];
  for (let from = 0; ; from += LIST_LIMIT) {
    const page = await listInitiatives(viewer, filter, TODAY, from);
    found.push(page);
    if (page.rows.length < LIST_LIMIT) return found;
  }
}
const all = (viewer: Viewer) => reading(viewer, (tx) => loadInitiatives(onTx(tx), viewer, Prisma.sql`true`, TODAY, 10_000));
const GROUP = { stale: 1, "off-track": 2, watch: 2, "on-track": 3, "no-data": 4, closed: 5 };
const placeOf = (viewer: Viewer, row: InitiativeRow) => (row.ownerId === viewer.personId ? 0 : GROUP[row.health.mark]);

it.each(["coo", "leadA", "memberB"] as const)(
  "all pages of %s contain every initiative once, in the order and with the counts of its own page",
  async (who) => {
    const viewer = company[who];
    const every = await all(viewer);
    const listed = await pages(viewer, { state: "all" });
    const sorted = every.toSorted(
      (a, b) =>
        placeOf(viewer, a) - placeOf(viewer, b) ||
        b.priority - a.priority ||
        (a.dueOn === b.dueOn ? (a.code < b.code ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1),
    );
    expect(listed.flatMap(({ rows }) => rows.map((row) => row.code))).toEqual(sorted.map((row) => row.code));
    const counts = listed[0]?.counts;
    expect(counts?.total).toBe(every.length);
    expect(counts?.groups).toEqual([0, 1, 2, 3, 4, 5].map((place) => every.filter((row) => placeOf(viewer, row) === place).length));
    expect(counts?.marks).toEqual(
      Object.fromEntries([...Map.groupBy(every, (row) => row.health.mark)].map(([mark, rows]) => [mark, rows.length])),
    );
    expect(counts?.longestStale).toBe(Math.max(...every.map((row) => row.health.staleDays ?? 0)));
    // Every group is one continuous part of a page.
    for (const { rows } of listed)
      expect(groupInitiatives(rows, viewer.personId, []).flatMap((group) => group.rows.map((row) => row.code))).toEqual(
        rows.map((row) => row.code),
      );
  },
);

it("the marks cover every case: each mark occurs, and effects decide some of them", async () => {
  const every = await all(company.coo);
  expect(new Set(every.map((row) => row.health.mark))).toEqual(new Set(["stale", "off-track", "watch", "on-track", "no-data", "closed"]));
  const decided = every.filter(
    (row) => row.health.mark === "off-track" && row.health.lines[0]?.mark !== "off-track" && row.health.lines[2]?.mark === "off-track",
  );
  expect(decided.length).toBeGreaterThan(3);
  expect(every.some((row) => row.effects.some((effect) => effect.tested.result === "supported"))).toBe(true);
});

it("a filter works in the query: each alone and combined, beyond the first page and past the last", async () => {
  const every = await all(company.coo);
  const open = every.filter((row) => row.closedOn === null);
  const total = async (filter: Parameters<typeof listInitiatives>[1]) => (await listInitiatives(company.coo, filter, TODAY)).counts.total;
  expect(await total({})).toBe(open.length);
  expect(await total({ state: "closed" })).toBe(every.length - open.length);
  expect(await total({ area: "risk" })).toBe(open.filter((row) => row.area === "risk").length);
  expect(await total({ departmentIds: [company.b.id] })).toBe(open.filter((row) => row.departmentId === company.b.id).length);
  const both = { ownerId: company.leadA.personId, departmentIds: [company.b.id] };
  expect(await total(both)).toBe(open.filter((row) => row.ownerId === both.ownerId && row.departmentId === company.b.id).length);
  const past = await listInitiatives(company.coo, { state: "all" }, TODAY, 10_000);
  expect(past).toMatchObject({ rows: [], counts: { total: MANY } });
  expect(open.length).toBeGreaterThan(LIST_LIMIT);
});
