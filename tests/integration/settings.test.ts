import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setBusinessZone } from "@/lib/clock";
import { freeUploads, sweepUploads } from "@/lib/imports/uploads/free";
import { Measure } from "@/lib/kpis/compute/measure";
import { kpiChartOf } from "@/lib/kpis/kpi-page";
import { turnDay } from "@/lib/kpis/recompute/day-turn";
import { recomputeOn, refreshSummaries } from "@/lib/kpis/recompute/recompute";
import { getKpi } from "@/lib/pages/kpi/queries";
import { makeSignInLink } from "@/lib/people/commands/account";
import { listInvitations } from "@/lib/people/invitations";
import { viewerOf } from "@/lib/platform/auth/load-viewer";
import { pool } from "@/lib/platform/db/client";
import { writing } from "@/lib/platform/db/scope";
import { onTx } from "@/lib/platform/db/sql";
import { sweep } from "@/lib/platform/sweep";
import { changeCompany } from "@/lib/settings/commands";
import { changeOwnSettings, getOwnSettings } from "@/lib/settings/own";
import { getCompanySettings } from "@/lib/settings/page";
import { CompanyInput, OwnSettingsInput, SignalClockInput } from "@/lib/settings/schema";
import { changeSignalClock } from "@/lib/settings/signal-clock";
import { auditOf, owner } from "../support/audit";
import { type Company, makeCompany, makeKpi, makePerson } from "../support/factories";

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});
beforeEach(async () => {
  setBusinessZone("UTC");
  await owner.query("delete from setting where key in ('company', 'signal-clock')");
});
afterAll(async () => {
  await owner.end();
  await pool.end();
});

const OTHERS = ["coo", "executive", "leadA", "memberA", "viewerA"] as const;
const FORM = {
  version: "1",
  name: "Works",
  currency: "eur",
  timeZone: "Europe/Berlin",
  fiscalStartMonth: "4",
  fiscalPattern: "months",
  yearEndWeekday: "7",
  yearEndRule: "last",
};

describe("the company", () => {
  it("is changed by an administrator with the form, and the earlier values are audited", async () => {
    const changed = await changeCompany(company.administrator, CompanyInput.parse(FORM));
    expect(changed).toMatchObject({
      name: "Works",
      currency: "EUR",
      timeZone: "Europe/Berlin",
      version: 2,
      calendar: { startMonth: 4, pattern: "months" },
    });
    expect((await auditOf("company")).at(-1)).toMatchObject({
      action: "company.change",
      before: { currency: "USD", timeZone: "UTC", fiscalStartMonth: 1 },
      after: { currency: "EUR", timeZone: "Europe/Berlin", fiscalStartMonth: 4 },
    });
    expect((await getCompanySettings(company.administrator))?.company).toEqual(changed);
  });

  it.each(OTHERS)("%s neither changes nor is shown it", async (role) => {
    await expect(changeCompany(company[role], CompanyInput.parse(FORM))).rejects.toThrow("Your role does not allow this here.");
    await expect(changeSignalClock(company[role], { high: 0, medium: 1, low: 2, hour: 12, money: 1 })).rejects.toThrow(
      "Your role does not allow this here.",
    );
    expect(await getCompanySettings(company[role])).toBeNull();
  });

  it("an outdated change is refused, 20 at once: one wins", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => changeCompany(company.administrator, CompanyInput.parse({ ...FORM, name: `Works ${n}` }))),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.filter((r) => r.status === "rejected" && r.reason.code === "CONFLICT")).toHaveLength(19);
  });

  it.each([
    ["timeZone", "+02:00"],
    ["timeZone", "Mars/Base"],
    ["currency", "EURO"],
    ["fiscalStartMonth", "13"],
    ["fiscalPattern", "5-5-5"],
    ["name", " "],
    ["version", "1.5"],
  ])("%s %s is refused", (field, value) => expect(CompanyInput.safeParse({ ...FORM, [field]: value }).success).toBe(false));

  it("weeks of 4-4-5 are possible while no month has values; then the KPI is named; time zone and name can still change", async () => {
    const weeks = { fiscalPattern: "4-4-5", yearEndWeekday: 6, yearEndRule: "nearest" } as const;
    expect((await changeCompany("system", weeks)).calendar).toEqual({
      startMonth: 1,
      weekStart: 1,
      pattern: "4-4-5",
      yearEnd: { weekday: 6, rule: "nearest" },
    });
    await changeCompany("system", { fiscalPattern: "months" });
    const kpi = await makeKpi(company.a.id, { frequency: "month" });
    await owner.query(
      "insert into measurement (kpi_id, series, period_start, value, state, recorded_at) values ($1, 'actual', '2014-05-01', 1, 'final', now())",
      [kpi.id],
    );
    await expect(changeCompany("system", weeks)).rejects.toMatchObject({ code: "INVALID", message: expect.stringContaining(kpi.code) });
    // Calendar months do not move when the year begins elsewhere.
    expect(await changeCompany("system", { fiscalStartMonth: 7, timeZone: "Asia/Kolkata" })).toMatchObject({
      timeZone: "Asia/Kolkata",
      calendar: { startMonth: 7 },
    });
    await owner.query("delete from measurement; delete from kpi_summary; delete from kpi");
  });
});

