import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { remindDecider } from "@/lib/decisions/commands/tell";
import { type DecisionFilter, listDecisions } from "@/lib/decisions/queries";
import { exportFile } from "@/lib/exports/commands";
import { ExportInput } from "@/lib/exports/schema";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

type Made = { due?: number; outcome?: string | null; stake?: number | null; of?: Viewer; kpi?: string; place?: string };
/** A decision of department A: open with a due day so many days from today, or decided, with an outcome or none. */
async function make(code: string, { due, outcome = null, stake = null, of = company.leadA, kpi, place = company.a.id }: Made) {
  const id = randomUUID();
  await owner.query(
    `insert into decision (id, code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by, at_stake)
     values ($1, $2, 'Which?', 'risk', $3, $4, '2013-10-04', $5, current_date + $6::int, $7)`,
    [id, code, place, company.coo.personId, of.personId, due ?? 0, stake],
  );
  if (due !== undefined) return id;
  const { rows } = await owner.query<{ id: string }>(
    "insert into decision_option (decision_id, place, title) values ($1, 1, 'This') returning id",
    [id],
  );
  await owner.query(
    `update decision set chosen_option_id = $2, reason = 'So', sure = 70, decided_by_id = owner_id, decided_at = '2013-11-01', review_on = '2014-05-01',
       outcome = $3, scored_by_id = case when $3::text is null then null else owner_id end, scored_at = case when $3::text is null then null else timestamptz '2014-05-01' end,
       holds_kpi_id = $4, holds_side = case when $4::uuid is null then null else 'at-most' end, holds_bound = case when $4::uuid is null then null else 10 end,
       holds_on = case when $4::uuid is null then null else date '2014-03-10' end where id = $1`,
    [id, rows[0]?.id, outcome, kpi ?? null],
  );
  return id;
}
const codes = async (viewer: Viewer, filter: DecisionFilter) =>
  (await listDecisions(viewer, { area: "risk", ...filter }, null)).rows.map(({ code }) => code).toSorted();

describe("the list by marks", () => {
  beforeAll(async () => {
    await make("L-late", { due: -2 });
    await make("L-today", { due: 0, stake: 50_000 });
    await make("L-later", { due: 9, stake: 50_000.01, of: company.coo });
    await make("L-running", {});
    await make("L-better", { outcome: "better", stake: 2_000_000 });
    await make("L-expected", { outcome: "as-expected" });
    await make("L-worse", { outcome: "worse" });
  });

  it("counts each once, whatever state is asked for; each count is that of the list it leads to", async () => {
    const { legend } = await listDecisions(company.leadA, { area: "risk", state: "held" }, null);
    expect(legend).toEqual({ late: 1, "in-time": 2, running: 1, held: 2, "not-held": 1, all: 7, since: "2013-10-04" });
    expect(await codes(company.leadA, { state: "late" })).toEqual(["L-late"]);
    expect(await codes(company.leadA, { state: "in-time" })).toEqual(["L-later", "L-today"]);
    expect(await codes(company.leadA, { state: "open" })).toEqual(["L-late", "L-later", "L-today"]);
    expect(await codes(company.leadA, { state: "held" })).toEqual(["L-better", "L-expected"]);
    expect(await codes(company.leadA, { state: "not-held" })).toEqual(["L-worse"]);
    expect(await codes(company.leadA, { state: "no-such-state" })).toEqual([]);
    // On a day before anything was decided, all were still open.
    const then = await listDecisions(company.leadA, { area: "risk" }, { day: "2013-10-20", at: "2013-10-20T23:59:59Z" });
    expect(then.legend).toMatchObject({ running: 0, held: 0, all: 7 });
  });

  it("counts nothing the reader may not see", async () => {
    expect((await listDecisions(company.leadB, { area: "risk" }, null)).legend).toEqual({
      ...{ late: 0, "in-time": 0, running: 0, held: 0, "not-held": 0, all: 0, since: null },
    });
  });

  it("is narrowed to more than an amount at stake, and its file with it", async () => {
    expect(await codes(company.leadA, { stake: "50000" })).toEqual(["L-better", "L-later"]);
    const input = ExportInput.parse({ what: "decisions", area: "risk", stake: "50000", state: "in-time" });
    const text = await new Response(await (await exportFile(company.coo, input)).open()).text();
    expect(text).toContain("L-later");
    expect(text).not.toMatch(/L-today|L-better/);
  });

  it("offers to remind of what others have to decide, and says that it was done today", async () => {
    const { rows, reminders } = await listDecisions(company.coo, { area: "risk", state: "open" }, null);
    const idOf = (code: string) => rows.find((row) => row.code === code)?.id ?? "";
    expect([...reminders.keys()].toSorted()).toEqual([idOf("L-late"), idOf("L-today")].toSorted());
    await remindDecider(company.coo, { id: idOf("L-late") });
    const after = (await listDecisions(company.coo, { area: "risk" }, null)).reminders;
    expect([after.get(idOf("L-late")), after.get(idOf("L-today"))]).toEqual([{ today: true }, { today: false }]);
    expect((await listDecisions(company.viewerA, { area: "risk" }, null)).reminders.size).toBe(0);
  });
});

describe("asked again", () => {
  it("is what held until a value of a later period, recorded since, broke its criterion; for who reads the KPI", async () => {
    const kpi = await makeKpi(company.a.id);
    const id = await make("L-again", { outcome: "as-expected", kpi: kpi.id, place: company.b.id });
    await make("L-never", { outcome: "worse", kpi: kpi.id });
    const again = async (viewer: Viewer) => (await listDecisions(viewer, { area: "risk" }, null)).askedAgain;
    const put = (month: string, value: number, at: string) =>
      owner.query("insert into measurement (kpi_id, period_start, value, recorded_at) values ($1, $2, $3, $4)", [kpi.id, month, value, at]);
    await put("2014-02-01", 99, "2014-06-01"); // before the period that decides
    await put("2014-03-01", 10, "2014-04-01");
    await put("2014-04-01", 99, "2014-04-20"); // known when it was scored
    await put("2014-05-01", 10, "2014-06-01");
    expect(await again(company.coo)).toEqual([]);
    await put("2014-06-01", 11, "2014-07-01");
    await put("2014-07-01", 12, "2014-08-01");
    expect(await again(company.coo)).toEqual([
      expect.objectContaining({ id, code: "L-again", kpiId: kpi.id, value: "11", periodStart: "2014-06-01", scoredOn: "2014-05-01" }),
    ]);
    // Department B reads the decision, not the KPI.
    expect(await again(company.leadB)).toEqual([]);
  });
});
