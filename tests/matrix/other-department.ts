import { randomUUID } from "node:crypto";
import type pg from "pg";
import { PARTS } from "./policy";
import type { World } from "./world";

/** Tables without rows of one department, and why a change in them does not matter to another. */
const NOT_OF_A_DEPARTMENT: Readonly<Record<string, string>> = {
  department: "the directory: who works where is known to everybody",
  person: "the directory",
  position: "the directory",
  position_past: "the directory",
  record_kind: "what kinds of records there are",
  setting: "the company's own",
  formula_input: "says which KPI is computed from which; changing it changes what A's formula is",
  account: "identity, read by the sign-in alone",
  session: "identity",
  one_time_token: "identity",
  sign_in_count: "identity",
  known_device: "identity",
  idempotency: "answers to forms already sent",
  audit_head: "the end of the chain",
  _prisma_migrations: "the schema's history",
};

/** Its scope: a KPI of B or of a department below it that is not shared with the company. */
const KPIS = "(SELECT id FROM kpi WHERE department_id = ANY ($1) AND NOT company_wide)";
const INITIATIVES = "(SELECT id FROM initiative WHERE department_id = ANY ($1))";
const SIGNALS = `(SELECT id FROM signal WHERE kpi_id IN ${KPIS} OR (kpi_id IS NULL AND department_id = ANY ($1)))`;
const LEAD = "(SELECT person_id FROM access_grant WHERE department_id = ANY ($1) AND role = 'lead' LIMIT 1)";