describe("another fiscal year", () => {
  const current = async (kpiId: string) =>
    (
      await owner.query(
        "select period_start::text as period, trim_scale(value)::text as value from measurement where kpi_id = $1 and superseded_at is null order by 1",
        [kpiId],
      )
    ).rows.map((row) => [row.period, row.value]);
  /** Pieces of orders by quarter, from records, and a formula over it; a manual monthly number. */
  const make = async () => {
    const fields = JSON.stringify([
      { name: "ended", label: "Ended", type: "date", slot: 1 },
      { name: "pieces", label: "Pieces", type: "number" },
    ]);
    const { rows } = await owner.query("insert into record_kind (code, name, fields) values ('order', 'Orders', $1) returning id", [
      fields,
    ]);
    for (const [key, day, pieces] of [
      ["1", "2013-07-15", 1],
      ["2", "2013-10-10", 10],
      ["3", "2014-01-20", 100],
      ["4", "2014-02-20", 1000],
    ] as const)
      await owner.query("insert into record (record_kind_id, key, department_id, on_1, data, import_id) values ($1, $2, $3, $4, $5, 1)", [
        rows[0].id,
        key,
        company.a.id,
        day,
        JSON.stringify({ pieces }),
      ]);
    const measure = Measure.parse({
      basis: "in-period",
      date: "ended",
      whenEmpty: "missing",
      show: ["pieces"],
      numerator: { fn: "sum", of: { field: "pieces" } },
    });
    const kpi = await makeKpi(company.a.id, { source: "records", frequency: "quarter", recordKindId: rows[0].id, measure });
    const twice = await makeKpi(company.a.id, { source: "formula", frequency: "quarter", formula: `[${kpi.code}] * 2` });
    const typed = await makeKpi(company.a.id, { frequency: "month" });
    await owner.query(
      "insert into measurement (kpi_id, period_start, value, state, recorded_at) values ($1, '2014-01-01', 1, 'final', now())",
      [typed.id],
    );
    await owner.query("insert into target (kpi_id, from_on, floor, reason) values ($1, '2014-01-01', 50, 'agreed')", [kpi.id]);
    await writing("system", (tx) => recomputeOn(onTx(tx), { kpiIds: [kpi.id, twice.id] }, new Date()));
    return { kpi, twice, typed };
  };
  afterEach(() =>
    owner.query(
      "delete from formula_input; delete from signal; delete from measurement; delete from target; delete from kpi_summary; delete from kpi; delete from record; delete from record_kind",
    ),
  );

  it("is previewed before saving, and recomputes computed values; earlier ones stay in the history", async () => {
    const { kpi, twice, typed } = await make();
    expect((await current(kpi.id)).filter(([, value]) => value !== null)).toEqual([
      ["2013-07-01", "1"],
      ["2013-10-01", "10"],
      ["2014-01-01", "1100"],
    ]);
    expect((await getCompanySettings(company.administrator))?.moves).toEqual({
      year: { recomputed: [kpi.code, twice.code].toSorted(), typed: [] },
      cut: { recomputed: [kpi.code, twice.code].toSorted(), typed: [typed.code] },
    });
    await owner.query(
      `insert into signal (kpi_id, department_id, rules, tone, severity, period_start, last_period, state, opened_at)
       values ($1, $2, '{outside}', 'worse', 1, '2014-01-01', '2014-01-01', 'open', now())`,
      [kpi.id, company.a.id],
    );
    await changeCompany(company.administrator, { fiscalStartMonth: 2 });
    // Quarters from May, August, November and February: July 2013 lies in the first, October in the second, January in the third.
    const quarters = [
      ["2013-05-01", "1"],
      ["2013-08-01", "10"],
      ["2013-11-01", "100"],
      ["2014-02-01", "1000"],
    ];
    expect((await current(kpi.id)).filter(([, value]) => value !== null)).toEqual(quarters);
    expect((await current(twice.id)).filter(([, value]) => value !== null)).toEqual(
      quarters.map(([day, n]) => [day, String(Number(n) * 2)]),
    );
    const { rows } = await owner.query(
      "select count(*)::int as n from measurement where kpi_id = $1 and superseded_at is not null and value = 1100",
      [kpi.id],
    );
    expect(rows).toEqual([{ n: 1 }]);
    const page = await getKpi(company.leadA, kpi.id);
    expect(page?.signals.map((signal) => signal.state)).toEqual(["closed"]); // three quiet quarters by the new calendar
    // The target agreed from 1 January on applies from the quarter that begins after it.
    expect(
      page &&
        kpiChartOf(page, "2014-06-02", 12)
          .rows.filter((row) => row.valueText !== "–")
          .map((row) => [row.label, row.targetText]),
    ).toEqual([
      ["Q1 FY2015", "≥ 50"],
      ["Q4 FY2014", "–"],
      ["Q3 FY2014", "–"],
      ["Q2 FY2014", "–"],
    ]);
    await changeCompany(company.administrator, { fiscalStartMonth: 1 });
    expect((await current(kpi.id)).filter(([, value]) => value !== null)).toHaveLength(3);
  });

  it("is refused, and nothing is written, if values were entered by it", async () => {
    const { kpi, typed } = await make();
    const before = await current(kpi.id);
    await expect(changeCompany("system", { fiscalPattern: "4-4-5", fiscalStartMonth: 2 })).rejects.toMatchObject({
      code: "INVALID",
      message: `${typed.code} has values entered or imported by the current fiscal year; the division of the year can no longer change.`,
    });
    expect(await current(kpi.id)).toEqual(before);
    expect((await getCompanySettings(company.administrator))?.company.calendar).toMatchObject({ pattern: "months", startMonth: 1 });
  });
});

