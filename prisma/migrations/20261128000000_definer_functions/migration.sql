-- No function of ours looks a name up where its caller could put another in its place. A temporary table is found before every other unless
-- pg_temp stands last in the search path. So each function has a fixed search path that ends with pg_temp and names its tables with their
-- schema, or a body that was bound when it was made (RETURN ...), which row policies can still be inlined from.

-- ---------------------------------------------------------------- who is asking
CREATE OR REPLACE FUNCTION public.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
  RETURN encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid;
CREATE OR REPLACE FUNCTION public.app_flag(name text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('app.' || name, true), '') = 'on';
CREATE OR REPLACE FUNCTION public.app_viewer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.viewer', true), '')::uuid;
CREATE OR REPLACE FUNCTION public.app_departments() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('app.departments', true), ''), '{}')::uuid[];
CREATE OR REPLACE FUNCTION public.app_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN public.app_flag('system');
CREATE OR REPLACE FUNCTION public.app_everything() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN public.app_flag('everything') OR public.app_flag('system');
CREATE OR REPLACE FUNCTION public.app_administrator() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN public.app_flag('administrator') OR public.app_flag('system');
CREATE OR REPLACE FUNCTION public.app_business() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN public.app_flag('business') OR public.app_flag('system');
CREATE OR REPLACE FUNCTION public.app_now() RETURNS timestamptz LANGUAGE sql STABLE
  RETURN coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now());
-- In whose name this transaction writes: the viewer of a person's own; in the installation's, whom it says it acts for ('system' or a
-- person's id). Null: nobody.
CREATE FUNCTION public.app_actor() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('app.viewer', true), ''),
    CASE WHEN public.app_system() THEN nullif(current_setting('app.actor', true), '') END);

-- ---------------------------------------------------------------- as whoever writes
CREATE OR REPLACE FUNCTION public.initiative_next_code() RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE held text := coalesce(current_setting('app.system', true), ''); n int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('initiative_next_code'));
  PERFORM set_config('app.system', 'on', true);
  SELECT coalesce(max(substring(i.code FROM '^IN-([0-9]{1,8})$')::int), 0) + 1 INTO n FROM public.initiative i;
  PERFORM set_config('app.system', held, true);
  RETURN 'IN-' || CASE WHEN n < 10 THEN '0' ELSE '' END || n;
END $$;

CREATE OR REPLACE FUNCTION public.kpi_summary_place() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  SELECT k.department_id, k.company_wide, k.areas, k.archived_at IS NOT NULL, k.frequency, k.baseline_points
    INTO NEW.department_id, NEW.company_wide, NEW.areas, NEW.archived, NEW.frequency, NEW.baseline_points
    FROM public.kpi k WHERE k.id = NEW.kpi_id;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION public.kpi_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  UPDATE public.kpi_summary s
    SET department_id = NEW.department_id, company_wide = NEW.company_wide, areas = NEW.areas, archived = NEW.archived_at IS NOT NULL
    WHERE s.kpi_id = NEW.id;
  IF NEW.department_id <> OLD.department_id THEN
    UPDATE public.signal g SET department_id = NEW.department_id, version = g.version + 1 WHERE g.kpi_id = NEW.id;
    UPDATE public.annotation a SET department_id = NEW.department_id WHERE a.kpi_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.kpi_baseline_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  UPDATE public.kpi_summary s SET frequency = NEW.frequency, baseline_points = NEW.baseline_points WHERE s.kpi_id = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
  $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;

-- ---------------------------------------------------------------- as their owner
CREATE OR REPLACE FUNCTION public.keep_kpi() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.kpi_past (kpi_id, until, was) VALUES (OLD.id, public.app_now(), to_jsonb(OLD));
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.keep_position() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.position_past (position_id, until, title, holder_id) VALUES (OLD.id, public.app_now(), OLD.title, OLD.holder_id);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.audit_payload(e public.audit_event) RETURNS bytea LANGUAGE sql STABLE
  RETURN convert_to(jsonb_build_array(e.id, extract(epoch FROM e.at), e.actor_id, e.actor_name, e.action, e.subject_type, e.subject_id,
    e.subject_name, e.department_id, e.before, e.after, e.request_id)::text, 'UTF8') || e.previous_hash;