/** Each statement names its table first and takes the departments as $1. Together they change every row of them. */
const CHANGES: readonly (readonly [table: string, sql: string])[] = [
  [
    "signal_event",
    `INSERT INTO signal_event (signal_id, at, step, text) SELECT id, now(), 'asked', 'why' FROM signal WHERE id IN ${SIGNALS}`,
  ],
  [
    "signal",
    `UPDATE signal SET severity = 9, level = 3, tone = 'better', value = 7, opened_at = now(), state = 'explained', version = 5
     WHERE state <> 'closed' AND id IN ${SIGNALS}`,
  ],
  [
    "signal",
    `INSERT INTO signal (kind, kpi_id, department_id, rules, tone, severity, period_start, last_period)
     SELECT 'late', id, department_id, '{late}', 'neutral', 1, '2014-05-01', '2014-05-01' FROM kpi WHERE id IN ${KPIS} ON CONFLICT DO NOTHING`,
  ],
  [
    "measurement",
    `UPDATE measurement SET value = value * 3 + 1, note = 'another', recorded_at = recorded_at - interval '9 days' WHERE kpi_id IN ${KPIS} AND value IS NOT NULL`,
  ],
  ["measurement", `INSERT INTO measurement (kpi_id, period_start, value) SELECT id, '2013-01-01', 77 FROM kpi WHERE id IN ${KPIS}`],
  ["target", `UPDATE target SET floor = 1, reason = 'another' WHERE kpi_id IN ${KPIS}`],
  [
    "annotation",
    `UPDATE annotation SET text = 'another', on_date = '2014-01-09' WHERE department_id = ANY ($1) AND (kpi_id IS NULL OR kpi_id IN ${KPIS})`,
  ],
  [
    "kpi_summary",
    `UPDATE kpi_summary SET latest_value = 5, status = 'on-track', need = 0, late_from = '2014-05-01', variation = 'improving', assurance = NULL, spark = '[]', points = 9
     WHERE kpi_id IN ${KPIS}`,
  ],
  [
    "kpi_watch",
    `INSERT INTO kpi_watch (person_id, kpi_id, at) SELECT ${LEAD}, id, now() FROM kpi WHERE id IN ${KPIS} ON CONFLICT DO NOTHING`,
  ],
  ["comment", `UPDATE comment SET body = 'another', resolved_at = now() WHERE subject_id IN ${KPIS} OR subject_id IN ${INITIATIVES}`],
  [
    "comment_mention",
    `INSERT INTO comment_mention (comment_id, person_id) SELECT id, ${LEAD} FROM comment WHERE subject_id IN ${KPIS} ON CONFLICT DO NOTHING`,
  ],
  [
    "notification",
    `INSERT INTO notification (person_id, kind, at, subject_type, subject_id) SELECT ${LEAD}, 'numbers-late', now(), 'kpi', id FROM kpi WHERE id IN ${KPIS}`,
  ],
  [
    "deferral",
    `INSERT INTO deferral (person_id, item, until, at) SELECT ${LEAD}, 'kpi:' || id, '2014-07-01', now() FROM kpi WHERE id IN ${KPIS} ON CONFLICT DO NOTHING`,
  ],
  [
    "person_setting",
    `INSERT INTO person_setting (person_id, digest, today_seen_at) SELECT ${LEAD}, 'off', now() WHERE $1::uuid[] IS NOT NULL ON CONFLICT (person_id) DO UPDATE SET digest = 'off'`,
  ],
  [
    "delegation",
    `INSERT INTO delegation (person_id, deputy_id, from_on, to_on, created_at)
     SELECT ${LEAD}, (SELECT person_id FROM access_grant WHERE department_id = ANY ($1) AND role = 'viewer' LIMIT 1), '2014-06-01', '2014-06-30', now()`,
  ],
  ...PARTS.flatMap((part) => part.CHANGES ?? []),
  ["effect", `UPDATE effect SET likely = high WHERE initiative_id IN ${INITIATIVES}`],
  ["initiative_update", `UPDATE initiative_update SET text = 'another', judgement = 'off_track' WHERE initiative_id IN ${INITIATIVES}`],
  ["milestone", `UPDATE milestone SET title = 'another', due_on = due_on + 40 WHERE initiative_id IN ${INITIATIVES}`],
  ["action", "UPDATE action SET title = 'another', due_on = '2014-01-01', done_on = NULL WHERE department_id = ANY ($1)"],
  [
    "action",
    "INSERT INTO action (title, department_id, owner_id, due_on) SELECT 'one more', d, (SELECT person_id FROM access_grant WHERE department_id = d LIMIT 1), '2014-01-01' FROM unnest($1::uuid[]) d",
  ],
  [
    "initiative",
    "UPDATE initiative SET title = 'another', stage = 'proposed', due_on = due_on + 100 WHERE department_id = ANY ($1) AND stage = 'active'",
  ],
  [
    "kpi",
    `UPDATE kpi SET name = 'another', description = 'another', unit = 'tons', perspective = 'quality', frequency = 'week' WHERE id IN ${KPIS}`,
  ],
  ["kpi_past", `UPDATE kpi_past SET was = was || '{"name": "earlier", "unit": "crates"}' WHERE kpi_id IN ${KPIS}`],
  ["record", 'UPDATE record SET data = data || \'{"note": "another"}\', on_1 = on_1 + 3 WHERE department_id = ANY ($1)'],
  ["import", "UPDATE import SET rows = rows + 5, file_name = 'another.csv' WHERE $1::uuid[] IS NOT NULL"],
  ["import_reject", "UPDATE import_reject SET value = 'another' WHERE $1::uuid[] IS NOT NULL"],
  ["import_mapping", "INSERT INTO import_mapping (name, mapping) SELECT 'another', '{}' WHERE $1::uuid[] IS NOT NULL"],
  [
    "import_change",
    "INSERT INTO import_change (import_id, entity_id, after) SELECT max(id), gen_random_uuid(), '{}' FROM import WHERE $1::uuid[] IS NOT NULL",
  ],
  [
    "upload",
    `INSERT INTO upload (file_name, size, sha256, uploaded_by_id, uploaded_at) SELECT 'another.csv', 1, sha256('x'), ${LEAD}, now()`,
  ],
  [
    "access_grant",
    "INSERT INTO access_grant (person_id, department_id, role) SELECT person_id, department_id, 'executive' FROM access_grant WHERE department_id = ANY ($1) AND role = 'viewer'",
  ],
  [
    "audit_event",
    `SELECT audit_append('measurement.record', 'kpi', '${randomUUID()}', 'another', ($1::uuid[])[1], NULL, '{"value": "1"}', NULL)
      FROM set_config('app.system', 'on', true) AS a, set_config('app.actor', 'system', true) AS b`,
  ],
];

/** Changes everything in department B and below it, as the owner of the database, bypassing every policy. */
export async function changeOtherDepartment(owner: pg.Client, world: World): Promise<void> {
  const departments = [world.departments.B, world.departments.B1];
  for (const [table, sql] of CHANGES) {
    const { rowCount } = await owner.query(sql, [departments]);
    if (!rowCount) throw new Error(`Nothing of ${table} in department B was changed: the company of the matrix holds none.`);
  }
}

/** Tables of the schema that are neither changed nor listed as having nothing of a department. */
export async function tablesForgotten(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  const known = new Set([...CHANGES.map(([table]) => table), ...Object.keys(NOT_OF_A_DEPARTMENT)]);
  return rows.map((row) => row.name).filter((name) => !known.has(name));
}
