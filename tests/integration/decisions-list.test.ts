import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChoices, listChoices } from "@/lib/choices/queries";
import { DECISIONS_LISTED, listDecisions, PEOPLE_LISTED } from "@/lib/decisions/queries";
import { listSentence } from "@/lib/decisions/view";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { pool } from "@/lib/platform/db/client";
import { OFFERED } from "@/lib/platform/entities/choice";
import { heavy, heavyCount } from "@/lib/platform/work/heavy";
import { owner } from "../support/audit";
import { type Company, makeCompany, makePerson } from "../support/factories";

/** More people than are listed. */
const MANY = PEOPLE_LISTED + 181;
let company: Company;
let namesakes: string[];

/** `count` decisions of somebody in department A, of the area. */
type Made = { by: string; count: number; area: string; state?: "open" | "late" | "running" | "due" | "better" | "worse"; sure?: number };
let codes = 0;
async function make({ by, count, area, state = "open", sure = 70 }: Made) {
  const decided = state !== "open" && state !== "late";
  const scored = state === "better" || state === "worse";
  const { rows } = await owner.query<{ id: string }>(
    `insert into decision (code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by)
     select 'DL-' || ($1::int + n), 'Which?', $2::area, $3, $4, '2014-01-01', $4, current_date + case when $5 then -n else n end
     from generate_series(1, $6::int) as n returning id`,
    [codes, area, company.a.id, by, state === "late", count],
  );
  codes += count;
  if (!decided) return;
  const ids = rows.map(({ id }) => id);
  await owner.query("insert into decision_option (decision_id, place, title) select id, 1, 'This' from unnest($1::uuid[]) as id", [ids]);
  await owner.query(
    `update decision d set chosen_option_id = o.id, reason = 'So', sure = $2, decided_by_id = d.owner_id, decided_at = '2014-01-02',
       review_on = current_date + case when $3 then 0 else 1 end,
       outcome = $4, scored_by_id = case when $4::text is null then null else d.owner_id end, scored_at = case when $4::text is null then null else now() end
     from decision_option o where o.decision_id = d.id and d.id = any ($1::uuid[])`,
    [ids, sure, state === "due", scored ? state : null],
  );
}