it("the time to answer a signal is stored, audited, and must be shorter for higher levels", async () => {
  const input = SignalClockInput.parse({ high: "1", medium: "2", low: "10", hour: "12", money: "50,000" });
  await changeSignalClock(company.administrator, input);
  expect((await getCompanySettings(company.administrator))?.signals).toMatchObject({
    clock: { workingDays: { 1: 10, 2: 2, 3: 1 }, hour: 12 },
    severity: { money: 50_000 },
  });
  expect((await auditOf("signal-clock")).at(-1)).toMatchObject({ action: "company.change", before: { hour: 16 }, after: { hour: 12 } });
  for (const wrong of [{ high: "3" }, { low: "61" }, { hour: "24" }, { medium: "-1" }, { low: "" }, { money: "0" }, { money: "much" }])
    expect(SignalClockInput.safeParse({ high: "1", medium: "2", low: "10", hour: "12", money: "1", ...wrong }).success).toBe(false);
});

describe("personal settings", () => {
  it("everybody changes only their own", async () => {
    const input = OwnSettingsInput.parse({ digest: "daily", digestHour: "9", quietFrom: "22", quietTo: "6" });
    for (const role of ["viewerA", "administrator"] as const) await changeOwnSettings(company[role], input);
    expect(await getOwnSettings(company.viewerA)).toEqual({ digest: "daily", digestHour: 9, quietFrom: 22, quietTo: 6, singleKeys: false });
    expect(await getOwnSettings(company.leadA)).toEqual({
      digest: "workdays",
      digestHour: 7,
      quietFrom: null,
      quietTo: null,
      singleKeys: true,
    });
    expect((await auditOf(company.viewerA.personId)).at(-1)).toMatchObject({
      action: "person.settings",
      before: { digest: "workdays" },
      after: { digest: "daily" },
    });
  });
  it("quiet hours with one end, or of no length, are refused", () => {
    for (const quiet of [
      { quietFrom: "22", quietTo: "" },
      { quietFrom: "5", quietTo: "5" },
      { quietFrom: "24", quietTo: "6" },
    ])
      expect(OwnSettingsInput.safeParse({ digest: "off", digestHour: "7", ...quiet }).success).toBe(false);
  });
});

