import { createHash, randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import type { ServedApp } from "../support/app-server";
import { canaryOf, digitsOf, type Principal, SCOPES, type Scope, seatOf } from "./names";
import { type DepartmentName, inserter, makePeople, type Row, signIn } from "./people";

/**
 * The matrix's company, written with plain SQL so that nothing of the application decides its content: the root, departments A and B, B1
 * under B, and in each of them one of everything.
 */

const DEPARTMENT_OF: Record<Exclude<Scope, "missing">, "root" | "A" | "B" | "B1"> = {
  A: "A",
  own: "A",
  B: "B",
  B1: "B1",
  root: "root",
  shared: "B",
  carried: "B",
  archived: "A",
};

type Held = {
  kpi: string;
  /** open on the KPI; archived KPIs have none */
  signal: string;
  initiative: string;
  decision: string;
  /** of the decision, the first */
  option: string;
  milestone: string;
  action: string;
  /** on the KPI, by the COO */
  comment: string;
  owner: string;
  place: string;
  department: string;
  person: string;
  grant: string;
  /** the position that owns the KPI */
  position: string;
};
export type World = {
  root: string;
  departments: Record<DepartmentName, string>;
  people: Record<Principal, string>;
  cookies: Record<Principal, string | null>;
  emails: Record<Principal, string>;
  /** One of everything for each scope; unknown ids for "missing". */
  rows: Record<Scope, Held>;
  /** KPIs over the same kind of records in A and in B, and a formula of A over a KPI of B. */
  recordsA: string;
  recordsB: string;
  formulaA: string;
  closed: string;
  /** One-time link of an account in B, and its address. */
  invitation: string;
};

/** Fills the database (as its owner) and signs everybody in. */
export async function makeWorld(owner: pg.Client, app: ServedApp): Promise<World> {
  const put = inserter(owner);
  const made = async (table: string, row: Row): Promise<string> => {
    const id = randomUUID();
    await put(table, { id, ...row });
    return id;
  };

  await put("setting", { key: "company", value: { name: "Company", currency: "USD" } });
  const root = await made("department", { code: "root", name: "Company" });
  const [a, b] = [
    await made("department", { code: "A", name: "Department A", parent_id: root }),
    await made("department", { code: "B", name: "Department B", parent_id: root }),
  ];
  const departments = {
    root,
    A: a,
    B: b,
    B1: await made("department", { code: "B1", name: "Department B1", parent_id: b }),
    archived: await made("department", { code: "old", name: "Department closed", parent_id: root, archived_at: new Date("2014-01-01") }),
  };

  const people = await makePeople(put, departments);
  const rows = {} as Record<Scope, Held>;
  const kindId = (
    await owner.query("INSERT INTO record_kind (code, name, fields) VALUES ('order', 'Orders', $1) RETURNING id", [
      JSON.stringify([
        { name: "number", label: "Number", type: "text" },
        { name: "on", label: "On", type: "date", slot: 1 },
        { name: "note", label: "Note", type: "text" },
      ]),
    ])
  ).rows[0].id;
  const importId = (
    await owner.query(
      `INSERT INTO import (target, file_name, sha256, rows, new_rows, changed_rows, same_rows, rejected_rows)
       VALUES ('records', 'orders.csv', $1, 10, 10, 0, 0, 1) RETURNING id`,
      [randomBytes(32)],
    )
  ).rows[0].id;
  await put("import_reject", {
    import_id: importId,
    line: 2,
    column: "note",
    value: canaryOf("B"),
    reason: `not a number ${canaryOf("B")}`,
  });

  const signals = new Map<string, string>();
  const seats = new Map<string, string>();
  for (const scope of SCOPES) rows[scope] = scope === "missing" ? missing() : await makeRows(scope);
  function missing(): Held {
    const id = () => randomUUID();
    return {
      kpi: id(),
      signal: id(),
      initiative: id(),
      decision: id(),
      option: id(),
      milestone: id(),
      action: id(),
      comment: id(),
      owner: id(),
      place: id(),
      department: id(),
      person: id(),
      grant: id(),
      position: id(),
    };
  }

  async function makeKpi(scope: Exclude<Scope, "missing">, more: Row = {}): Promise<string> {
    const department = departments[DEPARTMENT_OF[scope]];
    const [text, digits] = [canaryOf(scope), digitsOf(scope)];
    const suffix = "code" in more ? String(more.code) : scope;
    const position = await made("position", {
      code: `S-${suffix}`,
      title: `Keeper ${seatOf(scope)}`,
      department_id: department,
      holder_id: scope === "own" || scope === "carried" ? people.memberA : null,
    });
    const kpi = await made("kpi", {
      code: `K_${suffix}`,
      name: `KPI ${text}`,
      description: `what it measures ${text}`,
      department_id: department,
      position_id: position,
      areas: ["operations", "finance"],
      unit: "pieces",
      frequency: "month",
      aggregation: "sum",
      direction: "higher",
      source: "manual",
      company_wide: scope === "shared",
      archived_at: scope === "archived" ? new Date("2014-05-01") : null,
      ...more,
    });
    seats.set(kpi, position);
    const spark = [];
    for (const month of [1, 2, 3, 4]) {
      const period = `2014-0${month}-01`;
      const value = `${digits}.${month}`;
      spark.push({ period, value: Number(value) });
      await put("measurement", {
        kpi_id: kpi,
        period_start: period,
        value,
        state: "final",
        note: `note ${text}`,
        recorded_at: `2014-0${month + 1}-02`,
      });
    }
    await put("measurement", {
      kpi_id: kpi,
      period_start: "2014-05-01",
      state: "missing",
      reason: `not counted ${text}`,
      recorded_at: "2014-06-01",
    });
    await put("target", { kpi_id: kpi, from_on: "2014-01-01", floor: `${digits}.75`, reason: `agreed ${text}` });
    await put("annotation", { id: randomUUID(), kpi_id: kpi, department_id: department, on_date: "2014-02-03", text: `happened ${text}` });
    await put("kpi_summary", {
      kpi_id: kpi,
      latest_period: "2014-04-01",
      latest_value: `${digits}.4`,
      latest_state: "final",
      latest_at: "2014-05-02",
      target_floor: `${digits}.75`,
      status: "off-track",
      late_from: scope === "B1" ? "2014-06-01" : null,
      variation: "worsening",
      assurance: "will-fail",
      mean: Number(`${digits}.2`),
      lower: Number(`${digits}.1`),
      upper: Number(`${digits}.9`),
      rules: ["outside"],
      need: 350,
      points: 4,
      spark: JSON.stringify(spark),
    });
    if (scope !== "archived") signals.set(kpi, randomUUID());
    if (scope !== "archived")
      await put("signal", {
        id: signals.get(kpi),
        kpi_id: kpi,
        department_id: department,
        rules: ["outside"],
        tone: "worse",
        severity: 3,
        period_start: "2014-04-01",
        last_period: "2014-04-01",
        value: `${digits}.4`,
        opened_at: "2014-05-02",
      });
    await put("comment", { id: randomUUID(), subject_type: "kpi", subject_id: kpi, author_id: people.coo, body: `said ${text}` });
    return kpi;
  }

  async function makeInitiative(scope: Exclude<Scope, "missing">, kpi: string, more: Row = {}) {
    const department = departments[DEPARTMENT_OF[scope]];
    const text = canaryOf(scope);
    const owner_id =
      scope === "own" || scope === "carried"
        ? people.memberA
        : scope === "A" || scope === "archived"
          ? people.leadA
          : scope === "root"
            ? people.coo
            : people.leadB;
    const initiative = await made("initiative", {
      code: "code" in more ? more.code : `IN-${scope}`,
      title: `Initiative ${text}`,
      summary: `in short ${text}`,
      kind: "improvement",
      stage: scope === "archived" ? "stopped" : "active",
      department_id: department,
      owner_id,
      sponsor_id: people.coo,
      area: "operations",
      starts_on: "2014-03-01",
      baseline_due_on: "2014-06-20",
      due_on: "2014-06-20",
      closed_on: scope === "archived" ? "2014-05-01" : null,
      ...more,
    });
    const milestone = await made("milestone", {
      initiative_id: initiative,
      title: `Step ${text}`,
      owner_id,
      baseline_due_on: "2014-06-10",
      due_on: "2014-06-10",
    });
    await put("effect", { id: randomUUID(), initiative_id: initiative, kpi_id: kpi, low: 1, likely: 2, high: 3, from_on: "2014-06-01" });
    await put("initiative_update", {
      id: randomUUID(),
      initiative_id: initiative,
      author_id: owner_id,
      judgement: "watch",
      text: `went ${text}`,
      obstacle: `in the way ${text}`,
      at: "2014-05-20",
    });
    await put("comment", {
      id: randomUUID(),
      subject_type: "initiative",
      subject_id: initiative,
      author_id: owner_id,
      body: `remarked ${text}`,
    });
    const action = await made("action", {
      title: `Promise ${text}`,
      department_id: department,
      owner_id,
      due_on: "2014-06-05",
      subject_type: "initiative",
      subject_id: initiative,
    });
    const decision = await made("decision", {
      ...{
        code: "code" in more ? `D-${more.code}` : `D-${scope}`,
        question: `Question ${text}`,
        background: `what is known ${text}`,
        area: "operations",
      },
      ...{ department_id: department, owner_id, asked_by_id: people.coo, asked_at: "2014-05-20", decide_by: "2014-06-20", at_stake: 1000 },
    });
    const option = await made("decision_option", {
      decision_id: decision,
      place: 1,
      title: `Choice ${text}`,
      risk: `may go wrong ${text}`,
    });
    await put("decision_option", { id: randomUUID(), decision_id: decision, place: 2, title: `Another ${text}`, gain: 500, odds: 40 });
    await put("decision_about", { decision_id: decision, subject_type: "kpi", subject_id: kpi });
    if (scope === "archived")
      await owner.query(
        `UPDATE decision SET chosen_option_id = $2, reason = $3, sure = 80, decided_by_id = owner_id, decided_at = '2014-05-01', review_on = '2014-05-20',
           outcome = 'better', outcome_text = $3, scored_by_id = owner_id, scored_at = '2014-05-21' WHERE id = $1`,
        [decision, option, `because ${text}`],
      );
    return { initiative, milestone, action, owner: owner_id, decision, option };
  }

  async function makeRows(scope: Exclude<Scope, "missing">): Promise<Held> {
    // Member A was given the work by name; its KPI stays in B.
    const kpi = scope === "carried" ? rows.B.kpi : await makeKpi(scope);
    const comment =
      scope === "carried"
        ? rows.B.comment
        : await made("comment", {
            subject_type: "kpi",
            subject_id: kpi,
            author_id: people.coo,
            body: `asked ${canaryOf(scope)}`,
            at: "2014-05-06",
          });
    const work = await makeInitiative(scope, kpi);
    const department = scope === "archived" ? departments.archived : departments[DEPARTMENT_OF[scope]];
    const at = departments[DEPARTMENT_OF[scope]];
    const person = await made("person", {
      code: `E-${scope}`,
      name: `Employee of ${scope}`,
      email: `employee.${scope.toLowerCase()}@company.example`,
      job_title: "Employee",
      department_id: at,
    });
    await put("account", {
      person_id: person,
      password_hash: "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    });
    const grant = await made("access_grant", { person_id: person, department_id: at, role: "viewer" });
    // Things of B given to member A have their own position, without a KPI.
    const position =
      scope === "carried"
        ? await made("position", { code: "S-carried", title: `Keeper ${seatOf("carried")}`, department_id: at, holder_id: people.memberA })
        : (seats.get(kpi) ?? randomUUID());
    return { kpi, signal: signals.get(kpi) ?? randomUUID(), comment, ...work, place: at, department, person, grant, position };
  }

  const measure = { basis: "in-period", date: "on", numerator: { fn: "count" }, whenEmpty: "zero", show: ["number", "note"] };
  const recordsA = await makeKpi("A", { code: "RA", source: "records", record_kind_id: kindId, measure });
  const recordsB = await makeKpi("B", { code: "RB", source: "records", record_kind_id: kindId, measure });
  for (const scope of ["A", "B", "B1", "root"] as const)
    for (const n of [1, 2])
      await put("record", {
        record_kind_id: kindId,
        key: `${scope}-${n}`,
        department_id: departments[scope],
        on_1: `2014-04-0${n}`,
        data: { number: `${digitsOf(scope)}${n}`, on: `2014-04-0${n}`, note: `record ${canaryOf(scope)}` },
        import_id: importId,
      });
  const formulaA = await makeKpi("A", { code: "FA", source: "formula", formula: "[K_A] + [K_B]" });
  await put("formula_input", { output_id: formulaA, input_id: rows.A.kpi });
  await put("formula_input", { output_id: formulaA, input_id: rows.B.kpi });
  await put("formula_input", { output_id: await makeKpi("B", { code: "FB", source: "formula", formula: "[K_A]" }), input_id: rows.A.kpi });
  const closed = (await makeInitiative("archived", rows.A.kpi, { code: "IN-closed" })).initiative;

  // The log has entries of B too.
  await owner.query(
    "SELECT audit_append('measurement.record', 'kpi', $1, $2, $3, NULL, $4, NULL) FROM set_config('app.system', 'on', true) AS scope, set_config('app.actor', 'system', true) AS actor",
    [rows.B.kpi, `KPI ${canaryOf("B")}`, b, JSON.stringify({ value: `${digitsOf("B")}.9`, reason: canaryOf("B") })],
  );
  const invitation = randomBytes(32).toString("base64url");
  await put("one_time_token", {
    token_hash: createHash("sha256").update(invitation).digest(),
    purpose: "password_reset",
    person_id: rows.B.person,
    rights_version: (await owner.query("SELECT rights_version FROM account WHERE person_id = $1", [rows.B.person])).rows[0].rights_version,
    expires_at: new Date(Date.now() + 3_600_000),
  });
  const { rows: addresses } = await owner.query<{ id: string; email: string }>("SELECT id, email FROM person WHERE email IS NOT NULL");
  const emailOf = new Map(addresses.map((row) => [row.id, row.email]));
  return {
    root,
    departments,
    people,
    rows,
    recordsA,
    recordsB,
    formulaA,
    closed,
    invitation,
    cookies: await signIn(put, app, people),
    emails: Object.fromEntries(Object.entries(people).map(([name, id]) => [name, emailOf.get(id) ?? ""])) as Record<Principal, string>,
  };
}
