import type { Client } from "pg";

// An invented company, large enough to measure with. Every figure is computed from its number: two runs on one day make the same rows.

/** Of ten KPIs seven are daily, one and a half each weekly and monthly; `periods`: number of values of each. */
export type BenchSize = { kpis: number; departments: number; people: number; periods: { day: number; week: number; month: number } };

const company = { kpis: 10_000, departments: 100, people: 2_000 };
export const SIZES = {
  /** 7000 x 1300 + 1500 x 520 + 1500 x 80 = 10 million. */
  long: { ...company, periods: { day: 1_300, week: 520, month: 80 } },
  /** The same company with a tenth of its history: 7000 x 124 + 1500 x 60 + 1500 x 28 = 1 million. */
  short: { ...company, periods: { day: 124, week: 60, month: 28 } },
} as const satisfies Record<string, BenchSize>;

const share = ({ kpis }: BenchSize) => ({ days: (kpis / 100) * 70, weeks: (kpis / 100) * 85 });
export const measurementsOf = (size: BenchSize): number => {
  const { days, weeks } = share(size);
  return days * size.periods.day + (weeks - days) * size.periods.week + (size.kpis - weeks) * size.periods.month;
};
export const MANAGER = "manager@bench.example";

/** A UUID in the product's format: with a version and a variant. */
const id = (kind: string, number: string) => `overlay(overlay(md5('${kind} ' || ${number}) placing '7' from 13) placing '8' from 17)::uuid`;
const DAY = "(now() AT TIME ZONE 'UTC')::date";
/** From 0 to 1, the same for the same two numbers. */
const NOISE = (a: string, b: string) => `((hashint8extended(${a}::bigint * 1000003 + ${b}, 20140602) & 65535) / 65535.0)`;

