-- A company in an installation of the last release, a row or more in nearly every table, as that release's tables were.
SET app.system = 'on';
SET app.actor = 'system';
INSERT INTO setting (key, value) VALUES ('company', '{"name": "Company", "currency": "EUR", "timeZone": "Europe/Berlin", "version": 3}');
INSERT INTO department (code, name) VALUES ('company', 'Company');
INSERT INTO department (code, name, parent_id) SELECT 'D-' || n, 'Department ' || n, (SELECT id FROM department WHERE code = 'company') FROM generate_series(1, 5) n;
INSERT INTO department (code, name, parent_id, archived_at) SELECT 'D-old', 'Closed', id, '2014-01-01' FROM department WHERE code = 'D-1';
INSERT INTO person (code, name, email, job_title, department_id)
  SELECT 'P-' || n, 'Person ' || n, 'person.' || n || '@company.example', 'Employee', (SELECT id FROM department WHERE code = 'D-' || n) FROM generate_series(1, 5) n;
INSERT INTO account (person_id, password_hash) SELECT id, '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA' FROM person;
INSERT INTO access_grant (id, person_id, department_id, role) SELECT gen_random_uuid(), id, department_id, 'lead' FROM person;
INSERT INTO session (id_hash, person_id, expires_at) SELECT sha256(code::bytea), id, '2014-07-01' FROM person;
INSERT INTO position (code, title, department_id, holder_id) SELECT 'S-' || p.code, 'Keeper', department_id, id FROM person p;
UPDATE position SET holder_id = (SELECT id FROM person WHERE code = 'P-1') WHERE code = 'S-P-2';
INSERT INTO kpi (code, name, department_id, position_id, areas, unit, frequency, aggregation, direction, source)
  SELECT 'K-' || s.code, 'KPI of ' || s.code, s.department_id, s.id, '{operations,finance}', 'pieces', 'month', 'sum', 'higher', 'manual' FROM position s;
INSERT INTO kpi (code, name, department_id, areas, unit, frequency, aggregation, direction, source, formula)
  SELECT 'F-1', 'A formula', id, '{operations}', 'pieces', 'month', 'sum', 'higher', 'formula', '[K-S-P-1] + [K-S-P-2]' FROM department WHERE code = 'D-1';
INSERT INTO formula_input (output_id, input_id) SELECT f.id, k.id FROM kpi f, kpi k WHERE f.code = 'F-1' AND k.code IN ('K-S-P-1', 'K-S-P-2');
INSERT INTO measurement (kpi_id, period_start, value, state, note, recorded_at)
  SELECT k.id, make_date(2013 + m / 12, m % 12 + 1, 1), 1234567890123.0123456789 + m, 'final', 'note ' || m, '2014-05-02' FROM kpi k, generate_series(0, 15) m;
INSERT INTO target (kpi_id, from_on, floor, reason) SELECT id, '2014-01-01', 0.1, 'agreed' FROM kpi;
INSERT INTO annotation (id, kpi_id, department_id, on_date, text) SELECT gen_random_uuid(), id, department_id, '2014-02-03', 'a line was moved' FROM kpi;
INSERT INTO kpi_summary (kpi_id, latest_period, latest_value, latest_state, latest_at, status, variation, assurance, mean, lower, upper, rules, need, points, spark)
  SELECT id, '2014-04-01', 12.5, 'final', '2014-05-02', 'off-track', 'worsening', 'will-fail', 0.1, -0.2, 0.3, '{outside}', 350, 16, '[{"period": "2014-04-01", "value": 12.5}]' FROM kpi;
INSERT INTO signal (kpi_id, department_id, rules, tone, severity, period_start, last_period, value, opened_at)
  SELECT id, department_id, '{outside}', 'worse', 3, '2014-04-01', '2014-04-01', 12.5, '2014-05-02' FROM kpi;
INSERT INTO signal_event (signal_id, at, step, text) SELECT id, '2014-05-02', 'opened', '' FROM signal;
INSERT INTO initiative (code, title, summary, kind, stage, department_id, owner_id, sponsor_id, area, starts_on, baseline_due_on, due_on)
  SELECT 'IN-' || code, 'Initiative of ' || code, 'in short', 'improvement', 'active', department_id, id, id, 'operations', '2014-03-01', '2014-06-20', '2014-06-21' FROM person;
INSERT INTO milestone (initiative_id, title, owner_id, baseline_due_on, due_on) SELECT id, 'A step', owner_id, '2014-06-10', '2014-06-11' FROM initiative;
INSERT INTO effect (id, initiative_id, kpi_id, low, likely, high, from_on)
  SELECT gen_random_uuid(), i.id, k.id, 1, 2, 3, '2014-06-01' FROM initiative i JOIN kpi k ON k.department_id = i.department_id AND k.source = 'manual';
