-- What stands at a KPI moves with it: else the department it has left would go on reading its signals, value by value, and the one that
-- has it could not answer them.
CREATE OR REPLACE FUNCTION kpi_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE kpi_summary SET department_id = NEW.department_id, company_wide = NEW.company_wide, areas = NEW.areas, archived = NEW.archived_at IS NOT NULL
    WHERE kpi_id = NEW.id;
  IF NEW.department_id <> OLD.department_id THEN
    UPDATE signal SET department_id = NEW.department_id, version = version + 1 WHERE kpi_id = NEW.id;
    UPDATE annotation SET department_id = NEW.department_id WHERE kpi_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;

-- Row policies hold for the owner, too.
SELECT set_config('app.system', 'on', false);
UPDATE signal g SET department_id = k.department_id, version = g.version + 1 FROM kpi k WHERE k.id = g.kpi_id AND g.department_id <> k.department_id;
UPDATE annotation a SET department_id = k.department_id FROM kpi k WHERE k.id = a.kpi_id AND a.department_id <> k.department_id;
RESET app.system;

-- A company-wide KPI is drawn with the same limits for everybody who reads it: its annotations are read with it.
DROP POLICY department ON annotation;
CREATE POLICY read ON annotation FOR SELECT USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[])
  OR EXISTS (SELECT FROM kpi WHERE kpi.id = annotation.kpi_id));
CREATE POLICY write ON annotation FOR ALL USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]))
  WITH CHECK ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]));