const directory = ({ departments, people }: BenchSize) => [
  `INSERT INTO setting (key, value) VALUES ('company', '{"name": "Bench", "currency": "USD", "fiscalStartMonth": 7}')
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  `INSERT INTO department (id, code, name) VALUES (${id("department", "0")}, 'D-000', 'Bench')`,
  // Four divisions below the company, the others below a division.
  `INSERT INTO department (id, code, name, parent_id) SELECT ${id("department", "n")}, 'D-' || lpad(n::text, 3, '0'), 'Department ' || n,
    CASE WHEN n <= 4 THEN ${id("department", "0")} ELSE ${id("department", "(n % 4 + 1)")} END FROM generate_series(1, ${departments}) n ORDER BY n`,
  `INSERT INTO person (id, code, name, email, department_id) SELECT ${id("person", "n")}, 'P-' || n, 'Person ' || n,
    CASE WHEN n = 1 THEN '${MANAGER}' ELSE 'person-' || n || '@bench.example' END, ${id("department", `(n % ${departments} + 1)`)} FROM generate_series(1, ${people}) n`,
  `INSERT INTO position (id, code, title, department_id, holder_id) SELECT ${id("position", "n")}, 'S-' || n, 'Seat ' || n,
    ${id("department", `(n % ${departments} + 1)`)}, ${id("person", "n * 3")} FROM generate_series(1, ${people / 4}) n`,
  `INSERT INTO access_grant (person_id, department_id, role) VALUES (${id("person", "1")}, ${id("department", "0")}, 'coo')`,
];

const kpi = (size: BenchSize) => `
  INSERT INTO kpi (id, code, name, description, department_id, position_id, areas, unit, frequency, aggregation, direction, source, perspective, company_wide, chart, due_days, minimum)
  SELECT ${id("kpi", "n")}, 'B-' || lpad(n::text, 5, '0'), 'Measure ' || n || ' of the department', 'What measure ' || n || ' counts, and how.',
    ${id("department", `(n % ${size.departments} + 1)`)}, ${id("position", `(n % ${size.people / 4} + 1)`)},
    array_remove(ARRAY[area, CASE WHEN n % 4 = 0 AND other <> area THEN other END], NULL), CASE WHEN n % 10 = 0 THEN '%' ELSE 'pieces' END,
    (CASE WHEN n <= ${share(size).days} THEN 'day' WHEN n <= ${share(size).weeks} THEN 'week' ELSE 'month' END)::frequency, (CASE WHEN n % 10 = 0 THEN 'ratio' ELSE 'sum' END)::aggregation,
    (CASE WHEN n % 3 = 0 THEN 'lower' ELSE 'higher' END)::direction, (CASE WHEN n % 5 = 0 THEN 'manual' ELSE 'imported' END)::kpi_source,
    (ARRAY['delivery', 'quality', 'cost', 'volume', 'customer', 'people'])[n % 6 + 1], n % 10 = 1, (CASE WHEN n % 10 = 0 THEN 'p' ELSE 'xmr' END)::control_chart, 3, 0
  FROM generate_series(1, ${size.kpis}) n,
    LATERAL (SELECT (enum_range(NULL::area))[n % 10 + 1] AS area, (enum_range(NULL::area))[n / 10 % 10 + 1] AS other) a`;

// The level is 100 + n, the noise a tenth of it; every twentieth KPI has left its range in the last three periods; every twenty-fifth is
// late.
const measured = (size: BenchSize, part: number, parts: number) => `
  INSERT INTO measurement (kpi_id, period_start, value, numerator, denominator, recorded_at)
  SELECT ${id("kpi", "n")}, period, CASE WHEN n % 10 = 0 THEN round(100 * good / 200.0, 4) ELSE value END,
    CASE WHEN n % 10 = 0 THEN good END, CASE WHEN n % 10 = 0 THEN 200 END, period + interval '8 days'
  FROM generate_series(1, ${size.kpis}) n,
    LATERAL (SELECT CASE WHEN n <= ${share(size).days} THEN ${size.periods.day} WHEN n <= ${share(size).weeks} THEN ${size.periods.week} ELSE ${size.periods.month} END AS periods, CASE WHEN n % 25 = 7 THEN 12 ELSE 0 END AS late) f,
    LATERAL generate_series(f.late, f.late + f.periods - 1) back,
    LATERAL (SELECT CASE WHEN n <= ${share(size).days} THEN ${DAY} - 1 - back WHEN n <= ${share(size).weeks} THEN date_trunc('week', ${DAY})::date - 7 * (back + 1)
      ELSE (date_trunc('month', ${DAY}) - make_interval(months => back + 1))::date END AS period) p,
    LATERAL (SELECT round(((100 + n) * (0.95 + 0.1 * ${NOISE("n", "back")}) * CASE WHEN n % 20 = 3 AND back < 3 THEN 1.5 ELSE 1 END)::numeric, 2) AS value,
      180 + (10 * ${NOISE("n", "back")})::int AS good) v
  WHERE n % ${parts} = ${part} ORDER BY n, period`;

const around = ({ kpis, departments, people }: BenchSize) => [
  // Two targets each for eight KPIs of ten; the later one is valid.
  `INSERT INTO target (kpi_id, from_on, floor, ceiling, reason) SELECT ${id("kpi", "n")}, ${DAY} - years * 365,
    CASE WHEN n % 3 <> 0 THEN aim * (0.9 + (n % 7) * 0.025) END, CASE WHEN n % 3 = 0 THEN aim * (1.1 - (n % 7) * 0.025) END, 'Plan of the year'
    FROM generate_series(1, ${kpis}) n, generate_series(1, 2) years, LATERAL (SELECT CASE WHEN n % 10 = 0 THEN 92.5 ELSE 100 + n END AS aim) a WHERE n % 5 <> 1`,
  `INSERT INTO annotation (kpi_id, department_id, on_date, kind, text) SELECT ${id("kpi", "n")}, ${id("department", `(n % ${departments} + 1)`)}, ${DAY} - 20,
    (CASE WHEN n % 40 = 0 THEN 'baseline' ELSE 'note' END)::annotation_kind, 'The line was moved' FROM generate_series(1, ${kpis}) n WHERE n % 4 = 0`,
  `INSERT INTO initiative (id, code, title, kind, department_id, owner_id, area, starts_on, baseline_due_on, due_on)
    SELECT ${id("initiative", "n")}, 'IN-' || lpad(n::text, 2, '0'), 'Initiative ' || n, 'improvement', ${id("department", `(n % ${departments} + 1)`)}, ${id("person", "n")},
      (enum_range(NULL::area))[n % 10 + 1], ${DAY} - 90, ${DAY} + n, ${DAY} + n FROM generate_series(1, 60) n`,
  `INSERT INTO milestone (initiative_id, title, baseline_due_on, due_on) SELECT ${id("initiative", "n")}, 'Step ' || m, ${DAY} - 60 + 30 * m, ${DAY} - 60 + 30 * m
    FROM generate_series(1, 60) n, generate_series(1, 4) m`,
  `INSERT INTO effect (initiative_id, kpi_id, low, likely, high, from_on) SELECT ${id("initiative", "n")}, ${id("kpi", "n * 16")}, 1, 2, 3, ${DAY} - 30 FROM generate_series(1, 60) n`,
  `INSERT INTO initiative_update (initiative_id, author_id, judgement, text, at) SELECT ${id("initiative", "n")}, ${id("person", "n")}, 'on_track', 'As planned', now() - make_interval(days => 7 * u)
    FROM generate_series(1, 60) n, generate_series(1, 4) u`,
  `INSERT INTO action (title, department_id, owner_id, due_on, subject_type, subject_id) SELECT 'Promise ' || n, ${id("department", `(n % ${departments} + 1)`)}, ${id("person", `(n % ${people} + 1)`)},
    ${DAY} + n % 40 - 10, 'initiative', ${id("initiative", "(n % 60 + 1)")} FROM generate_series(1, 200) n`,
];

const PARTS = 2;

/** Departments, people and KPIs. */
export async function makeBenchCompany(owner: Client, passwordHash: string, size: BenchSize): Promise<void> {
  await owner.query("BEGIN");
  for (const statement of [...directory(size), kpi(size)]) await owner.query(statement);
  await owner.query(`INSERT INTO account (person_id, password_hash) VALUES (${id("person", "1")}, $1)`, [passwordHash]);
  await owner.query("COMMIT");
}

/**
 * The values and related rows; summaries are not written here. Two connections write at once into the table without its indexes and foreign
 * keys, which are created again afterwards. Atomicity does not matter for a database that is thrown away.
 */
export async function measureBenchCompany(connect: () => Promise<Client>, size: BenchSize): Promise<void> {
  const owner = await connect();
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'measurement' AND indexname <> 'measurement_pkey'`,
  );
  for (const { name } of rows) await owner.query(`DROP INDEX ${owner.escapeIdentifier(name)}`);
  const writers = await Promise.all(Array.from({ length: PARTS }, connect));
  await Promise.all(
    writers.map(async (writer, part) => {
      await writer.query("SET session_replication_role = replica"); // no foreign key is looked up row by row
      await writer.query(measured(size, part, PARTS));
      await writer.end();
    }),
  );
  await owner.query("SET maintenance_work_mem = '512MB'");
  for (const { definition } of rows) await owner.query(definition);
  for (const statement of around(size)) await owner.query(statement);
  await owner.query("VACUUM ANALYZE");
  await owner.end();
}