CREATE OR REPLACE FUNCTION public.audit_verify() RETURNS TABLE (broken_id bigint, rows_checked bigint, problem text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH chain AS (
    SELECT e.id, lag(e.id, 1, 0::bigint) OVER w AS before_id, e.previous_hash, lag(e.hash, 1, sha256('genesis')) OVER w AS before_hash,
      e.hash, sha256(public.audit_payload(e)) AS own_hash
    FROM public.audit_event e WINDOW w AS (ORDER BY e.id)
  ), faults AS (
    SELECT id, CASE WHEN id <> before_id + 1 THEN 'a row before it is missing' WHEN previous_hash <> before_hash THEN 'it does not follow from the row before it'
      ELSE 'its content was changed' END AS problem
    FROM chain WHERE id <> before_id + 1 OR previous_hash <> before_hash OR hash <> own_hash
    UNION ALL
    SELECT h.last_id, 'rows at the end are missing or were replaced' FROM public.audit_head h
    WHERE h.last_id <> coalesce((SELECT max(id) FROM public.audit_event), 0)
      OR h.hash <> coalesce((SELECT hash FROM public.audit_event ORDER BY id DESC LIMIT 1), sha256('genesis'))
  )
  SELECT (SELECT id FROM faults ORDER BY id LIMIT 1), (SELECT count(*) FROM public.audit_event), (SELECT f.problem FROM faults f ORDER BY id LIMIT 1)
$$;

-- Who wrote and when is not the caller's to say: the actor is the transaction's, the name is looked up here, the time is the business clock's.
DROP FUNCTION public.audit_append(timestamptz, uuid, text, text, text, text, text, uuid, jsonb, jsonb, text);
CREATE FUNCTION public.audit_append(p_action text, p_subject_type text, p_subject_id text, p_subject_name text, p_department_id uuid,
  p_before jsonb, p_after jsonb, p_request_id text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE h public.audit_head; e public.audit_event; actor text := public.app_actor(); who uuid; called text := 'the system';
BEGIN
  IF actor IS NULL THEN
    RAISE EXCEPTION 'the audit log is not written by a transaction that acts for nobody' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF actor <> 'system' THEN
    who := actor::uuid;
    SELECT p.name INTO called FROM public.person p WHERE p.id = who;
    IF NOT FOUND THEN RAISE EXCEPTION 'the audit log is not written in the name of nobody known' USING ERRCODE = 'insufficient_privilege'; END IF;
  END IF;
  SELECT * INTO STRICT h FROM public.audit_head FOR UPDATE;
  -- clock_timestamp(): what is later in the chain is not earlier because its transaction had begun before.
  e := ROW(h.last_id + 1, date_trunc('milliseconds', coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp())),
    who, called, p_action, p_subject_type, p_subject_id, p_subject_name, p_department_id, p_before, p_after, p_request_id, h.hash, ''::bytea);
  e.hash := sha256(public.audit_payload(e));
  INSERT INTO public.audit_event VALUES (e.*);
  UPDATE public.audit_head SET last_id = e.id, hash = e.hash;
  RETURN e.id;
END $$;

-- What runs as its owner runs as coo_audit, which nobody signs in as and which may do no more than these functions do.
GRANT SELECT (id, name) ON public.person TO coo_audit;
GRANT INSERT ON public.kpi_past, public.position_past TO coo_audit;
GRANT CREATE ON SCHEMA public TO coo_audit;
ALTER FUNCTION public.audit_append(text, text, text, text, uuid, jsonb, jsonb, text) OWNER TO coo_audit;
ALTER FUNCTION public.keep_kpi() OWNER TO coo_audit;
ALTER FUNCTION public.keep_position() OWNER TO coo_audit;
REVOKE CREATE ON SCHEMA public FROM coo_audit;
-- A trigger runs its function whoever may call it; without this, anybody could hang it on a table of their own.
REVOKE EXECUTE ON FUNCTION public.audit_append(text, text, text, text, uuid, jsonb, jsonb, text), public.keep_kpi(), public.keep_position() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.audit_append(text, text, text, text, uuid, jsonb, jsonb, text) TO coo_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
