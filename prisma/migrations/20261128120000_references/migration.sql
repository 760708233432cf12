-- What others refer to by one typed reference (type, id), the type being the name of its table; and what makes a table readable by
-- department, with all that hangs on that, in one call of a migration.

-- ---------------------------------------------------------------- references
-- Replaced by make_referable, which knows the tables there are.
CREATE FUNCTION public.reference_readable(p_type text, p_id uuid) RETURNS boolean LANGUAGE sql STABLE RETURN false;

-- A row that goes takes the comments on it along. Acts as the installation: comments are nobody's to delete.
CREATE FUNCTION public.forget_references() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE held text := coalesce(current_setting('app.system', true), '');
BEGIN
  PERFORM set_config('app.system', 'on', true);
  DELETE FROM public.comment c WHERE c.subject_type = TG_TABLE_NAME AND c.subject_id = OLD.id;
  DELETE FROM public.notification n WHERE n.subject_type = TG_TABLE_NAME AND n.subject_id = OLD.id;
  PERFORM set_config('app.system', held, true);
  RETURN NULL;
END $$;

-- Rows of the table can be commented on, told of and linked to: reference_readable(type, id) says whether the reader sees the row.
CREATE FUNCTION public.make_referable(p_table text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE branches text;
BEGIN
  EXECUTE format('CREATE TRIGGER forget_references AFTER DELETE ON public.%I FOR EACH ROW EXECUTE FUNCTION public.forget_references()', p_table);
  SELECT string_agg(format('WHEN %L THEN EXISTS (SELECT FROM public.%I t WHERE t.id = p_id)', c.relname, c.relname), ' ' ORDER BY c.relname)
    INTO branches FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'forget_references';
  EXECUTE format('CREATE OR REPLACE FUNCTION public.reference_readable(p_type text, p_id uuid) RETURNS boolean LANGUAGE sql STABLE RETURN CASE p_type %s ELSE false END', branches);
END $$;

-- ---------------------------------------------------------------- tables that belong to departments
CREATE FUNCTION public.keep_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('INSERT INTO public.%I (row_id, until, was) VALUES ($1, public.app_now(), $2)', TG_TABLE_NAME || '_past') USING OLD.id, to_jsonb(OLD);
  RETURN NULL;
END $$;

-- Row policies, grants, references and history of a table with id and department_id. p_people: columns of people who read and write a row
-- wherever it belongs. What stood in a row before each change is kept in <table>_past, for pages "as known on".
CREATE FUNCTION public.make_readable(p_table text, p_people text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  past text := p_table || '_past';
  -- as every policy here writes it: public is not in the search path
  rule text := '(SELECT public.app_everything()) OR department_id = ANY ((SELECT public.app_departments())::uuid[])';
  person text;
BEGIN
  FOREACH person IN ARRAY p_people LOOP
    rule := rule || format(' OR %I = (SELECT public.app_viewer())', person);
  END LOOP;
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', p_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO coo_app', p_table);
  EXECUTE format('CREATE POLICY department ON public.%1$I FOR ALL USING (%2$s) WITH CHECK (%2$s)', p_table, rule);
  PERFORM public.make_referable(p_table);
  EXECUTE format('CREATE TABLE public.%I (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    row_id uuid NOT NULL REFERENCES public.%I (id) ON DELETE CASCADE, until timestamptz(3) NOT NULL, was jsonb NOT NULL)', past, p_table);
  EXECUTE format('CREATE INDEX %I ON public.%I (row_id, until, id)', past || '_at', past);
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', past);
  EXECUTE format('GRANT SELECT ON public.%I TO coo_app', past);
  EXECUTE format('GRANT INSERT ON public.%I TO coo_audit', past);
  EXECUTE format('CREATE POLICY read ON public.%I FOR SELECT USING ((SELECT public.app_everything()) OR EXISTS (SELECT FROM public.%I t WHERE t.id = row_id))', past, p_table);
  EXECUTE format('CREATE POLICY keep ON public.%I FOR INSERT WITH CHECK (true)', past);
  EXECUTE format('CREATE TRIGGER keep AFTER UPDATE ON public.%I FOR EACH ROW
    WHEN (to_jsonb(OLD) - ''version'' IS DISTINCT FROM to_jsonb(NEW) - ''version'') EXECUTE FUNCTION public.keep_row()', p_table);
END $$;

-- A table of parts, read and written with the row they are part of.
CREATE FUNCTION public.make_part(p_table text, p_of text, p_column text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE rule text := format('(SELECT public.app_everything()) OR EXISTS (SELECT FROM public.%I t WHERE t.id = %I)', p_of, p_column);
BEGIN
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', p_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO coo_app', p_table);
  EXECUTE format('CREATE POLICY part ON public.%1$I FOR ALL USING (%2$s) WITH CHECK (%2$s)', p_table, rule);
END $$;

-- The next free code of a table, counting rows the writer does not see. Writers take turns until they commit.
CREATE FUNCTION public.next_code(p_table text, p_prefix text) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE held text := coalesce(current_setting('app.system', true), ''); n int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('next code of ' || p_table, 0));
  PERFORM set_config('app.system', 'on', true);
  EXECUTE format('SELECT coalesce(max(substring(code FROM %L)::int), 0) + 1 FROM public.%I', '^' || p_prefix || '-([0-9]{1,8})$', p_table) INTO n;
  PERFORM set_config('app.system', held, true);
  RETURN p_prefix || '-' || CASE WHEN n < 10 THEN '0' ELSE '' END || n;
END $$;

REVOKE EXECUTE ON FUNCTION public.make_referable(text), public.make_readable(text, text[]), public.make_part(text, text, text),
  public.forget_references(), public.keep_row() FROM PUBLIC;

-- ---------------------------------------------------------------- comments
ALTER TABLE comment ADD COLUMN subject_type text, ADD COLUMN subject_id uuid;
ALTER TABLE comment NO FORCE ROW LEVEL SECURITY;
UPDATE comment SET subject_type = CASE WHEN kpi_id IS NULL THEN 'initiative' ELSE 'kpi' END, subject_id = coalesce(kpi_id, initiative_id);
ALTER TABLE comment FORCE ROW LEVEL SECURITY;
DROP POLICY read ON comment;
DROP POLICY write ON comment;
DROP POLICY resolve ON comment;
ALTER TABLE comment DROP COLUMN kpi_id, DROP COLUMN initiative_id, ALTER COLUMN subject_type SET NOT NULL, ALTER COLUMN subject_id SET NOT NULL;
CREATE INDEX comment_subject ON comment (subject_type, subject_id, at);

-- ---------------------------------------------------------------- notices
-- What a notice is about, where it is neither a signal nor a KPI, a comment, an initiative or an action.
ALTER TABLE notification ADD COLUMN subject_type text, ADD COLUMN subject_id uuid,
  ADD CONSTRAINT notification_subject CHECK ((subject_type IS NULL) = (subject_id IS NULL));
CREATE INDEX notification_subject_idx ON notification (subject_type, subject_id) WHERE subject_id IS NOT NULL;
-- Which kinds there are is said by the features that tell of them, and held by a test.
ALTER TABLE notification DROP CONSTRAINT IF EXISTS notification_kind_check;
ALTER TABLE notification ADD CONSTRAINT notification_kind_form CHECK (kind ~ '^[a-z]+(-[a-z]+)*$');

SELECT make_referable('kpi');
SELECT make_referable('initiative');
SELECT make_referable('signal');
CREATE POLICY read ON comment FOR SELECT USING ((SELECT app_everything()) OR reference_readable(subject_type, subject_id));
CREATE POLICY write ON comment FOR INSERT WITH CHECK (author_id = (SELECT app_viewer()) AND reference_readable(subject_type, subject_id));
CREATE POLICY resolve ON comment FOR UPDATE USING ((SELECT app_everything()) OR reference_readable(subject_type, subject_id));
-- Only forget_references() may delete, which belongs to a role nobody signs in as.
CREATE POLICY forget ON comment FOR DELETE TO coo_audit USING (true);
CREATE POLICY forget_read ON comment FOR SELECT TO coo_audit USING (true);
CREATE POLICY forget ON notification FOR DELETE TO coo_audit USING (true);
CREATE POLICY forget_read ON notification FOR SELECT TO coo_audit USING (true);
GRANT SELECT (subject_type, subject_id), DELETE ON comment, notification TO coo_audit;
GRANT CREATE ON SCHEMA public TO coo_audit;
ALTER FUNCTION public.forget_references() OWNER TO coo_audit;
ALTER FUNCTION public.keep_row() OWNER TO coo_audit;
REVOKE CREATE ON SCHEMA public FROM coo_audit;
