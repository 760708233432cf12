-- What Today counts over every KPI of a viewer, without a join: how many false signals to expect, and which are off track.
ALTER TABLE kpi_summary ADD COLUMN frequency frequency, ADD COLUMN baseline_points integer;
-- Row policies hold for the owner, too.
SELECT set_config('app.system', 'on', false), set_config('app.everything', 'on', false);
UPDATE kpi_summary s SET frequency = k.frequency, baseline_points = k.baseline_points FROM kpi k WHERE k.id = s.kpi_id;
SELECT set_config('app.system', '', false), set_config('app.everything', '', false);
ALTER TABLE kpi_summary ALTER COLUMN frequency SET NOT NULL, ALTER COLUMN baseline_points SET NOT NULL;

CREATE OR REPLACE FUNCTION kpi_summary_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  SELECT k.department_id, k.company_wide, k.areas, k.archived_at IS NOT NULL, k.frequency, k.baseline_points
    INTO NEW.department_id, NEW.company_wide, NEW.areas, NEW.archived, NEW.frequency, NEW.baseline_points
    FROM kpi k WHERE k.id = NEW.kpi_id;
  RETURN NEW;
END $$;
CREATE FUNCTION kpi_baseline_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE kpi_summary SET frequency = NEW.frequency, baseline_points = NEW.baseline_points WHERE kpi_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER baseline_changed AFTER UPDATE OF frequency, baseline_points ON kpi FOR EACH ROW
  WHEN ((OLD.frequency, OLD.baseline_points) IS DISTINCT FROM (NEW.frequency, NEW.baseline_points)) EXECUTE FUNCTION kpi_baseline_changed();

CREATE INDEX kpi_summary_off_track ON kpi_summary (need DESC, kpi_id) WHERE status = 'off-track' AND NOT archived;

-- What somebody typed, the latest first. What came in by a file is not in it: an import writes nothing here.
CREATE INDEX measurement_typed ON measurement (recorded_by_id, recorded_at) WHERE import_id IS NULL AND recorded_by_id IS NOT NULL;
