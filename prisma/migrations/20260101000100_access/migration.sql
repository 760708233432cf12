-- What Prisma's schema language cannot say: constraints, roles, row-level policies, the audit chain.

-- ---------------------------------------------------------------- constraints
ALTER TABLE department
  ADD CONSTRAINT department_not_own_parent CHECK (parent_id IS NULL OR parent_id <> id),
  ADD CONSTRAINT department_name_length CHECK (length(name) BETWEEN 1 AND 120);
-- One company per installation: one root.
CREATE UNIQUE INDEX department_one_root ON department ((true)) WHERE parent_id IS NULL;

ALTER TABLE person
  ADD CONSTRAINT person_name_length CHECK (length(name) BETWEEN 1 AND 200),
  ADD CONSTRAINT person_email_lower CHECK (email = lower(email)),
  ADD CONSTRAINT person_left_after_hired CHECK (left_on >= hired_on);
ALTER TABLE position ADD CONSTRAINT position_not_own_manager CHECK (reports_to_id IS NULL OR reports_to_id <> id);
CREATE UNIQUE INDEX access_grant_one_active ON access_grant (person_id, department_id, role) WHERE ended_at IS NULL;

ALTER TABLE kpi
  ADD CONSTRAINT kpi_code_form CHECK (code ~ '^[A-Za-z][A-Za-z0-9_.-]{0,39}$'),
  ADD CONSTRAINT kpi_name_length CHECK (length(name) BETWEEN 1 AND 160),
  ADD CONSTRAINT kpi_unit_length CHECK (length(unit) BETWEEN 1 AND 40),
  ADD CONSTRAINT kpi_has_area CHECK (cardinality(areas) >= 1),
  ADD CONSTRAINT kpi_due_days CHECK (due_days BETWEEN 0 AND 366),
  ADD CONSTRAINT kpi_baseline_points CHECK (baseline_points BETWEEN 12 AND 60),
  ADD CONSTRAINT kpi_range CHECK (minimum < maximum),
  ADD CONSTRAINT kpi_ends_after_start CHECK (ends_on >= starts_on),
  ADD CONSTRAINT kpi_records_have_measure CHECK ((source = 'records') = (record_kind_id IS NOT NULL AND measure IS NOT NULL)),
  ADD CONSTRAINT kpi_formula_is_there CHECK ((source = 'formula') = (formula IS NOT NULL));
CREATE INDEX kpi_areas_idx ON kpi USING gin (areas);
ALTER TABLE formula_input ADD CONSTRAINT formula_input_not_itself CHECK (output_id <> input_id);

ALTER TABLE target
  ADD CONSTRAINT target_says_something CHECK (floor IS NOT NULL OR ceiling IS NOT NULL),
  ADD CONSTRAINT target_band CHECK (floor <= ceiling),
  ADD CONSTRAINT target_finite CHECK (floor NOT IN ('NaN') AND ceiling NOT IN ('NaN') AND stretch NOT IN ('NaN'));
CREATE UNIQUE INDEX target_current ON target (kpi_id, from_on) WHERE superseded_at IS NULL;

ALTER TABLE measurement
  ADD CONSTRAINT measurement_missing_has_no_value CHECK ((state = 'missing') = (value IS NULL)),
  ADD CONSTRAINT measurement_missing_has_reason CHECK (state <> 'missing' OR length(reason) > 0),
  ADD CONSTRAINT measurement_finite CHECK (value <> 'NaN' AND numerator <> 'NaN' AND denominator <> 'NaN'),
  ADD CONSTRAINT measurement_version CHECK (version >= 1),
  ADD CONSTRAINT measurement_superseded_later CHECK (superseded_at >= recorded_at);
-- The one current version; also the index behind every chart.
CREATE UNIQUE INDEX measurement_current ON measurement (kpi_id, series, period_start) WHERE superseded_at IS NULL;
CREATE INDEX measurement_history ON measurement (kpi_id, period_start) WHERE superseded_at IS NOT NULL;
CREATE INDEX measurement_import ON measurement (import_id) WHERE import_id IS NOT NULL;

-- One open signal per KPI: a cause is reported once, however many points show it.
CREATE UNIQUE INDEX signal_one_open ON signal (kpi_id) WHERE state <> 'closed';
ALTER TABLE signal
  ADD CONSTRAINT signal_closed_when CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  ADD CONSTRAINT signal_tone CHECK (tone IN ('better', 'worse', 'neutral'));