beforeAll(async () => {
  company = await makeCompany();
  const made = [await makePerson({ name: "Ann Beebe", departmentId: company.a.id }), await makePerson({ name: "Ann Beebe" })];
  namesakes = made.map(({ id }) => id);
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

describe("more than are listed", () => {
  const over = DECISIONS_LISTED + 30;
  beforeAll(async () => {
    const [first = "", second = ""] = namesakes;
    // Own ones come last by their day, so that a list cut at a hundred holds none of them.
    await make({ by: first, count: over, area: "risk", state: "late" });
    await make({ by: company.leadA.personId, count: 2, area: "risk" });
    await make({ by: second, count: 3, area: "risk", state: "running" });
    await make({ by: second, count: over, area: "risk", state: "due" });
    await make({ by: first, count: over, area: "risk", state: "better", sure: 70 });
    await make({ by: first, count: 20, area: "risk", state: "worse", sure: 70 });
    await make({ by: first, count: 5, area: "risk", state: "worse", sure: 95 });
  });
  const list = () => listDecisions(company.leadA, { area: "risk" }, null);

  it("are counted whole: one's own, late, due to be scored, held", async () => {
    const { rows, counts, scored } = await list();
    expect(rows).toHaveLength(3 * DECISIONS_LISTED);
    expect(counts).toMatchObject({ totals: { open: 132, running: 133, scored: 155 }, own: 2, late: 130, due: 130 });
    expect(scored).toEqual([
      { sure: 70, held: 130, count: 150 },
      { sure: 95, held: 0, count: 5 },
    ]);
    expect(listSentence({ counts, scored }, "2014-01-01")).toMatch(
      /^Two of 132 open decisions are yours, .*130 are late\. 130 are due to be scored\. Of 155 scored, 130 went/,
    );
  });

  it("are counted by person, and namesakes are two", async () => {
    const { people } = await list();
    expect(people.rows.map(({ id, open, late, running }) => ({ id, open, late, running }))).toEqual([
      { id: namesakes[1], open: 0, late: 0, running: 133 },
      { id: namesakes[0], open: 130, late: 130, running: 0 },
      { id: company.leadA.personId, open: 2, late: 0, running: 0 },
    ]);
    expect(people).toMatchObject({ total: 3, rows: [{ departmentName: null }, { departmentName: "Department A" }, {}] });
  });

  it("are in the order of their days, and rows hold nothing but what is said of them", async () => {
    const { rows } = await list();
    const open = rows.filter(({ decidedOn }) => decidedOn === null);
    expect(open).toHaveLength(DECISIONS_LISTED);
    expect(open.map(({ decideBy }) => decideBy)).toEqual(open.map(({ decideBy }) => decideBy).toSorted());
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
      [
        ...[
          "id",
          "code",
          "question",
          "area",
          "departmentId",
          "departmentName",
          "ownerId",
          "ownerName",
          "askedById",
          "askedByName",
          "askedOn",
        ],
        ...["decideBy", "atStake", "options", "chosen", "sure", "decidedOn", "reviewOn", "outcome", "outcomeText", "scoredOn"],
      ].sort(),
    );
  });

  it("are narrowed in the counts as in the list, to what the reader may see", async () => {
    const only = await listDecisions(company.leadA, { area: "risk", state: "scored" }, null);
    expect(only.counts).toMatchObject({ totals: { open: 0, running: 0, scored: 155 }, own: 0, late: 0, due: 0, dueCode: null });
    expect(only.people).toEqual({ rows: [], total: 0 });
    const hidden = await listDecisions(company.leadB, { area: "risk" }, null);
    expect(hidden).toMatchObject({ rows: [], scored: [], people: { total: 0 } });
    expect(hidden.counts.totals).toEqual({ open: 0, running: 0, scored: 0 });
  });
});

it("of more people than are listed it says how many there are; those whose decisions may be read are offered as the reader types", async () => {
  const { rows } = await owner.query<{ id: string }>(
    `insert into person (code, name, department_id) select 'DP-' || n, 'Decider ' || lpad(n::text, 3, '0'), $1 from generate_series(1, $2::int) as n returning id`,
    [company.a.id, MANY],
  );
  await owner.query(
    `insert into decision (code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by)
     select 'DP-' || n, 'Who?', 'finance', $1, id, '2014-01-01', id, current_date from unnest($2::uuid[]) with ordinality as p (id, n)`,
    [company.a.id, rows.map(({ id }) => id)],
  );
  const { people } = await listDecisions(company.leadA, { area: "finance" }, null);
  expect([people.rows.length, people.total]).toEqual([PEOPLE_LISTED, MANY]);
  const offered = async (viewer: Viewer, q: string) => (await listChoices(viewer, { of: "decision-owners", q })).map(({ label }) => label);
  expect(await offered(company.leadA, "decider")).toHaveLength(OFFERED);
  expect(await offered(company.leadA, `decider ${MANY}`)).toEqual([`Decider ${MANY}`]);
  expect(await offered(company.leadB, "decider")).toEqual([]);
  expect(await offered(company.administrator, "decider")).toEqual([]);
  const last = { id: company.leadA.personId, name: company.leadA.name };
  expect((await firstChoices(company.leadA, "decision-owners", last.id))[0]).toMatchObject({ value: last.id, label: last.name });
});

it("looking back waits for its turn; the list of now does not", async () => {
  let release = () => {};
  const held = heavy(company.leadA, "preview", () => new Promise<void>((done) => (release = done)));
  const asOf = { day: "2014-05-01", at: "2014-05-01T23:59:59.999Z" };
  const back = listDecisions(company.leadA, { area: "risk" }, asOf);
  expect(heavyCount()).toMatchObject({ waiting: 1 });
  expect((await listDecisions(company.leadA, { area: "risk" }, null)).counts.totals.open).toBe(132);
  expect(heavyCount()).toMatchObject({ waiting: 1 });
  release();
  await held;
  expect((await back).counts.totals.open).toBeGreaterThan(0);
  expect(heavyCount()).toMatchObject({ waiting: 0 });
});
