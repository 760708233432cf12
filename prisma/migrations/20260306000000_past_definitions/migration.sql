-- How a KPI was defined, and what a seat was called and who held it, before each change: what "as known on" shows of them. Written by the
-- database alone, whoever changes the row and by whatever way. `until`: the moment of the change by the business clock.
CREATE TABLE kpi_past (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kpi_id uuid NOT NULL REFERENCES kpi (id) ON DELETE CASCADE,
  until timestamptz(3) NOT NULL,
  -- the whole row of kpi
  was jsonb NOT NULL
);
CREATE INDEX kpi_past_at ON kpi_past (kpi_id, until, id);

CREATE TABLE position_past (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  position_id uuid NOT NULL REFERENCES position (id) ON DELETE CASCADE,
  until timestamptz(3) NOT NULL,
  title text NOT NULL,
  holder_id uuid REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX position_past_at ON position_past (position_id, until, id);
CREATE INDEX position_past_holder ON position_past (holder_id);

-- app.now is set by lib/platform/db/scope.ts where the business clock is pinned.
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;

CREATE FUNCTION keep_kpi() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO kpi_past (kpi_id, until, was) VALUES (OLD.id, app_now(), to_jsonb(OLD));
  RETURN NULL;
END $$;
CREATE TRIGGER keep AFTER UPDATE ON kpi FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'version' - 'archived_at' IS DISTINCT FROM to_jsonb(NEW) - 'version' - 'archived_at') EXECUTE FUNCTION keep_kpi();

CREATE FUNCTION keep_position() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO position_past (position_id, until, title, holder_id) VALUES (OLD.id, app_now(), OLD.title, OLD.holder_id);
  RETURN NULL;
END $$;
CREATE TRIGGER keep AFTER UPDATE ON position FOR EACH ROW
  WHEN (OLD.title <> NEW.title OR OLD.holder_id IS DISTINCT FROM NEW.holder_id) EXECUTE FUNCTION keep_position();

-- Read with its KPI; who sits where is no secret inside the company. Only the functions above, which are the owner's, write.
ALTER TABLE kpi_past ENABLE ROW LEVEL SECURITY;
ALTER TABLE kpi_past FORCE ROW LEVEL SECURITY;
ALTER TABLE position_past ENABLE ROW LEVEL SECURITY;
ALTER TABLE position_past FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON kpi_past FOR SELECT USING ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = kpi_id));
CREATE POLICY keep ON kpi_past FOR INSERT WITH CHECK (true);
CREATE POLICY read ON position_past FOR SELECT USING ((SELECT app_viewer() IS NOT NULL OR app_system()));
CREATE POLICY keep ON position_past FOR INSERT WITH CHECK (true);
GRANT SELECT ON kpi_past, position_past TO coo_app;
