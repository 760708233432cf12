import "../support/as-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { changeCompany } from "@/lib/settings/commands";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany } from "../support/factories";
import { bring, DEPARTMENTS, KPIS, LONG } from "./import-support.fixture";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

it("a change takes effect at once, keeps omitted fields, and is audited", async () => {
  await changeCompany("system", { name: "First", fiscalStartMonth: 4 });
  expect(await changeCompany(company.administrator, { name: " Second " })).toMatchObject({ name: "Second", calendar: { startMonth: 4 } });
  expect((await auditOf("company")).at(-1)).toMatchObject({
    action: "company.change",
    actor_id: company.administrator.personId,
    before: { name: "First", fiscalStartMonth: 4 },
    after: { name: "Second", fiscalStartMonth: 4 },
  });
});

it.each(["executive", "leadA", "memberB", "viewerB"] as const)("%s may not", async (role) => {
  await expect(changeCompany(company[role], { name: "Mine" })).rejects.toThrow("Your role does not allow this here.");
});

it("refuses an invalid month or name", async () => {
  for (const fiscalStartMonth of [0, 13, 1.5, Number.NaN])
    await expect(changeCompany("system", { fiscalStartMonth })).rejects.toThrow("from 1 to 12");
  for (const name of ["", "  ", "x".repeat(121)]) await expect(changeCompany("system", { name })).rejects.toThrow("1 to 120 characters");
});

it("with a fiscal year from February, 30 April lies in the quarter from 1 February; after that the month stays", async () => {
  const root = (await owner.query("select code from department where parent_id is null")).rows[0].code;
  await bring(DEPARTMENTS, `code,name,parent\nfin,Finance,${root}\n`);
  await bring(
    KPIS,
    "code,name,department,areas,unit,frequency,aggregation,direction,source,recordKind,measure,formula,minimum,maximum\nQ-1,Orders,fin,finance,orders,quarter,sum,higher,imported,,,,,\n",
  );
  await changeCompany("system", { fiscalStartMonth: 2 });
  await bring(LONG, "kpi,period,value,note,state\nQ-1,2014-04-30,7,,\n");
  const periods = (await owner.query("select period_start::text from measurement m join kpi on kpi.id = m.kpi_id where code = 'Q-1'")).rows;
  expect(periods).toEqual([{ period_start: "2014-02-01" }]);
  await expect(changeCompany("system", { fiscalStartMonth: 7 })).rejects.toMatchObject({
    code: "INVALID",
    message: expect.stringContaining("Q-1"),
  });
  expect(await changeCompany("system", { fiscalStartMonth: 2, name: "Same" })).toMatchObject({ calendar: { startMonth: 2 } });
});