ALTER TABLE kpi_summary ADD CONSTRAINT kpi_summary_status CHECK (status IN ('on-track', 'watch', 'off-track', 'no-target', 'no-data'));

ALTER TABLE initiative
  ADD CONSTRAINT initiative_title_length CHECK (length(title) BETWEEN 1 AND 200),
  ADD CONSTRAINT initiative_due_after_start CHECK (due_on >= starts_on AND baseline_due_on >= starts_on),
  ADD CONSTRAINT initiative_closed CHECK ((stage IN ('done', 'stopped')) = (closed_on IS NOT NULL)),
  ADD CONSTRAINT initiative_update_days CHECK (update_every_days BETWEEN 1 AND 366);
ALTER TABLE effect ADD CONSTRAINT effect_order CHECK (likely BETWEEN least(low, high) AND greatest(low, high));
ALTER TABLE comment ADD CONSTRAINT comment_one_subject CHECK (num_nonnulls(kpi_id, initiative_id) = 1);

CREATE UNIQUE INDEX record_current ON record (record_kind_id, key) WHERE superseded_by_id IS NULL;
CREATE INDEX record_on_1 ON record (record_kind_id, on_1) WHERE superseded_by_id IS NULL AND on_1 IS NOT NULL;
CREATE INDEX record_on_2 ON record (record_kind_id, on_2) WHERE superseded_by_id IS NULL AND on_2 IS NOT NULL;
CREATE INDEX record_on_3 ON record (record_kind_id, on_3) WHERE superseded_by_id IS NULL AND on_3 IS NOT NULL;
CREATE INDEX record_superseded ON record (superseded_by_id) WHERE superseded_by_id IS NOT NULL;

-- ---------------------------------------------------------------- who is asking
-- Set for one transaction by lib/platform/db/scope.ts. Unset means nobody, and nobody sees anything.
CREATE FUNCTION app_flag(name text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('app.' || name, true), '') = 'on' $$;
CREATE FUNCTION app_viewer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('app.viewer', true), '')::uuid $$;
CREATE FUNCTION app_departments() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('app.departments', true), ''), '{}')::uuid[] $$;
-- A job or a sign-in acting for the installation itself.
CREATE FUNCTION app_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_flag('system') $$;
-- Business figures of every department.
CREATE FUNCTION app_everything() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_flag('everything') OR app_flag('system') $$;
CREATE FUNCTION app_administrator() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_flag('administrator') OR app_flag('system') $$;
-- Holds any grant on the business: may read what is company-wide.
CREATE FUNCTION app_business() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT app_flag('business') OR app_flag('system') $$;

-- ---------------------------------------------------------------- the application's role
DO $$ BEGIN
  CREATE ROLE coo_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  CREATE ROLE coo_audit NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT coo_audit TO CURRENT_USER;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO coo_app, coo_audit;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO coo_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO coo_app;
-- Versions are appended; the only change to a written one is that it has been superseded.
REVOKE UPDATE, DELETE ON measurement, target, initiative_update, comment, audit_event FROM coo_app;
GRANT UPDATE (superseded_at) ON measurement, target TO coo_app;
REVOKE INSERT ON audit_event FROM coo_app;
-- Which migrations have been applied is asked by the readiness check.
DO $$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    GRANT SELECT ON _prisma_migrations TO coo_app;
    REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM coo_app;
  END IF;
END $$;

-- ---------------------------------------------------------------- row-level security, the second net
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\_prisma%' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;

-- Directory: who works where is no secret inside the company; only some may change it.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['department', 'person', 'position', 'record_kind', 'setting'] LOOP
    EXECUTE format('CREATE POLICY read ON %I FOR SELECT USING ((SELECT app_viewer() IS NOT NULL OR app_system()))', t);
    EXECUTE format('CREATE POLICY write ON %I FOR ALL USING ((SELECT app_administrator() OR app_everything())) WITH CHECK ((SELECT app_administrator() OR app_everything()))', t);
  END LOOP;
END $$;

CREATE POLICY read ON access_grant FOR SELECT USING ((SELECT app_administrator() OR app_everything()) OR person_id = (SELECT app_viewer()));
CREATE POLICY write ON access_grant FOR ALL USING ((SELECT app_administrator())) WITH CHECK ((SELECT app_administrator()));

