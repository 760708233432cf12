import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { getDecision } from "@/lib/pages/decision/queries";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

describe("the KPI beside a decision", () => {
  it("ends with the period that decides, leaves missing periods empty, holds what was known on a day, and is the reader's alone", async () => {
    const kpi = await makeKpi(company.a.id);
    const id = randomUUID();
    await owner.query(
      `insert into decision (id, code, question, area, department_id, asked_by_id, asked_at, owner_id, decide_by)
       values ($1, 'DF-1', 'Which?', 'operations', $2, $3, '2013-12-01', $4, '2014-01-10')`,
      [id, company.b.id, company.coo.personId, company.leadB.personId],
    );
    await owner.query("insert into decision_about (decision_id, subject_type, subject_id) values ($1, 'kpi', $2)", [id, kpi.id]);
    const figure = async (viewer: Viewer, asOf: string | null = null) =>
      (await getDecision(viewer, id, asOf === null ? null : { day: asOf, at: `${asOf}T23:59:59Z` }))?.figure;
    expect((await figure(company.coo))?.periods).toEqual([]);
    const put = (month: string, value: string) =>
      owner.query("insert into measurement (kpi_id, period_start, value, recorded_at) values ($1, $2, $3, '2014-01-01')", [
        kpi.id,
        month,
        value,
      ]);
    for (const [month, value] of [
      ["2013-01-01", "1"],
      ["2013-03-01", "3"],
      ["2013-06-01", "6"],
      ["2013-08-01", "8"],
    ] as const)
      await put(month, value);
    const shown = async (...of: Parameters<typeof figure>) => (await figure(...of))?.periods.map(({ label, value }) => `${label} ${value}`);
    const all = ["Jan 13 1", "Feb 13 null", "Mar 13 3", "Apr 13 null", "May 13 null", "Jun 13 6", "Jul 13 null", "Aug 13 8"];
    expect(await shown(company.coo)).toEqual(all);
    await owner.query("update measurement set recorded_at = '2014-02-01' where kpi_id = $1 and period_start = '2013-08-01'", [kpi.id]);
    expect(await shown(company.coo, "2014-01-15")).toEqual(all.slice(0, 6));
    await owner.query(
      "update decision set holds_kpi_id = $2, holds_side = 'at-most', holds_bound = 5, holds_on = '2013-07-15' where id = $1",
      [id, kpi.id],
    );
    expect(await shown(company.coo)).toEqual(all.slice(0, -1));
    await owner.query("update decision set holds_on = '2013-10-15' where id = $1", [id]);
    expect(await shown(company.coo)).toEqual([...all, "Sep 13 null", "Oct 13 null"]);
    await owner.query("update decision set holds_on = '2999-10-15' where id = $1", [id]);
    expect(await shown(company.coo)).toHaveLength(13);
    // The decision is department B's, the KPI department A's.
    expect(await figure(company.leadB)).toBeNull();
  });
});
