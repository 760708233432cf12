-- Departments go twelve levels deep, the company being the first: pages and rights walk up and down the tree. Looked at when a department is made
-- or moved, after the whole statement, so that many may come at once in any order. What is deeper from before stays where it is.
CREATE FUNCTION department_depth() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  up int;
  down int;
BEGIN
  -- Two who move departments at once do not see each other's: they take turns until they commit.
  PERFORM pg_advisory_xact_lock(hashtextextended('department tree', 0));
  -- Counted to thirteen and no further: a circle has no end.
  WITH RECURSIVE above AS (
    SELECT NEW.parent_id AS id, 1 AS n
    UNION ALL SELECT d.parent_id, a.n + 1 FROM above a JOIN public.department d ON d.id = a.id WHERE a.n < 13
  ) SELECT max(n) INTO up FROM above;
  WITH RECURSIVE below AS (
    SELECT NEW.id, 1 AS n
    UNION ALL SELECT d.id, b.n + 1 FROM below b JOIN public.department d ON d.parent_id = b.id WHERE TG_OP = 'UPDATE' AND b.n < 13
  ) SELECT max(n) INTO down FROM below;
  IF up + down - 1 > 12 THEN
    RAISE EXCEPTION 'departments go 12 levels deep' USING ERRCODE = 'check_violation', TABLE = 'department', CONSTRAINT = 'department_depth';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER department_depth AFTER INSERT ON department FOR EACH ROW EXECUTE FUNCTION department_depth();
CREATE TRIGGER department_depth_moved AFTER UPDATE OF parent_id ON department FOR EACH ROW
  WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION department_depth();
