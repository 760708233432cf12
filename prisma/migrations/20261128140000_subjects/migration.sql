-- Notices and actions name what they are about by one typed reference (type, id), as comments do, in place of a column for each kind of thing.

-- ---------------------------------------------------------------- notices
ALTER TABLE notification NO FORCE ROW LEVEL SECURITY;
UPDATE notification SET subject_type = 'signal', subject_id = signal_id WHERE subject_id IS NULL AND kind LIKE 'signal-%' AND signal_id IS NOT NULL;
UPDATE notification SET subject_type = 'comment', subject_id = comment_id WHERE subject_id IS NULL AND kind IN ('mentioned', 'comment-resolved') AND comment_id IS NOT NULL;
UPDATE notification SET subject_type = 'action', subject_id = action_id WHERE subject_id IS NULL AND kind = 'action-assigned' AND action_id IS NOT NULL;
UPDATE notification SET subject_type = 'initiative', subject_id = initiative_id WHERE subject_id IS NULL AND kind = 'initiative-assigned' AND initiative_id IS NOT NULL;
UPDATE notification SET subject_type = 'kpi', subject_id = kpi_id WHERE subject_id IS NULL AND kpi_id IS NOT NULL;
ALTER TABLE notification FORCE ROW LEVEL SECURITY;
ALTER TABLE notification DROP COLUMN signal_id, DROP COLUMN kpi_id, DROP COLUMN comment_id, DROP COLUMN initiative_id, DROP COLUMN action_id;

-- ---------------------------------------------------------------- actions
ALTER TABLE action ADD COLUMN subject_type text, ADD COLUMN subject_id uuid,
  ADD CONSTRAINT action_subject CHECK ((subject_type IS NULL) = (subject_id IS NULL));
ALTER TABLE action NO FORCE ROW LEVEL SECURITY;
UPDATE action SET subject_type = CASE WHEN initiative_id IS NULL THEN 'kpi' ELSE 'initiative' END, subject_id = coalesce(initiative_id, kpi_id)
  WHERE coalesce(initiative_id, kpi_id) IS NOT NULL;
ALTER TABLE action FORCE ROW LEVEL SECURITY;
DROP POLICY department ON action;
ALTER TABLE action DROP COLUMN initiative_id, DROP COLUMN kpi_id;
CREATE INDEX action_subject_idx ON action (subject_type, subject_id);
-- An action is its department's, its owner's, and of everybody who works on its initiative.
CREATE POLICY department ON action FOR ALL
  USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]) OR owner_id = (SELECT app_viewer())
    OR (subject_type = 'initiative' AND EXISTS (SELECT FROM initiative i WHERE i.id = subject_id)))
  WITH CHECK ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]) OR owner_id = (SELECT app_viewer())
    OR (subject_type = 'initiative' AND EXISTS (SELECT FROM initiative i WHERE i.id = subject_id)));
-- A row that goes takes the comments and notices of it along; a promise about it stays, about nothing.
CREATE OR REPLACE FUNCTION public.forget_references() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE held text := coalesce(current_setting('app.system', true), '');
BEGIN
  PERFORM set_config('app.system', 'on', true);
  DELETE FROM public.comment c WHERE c.subject_type = TG_TABLE_NAME AND c.subject_id = OLD.id;
  DELETE FROM public.notification n WHERE n.subject_type = TG_TABLE_NAME AND n.subject_id = OLD.id;
  UPDATE public.action a SET subject_type = NULL, subject_id = NULL WHERE a.subject_type = TG_TABLE_NAME AND a.subject_id = OLD.id;
  PERFORM set_config('app.system', held, true);
  RETURN NULL;
END $$;
GRANT SELECT (subject_type, subject_id), UPDATE (subject_type, subject_id) ON action TO coo_audit;
CREATE POLICY forget ON action FOR UPDATE TO coo_audit USING (true) WITH CHECK (true);
CREATE POLICY forget_read ON action FOR SELECT TO coo_audit USING (true);
-- People are told of actions and comments, and nobody comments on them: the references to them are only forgotten.
CREATE TRIGGER forget_notices AFTER DELETE ON action FOR EACH ROW EXECUTE FUNCTION forget_references();
CREATE TRIGGER forget_notices AFTER DELETE ON comment FOR EACH ROW EXECUTE FUNCTION forget_references();