-- Identity: reached only by the sign-in code, which acts as the system.
CREATE POLICY system ON account FOR ALL USING ((SELECT app_system())) WITH CHECK ((SELECT app_system()));
CREATE POLICY system ON session FOR ALL USING ((SELECT app_system())) WITH CHECK ((SELECT app_system()));
CREATE POLICY system ON one_time_token FOR ALL USING ((SELECT app_system())) WITH CHECK ((SELECT app_system()));
CREATE POLICY system ON sign_in_failure FOR ALL USING ((SELECT app_system())) WITH CHECK ((SELECT app_system()));
CREATE POLICY own ON idempotency FOR ALL USING (person_id = (SELECT app_viewer())) WITH CHECK (person_id = (SELECT app_viewer()));

-- Business rows belong to a department.
CREATE POLICY read ON kpi FOR SELECT USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]) OR (company_wide AND (SELECT app_business())));
CREATE POLICY write ON kpi FOR ALL USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]))
  WITH CHECK ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]));
CREATE POLICY department ON annotation FOR ALL USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]))
  WITH CHECK ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]));
-- The owner of an initiative works on it wherever it belongs.
CREATE POLICY department ON initiative FOR ALL
  USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]) OR owner_id = (SELECT app_viewer()))
  WITH CHECK ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]) OR owner_id = (SELECT app_viewer()));
-- An action is its department's, its owner's, and of everybody who works on its initiative.
CREATE POLICY department ON action FOR ALL
  USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]) OR owner_id = (SELECT app_viewer())
    OR EXISTS (SELECT FROM initiative i WHERE i.id = initiative_id))
  WITH CHECK ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]) OR owner_id = (SELECT app_viewer())
    OR EXISTS (SELECT FROM initiative i WHERE i.id = initiative_id));
-- The next free code counts every initiative, also those the writer may not see. Writers take turns until they commit.
CREATE FUNCTION initiative_next_code() RETURNS text LANGUAGE plpgsql AS $$
DECLARE held text := coalesce(current_setting('app.system', true), ''); n int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('initiative_next_code'));
  PERFORM set_config('app.system', 'on', true);
  SELECT coalesce(max(substring(code FROM '^IN-([0-9]{1,8})$')::int), 0) + 1 INTO n FROM initiative;
  PERFORM set_config('app.system', held, true);
  RETURN 'IN-' || CASE WHEN n < 10 THEN '0' ELSE '' END || n;
END $$;

-- What hangs on a KPI is read with it, and written only inside the writer's departments.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['target', 'measurement', 'kpi_summary', 'signal'] LOOP
    EXECUTE format('CREATE POLICY read ON %1$I FOR SELECT USING ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = %1$I.kpi_id))', t);
    EXECUTE format('CREATE POLICY write ON %1$I FOR ALL
      USING ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = %1$I.kpi_id AND kpi.department_id = ANY ((SELECT app_departments())::uuid[])))
      WITH CHECK ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = %1$I.kpi_id AND kpi.department_id = ANY ((SELECT app_departments())::uuid[])))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['milestone', 'effect', 'initiative_update'] LOOP
    EXECUTE format('CREATE POLICY initiative ON %1$I FOR ALL
      USING ((SELECT app_everything()) OR EXISTS (SELECT FROM initiative i WHERE i.id = %1$I.initiative_id))
      WITH CHECK ((SELECT app_everything()) OR EXISTS (SELECT FROM initiative i WHERE i.id = %1$I.initiative_id))', t);
  END LOOP;
END $$;
CREATE POLICY formula ON formula_input FOR ALL USING ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = output_id))
  WITH CHECK ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = output_id AND kpi.department_id = ANY ((SELECT app_departments())::uuid[])));
CREATE POLICY subject ON comment FOR ALL
  USING ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = kpi_id) OR EXISTS (SELECT FROM initiative i WHERE i.id = initiative_id))
  WITH CHECK (author_id = (SELECT app_viewer()) AND (EXISTS (SELECT FROM kpi WHERE kpi.id = kpi_id) OR EXISTS (SELECT FROM initiative i WHERE i.id = initiative_id)));

-- Records are read through a KPI of one's own departments that is computed from them, and only for those departments.
CREATE POLICY read ON record FOR SELECT USING ((SELECT app_everything())
  OR ((department_id IS NULL OR department_id = ANY ((SELECT app_departments())::uuid[]))
    AND record_kind_id IN (SELECT k.record_kind_id FROM kpi k WHERE k.department_id = ANY ((SELECT app_departments())::uuid[]))));
CREATE POLICY write ON record FOR ALL USING ((SELECT app_everything())) WITH CHECK ((SELECT app_everything()));

