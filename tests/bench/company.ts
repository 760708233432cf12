import type { Client } from "pg";

// A made-up company of a size to measure at. Every figure follows from its numbers by arithmetic: two runs on one day make the same rows.

export const KPIS = 1_000;
/** 700 daily KPIs x 1300 periods + 150 weekly x 520 + 150 monthly x 80. */
export const MEASUREMENTS = 1_000_000;
export const MANAGER = "manager@bench.example";
const DEPARTMENTS = 20;
const PEOPLE = 300;

/** A UUID as the product would take one: with a version and a variant. */
const id = (kind: string, number: string) => `overlay(overlay(md5('${kind} ' || ${number}) placing '7' from 13) placing '8' from 17)::uuid`;
const DAY = "(now() AT TIME ZONE 'UTC')::date";
/** From 0 to 1, the same for the same two numbers. */
const NOISE = (a: string, b: string) => `((hashint8extended(${a}::bigint * 1000003 + ${b}, 20140602) & 65535) / 65535.0)`;

const DIRECTORY = [
  `INSERT INTO setting (key, value) VALUES ('company', '{"name": "Bench", "currency": "USD", "fiscalStartMonth": 7}')
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  `INSERT INTO department (id, code, name) VALUES (${id("department", "0")}, 'D-00', 'Bench')`,
  // Four divisions under the company, the others under a division.
  `INSERT INTO department (id, code, name, parent_id) SELECT ${id("department", "n")}, 'D-' || lpad(n::text, 2, '0'), 'Department ' || n,
    CASE WHEN n <= 4 THEN ${id("department", "0")} ELSE ${id("department", "(n % 4 + 1)")} END FROM generate_series(1, ${DEPARTMENTS}) n ORDER BY n`,
  `INSERT INTO person (id, code, name, email, department_id) SELECT ${id("person", "n")}, 'P-' || n, 'Person ' || n,
    CASE WHEN n = 1 THEN '${MANAGER}' ELSE 'person-' || n || '@bench.example' END, ${id("department", `(n % ${DEPARTMENTS} + 1)`)} FROM generate_series(1, ${PEOPLE}) n`,
  `INSERT INTO position (id, code, title, department_id, holder_id) SELECT ${id("position", "n")}, 'S-' || n, 'Seat ' || n,
    ${id("department", `(n % ${DEPARTMENTS} + 1)`)}, ${id("person", "n * 3")} FROM generate_series(1, 80) n`,
  `INSERT INTO access_grant (person_id, department_id, role) VALUES (${id("person", "1")}, ${id("department", "0")}, 'coo')`,
];

const KPI = `
  INSERT INTO kpi (id, code, name, description, department_id, position_id, areas, unit, frequency, aggregation, direction, source, perspective, company_wide, chart, due_days, minimum)
  SELECT ${id("kpi", "n")}, 'B-' || lpad(n::text, 4, '0'), 'Measure ' || n || ' of the department', 'What measure ' || n || ' counts, and how.',
    ${id("department", `(n % ${DEPARTMENTS} + 1)`)}, ${id("position", "(n % 80 + 1)")},
    array_remove(ARRAY[area, CASE WHEN n % 4 = 0 AND other <> area THEN other END], NULL), CASE WHEN n % 10 = 0 THEN '%' ELSE 'pieces' END,
    (CASE WHEN n <= 700 THEN 'day' WHEN n <= 850 THEN 'week' ELSE 'month' END)::frequency, (CASE WHEN n % 10 = 0 THEN 'ratio' ELSE 'sum' END)::aggregation,
    (CASE WHEN n % 3 = 0 THEN 'lower' ELSE 'higher' END)::direction, (CASE WHEN n % 5 = 0 THEN 'manual' ELSE 'imported' END)::kpi_source,
    (ARRAY['delivery', 'quality', 'cost', 'volume', 'customer', 'people'])[n % 6 + 1], n % 10 = 1, (CASE WHEN n % 10 = 0 THEN 'p' ELSE 'xmr' END)::control_chart, 3, 0
  FROM generate_series(1, ${KPIS}) n,
    LATERAL (SELECT (enum_range(NULL::area))[n % 10 + 1] AS area, (enum_range(NULL::area))[n / 10 % 10 + 1] AS other) a`;

// The level is 100 + n, the noise a tenth of it; every twentieth KPI has left its range in the last three periods; every twenty-fifth is late.
const MEASURED = `
  INSERT INTO measurement (kpi_id, period_start, value, numerator, denominator, recorded_at)
  SELECT ${id("kpi", "n")}, period, CASE WHEN n % 10 = 0 THEN round(100 * good / 200.0, 4) ELSE value END,
    CASE WHEN n % 10 = 0 THEN good END, CASE WHEN n % 10 = 0 THEN 200 END, period + interval '8 days'
  FROM generate_series(1, ${KPIS}) n,
    LATERAL (SELECT CASE WHEN n <= 700 THEN 1300 WHEN n <= 850 THEN 520 ELSE 80 END AS periods, CASE WHEN n % 25 = 7 THEN 12 ELSE 0 END AS late) f,
    LATERAL generate_series(f.late, f.late + f.periods - 1) back,
    LATERAL (SELECT CASE WHEN n <= 700 THEN ${DAY} - 1 - back WHEN n <= 850 THEN date_trunc('week', ${DAY})::date - 7 * (back + 1)
      ELSE (date_trunc('month', ${DAY}) - make_interval(months => back + 1))::date END AS period) p,
    LATERAL (SELECT round(((100 + n) * (0.95 + 0.1 * ${NOISE("n", "back")}) * CASE WHEN n % 20 = 3 AND back < 3 THEN 1.5 ELSE 1 END)::numeric, 2) AS value,
      180 + (10 * ${NOISE("n", "back")})::int AS good) v
  ORDER BY n, period`;

const AROUND = [
  // Two targets each for eight KPIs of ten; the later one holds.
  `INSERT INTO target (kpi_id, from_on, floor, ceiling, reason) SELECT ${id("kpi", "n")}, ${DAY} - years * 365,
    CASE WHEN n % 3 <> 0 THEN aim * (0.9 + (n % 7) * 0.025) END, CASE WHEN n % 3 = 0 THEN aim * (1.1 - (n % 7) * 0.025) END, 'Plan of the year'
    FROM generate_series(1, ${KPIS}) n, generate_series(1, 2) years, LATERAL (SELECT CASE WHEN n % 10 = 0 THEN 92.5 ELSE 100 + n END AS aim) a WHERE n % 5 <> 1`,
  `INSERT INTO annotation (kpi_id, department_id, on_date, kind, text) SELECT ${id("kpi", "n")}, ${id("department", `(n % ${DEPARTMENTS} + 1)`)}, ${DAY} - 20,
    (CASE WHEN n % 40 = 0 THEN 'baseline' ELSE 'note' END)::annotation_kind, 'The line was moved' FROM generate_series(1, ${KPIS}) n WHERE n % 4 = 0`,
  `INSERT INTO initiative (id, code, title, kind, department_id, owner_id, area, starts_on, baseline_due_on, due_on)
    SELECT ${id("initiative", "n")}, 'IN-' || lpad(n::text, 2, '0'), 'Initiative ' || n, 'improvement', ${id("department", `(n % ${DEPARTMENTS} + 1)`)}, ${id("person", "n")},
      (enum_range(NULL::area))[n % 10 + 1], ${DAY} - 90, ${DAY} + n, ${DAY} + n FROM generate_series(1, 60) n`,
  `INSERT INTO milestone (initiative_id, title, baseline_due_on, due_on) SELECT ${id("initiative", "n")}, 'Step ' || m, ${DAY} - 60 + 30 * m, ${DAY} - 60 + 30 * m
    FROM generate_series(1, 60) n, generate_series(1, 4) m`,
  `INSERT INTO effect (initiative_id, kpi_id, low, likely, high, from_on) SELECT ${id("initiative", "n")}, ${id("kpi", "n * 16")}, 1, 2, 3, ${DAY} - 30 FROM generate_series(1, 60) n`,
  `INSERT INTO initiative_update (initiative_id, author_id, judgement, text, at) SELECT ${id("initiative", "n")}, ${id("person", "n")}, 'on_track', 'As planned', now() - make_interval(days => 7 * u)
    FROM generate_series(1, 60) n, generate_series(1, 4) u`,
  `INSERT INTO action (title, department_id, owner_id, due_on, initiative_id) SELECT 'Promise ' || n, ${id("department", `(n % ${DEPARTMENTS} + 1)`)}, ${id("person", `(n % ${PEOPLE} + 1)`)},
    ${DAY} + n % 40 - 10, ${id("initiative", "(n % 60 + 1)")} FROM generate_series(1, 200) n`,
];

/** Departments, people and KPIs; with `measured`, also a million measurements and what stands around them. Summaries are not written here. */
export async function makeBenchCompany(owner: Client, passwordHash: string, measured: boolean): Promise<void> {
  await owner.query("BEGIN");
  for (const statement of [...DIRECTORY, KPI]) await owner.query(statement);
  await owner.query(`INSERT INTO account (person_id, password_hash) VALUES (${id("person", "1")}, $1)`, [passwordHash]);
  if (measured) for (const statement of [MEASURED, ...AROUND]) await owner.query(statement);
  await owner.query("COMMIT");
  await owner.query("VACUUM ANALYZE");
}
