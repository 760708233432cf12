import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getSourceSignal } from "@/lib/pages/source-page";
import { writing } from "@/lib/platform/db/scope";
import { acknowledgeSignal } from "@/lib/signals/commands/steps";
import { getToday } from "@/lib/today/queries";
import { owner } from "../support/audit";
import { type Company, makeCompany, makeKpi } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(() => owner.end());

it("a quiet source has a page: its history, and of its KPIs only those the reader may read", async () => {
  const code = randomUUID().slice(0, 8);
  const kind = await writing("system", (tx) => tx.recordKind.create({ data: { code, name: "Parcels", fields: [] } }));
  const from = { source: "imported" as const, recordKindId: kind.id };
  const a = await makeKpi(company.a.id, from);
  await makeKpi(company.b.id, from);
  const { rows } = await owner.query<{ id: string }>(
    `insert into signal (kind, record_kind_id, department_id, rules, tone, severity, reach, period_start, last_period, opened_at)
     select 'source', $1, d.id, '{late}', 'neutral', 0, 2, '2014-05-01', '2014-05-01', now() from department d where d.id = $2 returning id`,
    [kind.id, company.a.id],
  );
  const id = rows[0]?.id ?? "";
  await acknowledgeSignal(company.leadA, { idempotencyKey: randomUUID(), id, version: 1 });
  const page = await getSourceSignal({ ...company.leadA }, id);
  expect(page).toMatchObject({ name: "Parcels", kpiId: null, state: "acknowledged", reach: 2 });
  expect(page?.feeds.map((kpi) => kpi.id)).toEqual([a.id]);
  expect(page?.story.map(({ step }) => step)).toEqual(["acknowledged"]);
  expect(await getSourceSignal({ ...company.leadB }, id)).toBeNull();
  expect(await getSourceSignal({ ...company.coo }, randomUUID())).toBeNull();
  // Today leads there, not to a page that only administrators may open.
  const today = await getToday({ ...company.leadA });
  expect(today.settled.find(({ key }) => key === `signal:${id}`)?.href).toBe(`/signals/${id}`);
});