-- Data: what was brought in, by whom. Rejected values are somebody's figures.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['import_mapping', 'import'] LOOP
    EXECUTE format('CREATE POLICY data ON %I FOR ALL USING ((SELECT app_administrator() OR app_everything())) WITH CHECK ((SELECT app_administrator() OR app_everything()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['import_reject', 'import_change'] LOOP
    EXECUTE format('CREATE POLICY data ON %I FOR ALL USING ((SELECT app_everything())) WITH CHECK ((SELECT app_everything()))', t);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- the audit chain
CREATE TABLE audit_head (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  last_id bigint NOT NULL,
  hash bytea NOT NULL
);
INSERT INTO audit_head (last_id, hash) VALUES (0, sha256('genesis'));

-- Everything of the row but the hash itself, in one fixed text. jsonb prints the same for the same content.
CREATE FUNCTION audit_payload(e audit_event) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT convert_to(jsonb_build_array(e.id, extract(epoch FROM e.at), e.actor_id, e.actor_name, e.action, e.subject_type, e.subject_id,
    e.subject_name, e.department_id, e.before, e.after, e.request_id)::text, 'UTF8') || e.previous_hash
$$;

-- Called last in a transaction: the head row's lock makes writers take turns from here to their commit.
CREATE FUNCTION audit_append(p_at timestamptz, p_actor_id uuid, p_actor_name text, p_action text, p_subject_type text, p_subject_id text,
  p_subject_name text, p_department_id uuid, p_before jsonb, p_after jsonb, p_request_id text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE h audit_head; e audit_event;
BEGIN
  SELECT * INTO STRICT h FROM audit_head FOR UPDATE;
  e := ROW(h.last_id + 1, date_trunc('milliseconds', p_at), p_actor_id, p_actor_name, p_action, p_subject_type, p_subject_id, p_subject_name,
    p_department_id, p_before, p_after, p_request_id, h.hash, ''::bytea);
  e.hash := sha256(audit_payload(e));
  INSERT INTO audit_event VALUES (e.*);
  UPDATE audit_head SET last_id = e.id, hash = e.hash;
  RETURN e.id;
END $$;

-- First row that does not follow from the one before it, or null. Also finds a cut tail, by the head.
CREATE FUNCTION audit_verify() RETURNS TABLE (broken_id bigint, rows_checked bigint, problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH chain AS (
    SELECT e.id, lag(e.id, 1, 0::bigint) OVER w AS before_id, e.previous_hash, lag(e.hash, 1, sha256('genesis')) OVER w AS before_hash,
      e.hash, sha256(audit_payload(e)) AS own_hash
    FROM audit_event e WINDOW w AS (ORDER BY e.id)
  ), faults AS (
    SELECT id, CASE WHEN id <> before_id + 1 THEN 'a row before it is missing' WHEN previous_hash <> before_hash THEN 'it does not follow from the row before it'
      ELSE 'its content was changed' END AS problem
    FROM chain WHERE id <> before_id + 1 OR previous_hash <> before_hash OR hash <> own_hash
    UNION ALL
    SELECT h.last_id, 'rows at the end are missing or were replaced' FROM audit_head h
    WHERE h.last_id <> coalesce((SELECT max(id) FROM audit_event), 0)
      OR h.hash <> coalesce((SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1), sha256('genesis'))
  )
  SELECT (SELECT id FROM faults ORDER BY id LIMIT 1), (SELECT count(*) FROM audit_event), (SELECT f.problem FROM faults f ORDER BY id LIMIT 1)
$$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_head FORCE ROW LEVEL SECURITY;
GRANT CREATE ON SCHEMA public TO coo_audit;
ALTER TABLE audit_event OWNER TO coo_audit;
ALTER TABLE audit_head OWNER TO coo_audit;
ALTER FUNCTION audit_append OWNER TO coo_audit;
ALTER FUNCTION audit_verify OWNER TO coo_audit;
REVOKE CREATE ON SCHEMA public FROM coo_audit;
REVOKE ALL ON audit_head FROM coo_app, PUBLIC;
REVOKE EXECUTE ON FUNCTION audit_append, audit_verify FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append, audit_verify TO coo_app;
CREATE POLICY read ON audit_event FOR SELECT TO coo_app USING ((SELECT app_administrator() OR app_everything()));
CREATE POLICY chain ON audit_event FOR ALL TO coo_audit USING (true) WITH CHECK (true);
CREATE POLICY chain ON audit_head FOR ALL TO coo_audit USING (true) WITH CHECK (true);