it("invitations: open, expired, used; only for people who manage people", async () => {
  const invited = await makePerson({ name: "Invited", departmentId: company.a.id });
  const late = await makePerson({ name: "Late", departmentId: company.a.id });
  for (const person of [invited, late]) await makeSignInLink(company.administrator, { personId: person.id });
  await owner.query("update one_time_token set expires_at = now() - interval '1 minute' where person_id = $1", [late.id]);
  const { link } = await makeSignInLink(company.administrator, { personId: company.viewerB.personId });
  expect(link).toContain("/invitation?token=");
  await owner.query("update one_time_token set used_at = now() where person_id = $1", [company.viewerB.personId]);
  const list = await listInvitations(company.administrator);
  expect(list?.map(({ name, purpose, state }) => [name, purpose, state])).toEqual([
    ["Invited", "invitation", "pending"],
    ["Viewer of Department B", "password_reset", "used"],
    ["Late", "invitation", "expired"],
  ]);
  expect(JSON.stringify(list)).not.toContain(link.slice(-43));
  for (const role of OTHERS) expect(await listInvitations(company[role])).toBeNull();
});

it("the sweep deletes old data and keeps the rest", async () => {
  await owner.query("delete from one_time_token; delete from sign_in_count; delete from notification");
  const p = company.leadA.personId;
  await owner.query(`insert into idempotency (person_id, key, action, result, created_at) values
    ('${p}', gen_random_uuid(), 'old', '1', now() - interval '25 hours'), ('${p}', gen_random_uuid(), 'new', '1', now() - interval '23 hours')`);
  await owner.query(`insert into sign_in_count (key, tries, refused, seen_at) values ('account old', '{}', 0, now() - interval '61 minutes'),
    ('account untold', '{}', 5, now() - interval '23 hours'), ('account never told', '{}', 5, now() - interval '25 hours'), ('account new', '{}', 0, now())`);
  await owner.query(`insert into known_device (id_hash, person_id, last_used_at) values ('\\x01', '${p}', now() - interval '91 days'),
    ('\\x02', '${p}', now() - interval '89 days')`);
  await owner.query(`insert into one_time_token (token_hash, purpose, person_id, expires_at) values
    ('\\x01', 'invitation', '${p}', now() - interval '25 hours'), ('\\x02', 'invitation', '${p}', now())`);
  await owner.query(`insert into notification (person_id, kind, at, read_at) values ('${p}', 'delegated', now() - interval '91 days', now()),
    ('${p}', 'delegated', now() - interval '91 days', null), ('${p}', 'delegated', now(), now())`);
  expect({ ...(await sweep()), upload: await sweepUploads() }).toEqual({
    idempotency: 1,
    one_time_token: 1,
    sign_in_count: 2,
    known_device: 1,
    session: 0,
    notification: 1,
    upload: 0,
  });
  const { rows } = await owner.query(
    "select (select count(*) from idempotency)::int as keys, (select count(*) from notification)::int as notices",
  );
  expect(rows).toEqual([{ keys: 1, notices: 2 }]);
  expect(await sweep()).toMatchObject({ idempotency: 0, notification: 0 });
  expect(await viewerOf(p)).not.toBeNull();
});

it("a file whose job was given up can be handled again; one that waits is left alone", async () => {
  const upload = async () =>
    (
      await owner.query(
        "insert into upload (file_name, size, sha256, uploaded_at, state) values ('a.csv', 1, '\\x00', now(), 'running') returning id",
      )
    ).rows[0].id as string;
  const [lost, waiting] = [await upload(), await upload()];
  const dead = (id: string) =>
    owner.query("insert into jobs.job_common (name, source_name, data) values ('dead', 'import', $1)", [JSON.stringify({ uploadId: id })]);
  await dead(lost);
  await dead(waiting);
  await owner.query("insert into jobs.job_common (name, data) values ('import', $1)", [JSON.stringify({ uploadId: waiting })]);
  expect(await freeUploads()).toBe(1);
  const { rows } = await owner.query("select id, state from upload order by state");
  expect(rows).toEqual([
    { id: lost, state: "failed" },
    { id: waiting, state: "running" },
  ]);
  await owner.query("delete from upload; delete from jobs.job");
});

it("the daily work updates everything older than today, once", async () => {
  const kpi = await makeKpi(company.a.id);
  await owner.query(
    "insert into measurement (kpi_id, series, period_start, value, state, recorded_at) values ($1, 'actual', '2014-05-01', 1, 'final', now())",
    [kpi.id],
  );
  await writing("system", (tx) => refreshSummaries(onTx(tx), [kpi.id], new Date(Date.now() - 2 * 86_400_000)));
  expect(await turnDay()).toEqual({ kinds: 0, summaries: 1 });
  const { rows } = await owner.query("select points, computed_at::date = now()::date as today from kpi_summary");
  expect(rows).toEqual([{ points: 1, today: true }]);
  expect(await turnDay()).toEqual({ kinds: 0, summaries: 0 });
});