INSERT INTO initiative_update (id, initiative_id, author_id, judgement, text, obstacle, at)
  SELECT gen_random_uuid(), id, owner_id, 'watch', 'as planned', '', '2014-05-20' FROM initiative;
INSERT INTO action (title, department_id, owner_id, due_on, initiative_id) SELECT 'A promise', department_id, owner_id, '2014-06-05', id FROM initiative;
INSERT INTO comment (id, initiative_id, author_id, body, at) SELECT gen_random_uuid(), id, owner_id, 'heard', '2014-05-06' FROM initiative;
INSERT INTO comment (id, kpi_id, author_id, body, at) SELECT gen_random_uuid(), k.id, p.id, 'asked', '2014-05-06' FROM kpi k JOIN person p USING (department_id);
INSERT INTO comment_mention (comment_id, person_id) SELECT id, author_id FROM comment;
INSERT INTO kpi_watch (person_id, kpi_id, at) SELECT p.id, k.id, '2014-05-06' FROM kpi k JOIN person p USING (department_id);
INSERT INTO deferral (person_id, item, until, at) SELECT owner_id, 'initiative:' || id, '2014-06-09', '2014-06-02' FROM initiative;
INSERT INTO delegation (id, person_id, deputy_id, from_on, to_on, created_at)
  SELECT gen_random_uuid(), a.id, b.id, '2014-06-02', '2014-06-06', '2014-06-01' FROM person a, person b WHERE a.code = 'P-1' AND b.code = 'P-2';
INSERT INTO notification (person_id, kind, at) SELECT id, 'delegated', '2014-06-02' FROM person;
INSERT INTO notification (person_id, kind, at, signal_id, kpi_id) SELECT p.id, 'signal-asked', '2014-06-02', g.id, g.kpi_id FROM person p, signal g;
INSERT INTO notification (person_id, kind, at, comment_id) SELECT p.id, 'mentioned', '2014-06-02', c.id FROM person p, comment c;
INSERT INTO notification (person_id, kind, at, action_id, initiative_id) SELECT p.id, 'action-assigned', '2014-06-02', a.id, a.initiative_id FROM person p, action a;
INSERT INTO notification (person_id, kind, at, initiative_id, signal_id) SELECT p.id, 'initiative-assigned', '2014-06-02', i.id, (SELECT min(id::text)::uuid FROM signal) FROM person p, initiative i;
INSERT INTO notification (person_id, kind, at, kpi_id) SELECT p.id, 'numbers-due', '2014-06-02', k.id FROM person p, kpi k;
INSERT INTO person_setting (person_id, today_seen_at) SELECT id, '2014-06-02' FROM person;
INSERT INTO record_kind (code, name, fields) VALUES ('order', 'Orders', '[{"name": "number", "label": "Number", "type": "text"}, {"name": "on", "label": "On", "type": "date", "slot": 1}]');
INSERT INTO import (target, file_name, sha256, rows, new_rows, changed_rows, same_rows, rejected_rows) VALUES ('records', 'orders.csv', sha256('x'), 9, 8, 0, 0, 1);
INSERT INTO import_reject (import_id, line, "column", value, reason) SELECT id, 2, 'number', 'x', 'not a number' FROM import;
INSERT INTO record (record_kind_id, key, department_id, on_1, data, import_id)
  SELECT k.id, 'R-' || n, d.id, '2014-04-01', jsonb_build_object('number', n, 'on', '2014-04-01'), i.id
  FROM record_kind k, import i, department d, generate_series(1, 8) n WHERE d.code = 'D-1';
INSERT INTO upload (file_name, size, sha256, uploaded_by_id, uploaded_at, state) SELECT 'orders.csv', 9, sha256('x'), id, '2014-06-01', 'done' FROM person WHERE code = 'P-1';
INSERT INTO known_device (id_hash, person_id, last_used_at) SELECT sha256(id::text::bytea), id, '2014-06-01' FROM person;
INSERT INTO sign_in_count (key, tries, seen_at) VALUES ('account somebody', '{2014-06-02 08:00Z}', '2014-06-02 08:00Z');
INSERT INTO one_time_token (token_hash, purpose, person_id, rights_version, expires_at)
  SELECT sha256('token'), 'password_reset', person_id, rights_version, '2014-07-01' FROM account LIMIT 1;
INSERT INTO idempotency (person_id, key, action, result, created_at) SELECT id, gen_random_uuid(), 'comment.write', '{"id": "x"}', '2014-06-01' FROM person;
UPDATE kpi SET name = name || ', renamed' WHERE code LIKE 'K-%';
SELECT audit_append('measurement.record', 'kpi', n::text, 'KPI ' || n, NULL, NULL, jsonb_build_object('value', n), NULL) FROM generate_series(1, 12) n;
