-- A position is closed as a department is: it stays in the history, and is offered nowhere. What it was called and who held it are kept by the
-- trigger there is (position_past).
ALTER TABLE position ADD COLUMN archived_at timestamptz(3);

-- An import is taken back while its rows are as it left them; those rows have the new column too, and it says nothing of them.
SELECT set_config('app.system', 'on', false);
UPDATE import_change c SET after = c.after || '{"archived_at": null}', before = c.before || '{"archived_at": null}'
  FROM import i WHERE i.id = c.import_id AND i.target = 'positions' AND NOT c.after ? 'archived_at';
RESET app.system;

ALTER TABLE position ADD CONSTRAINT position_closed_is_vacant CHECK (archived_at IS NULL OR holder_id IS NULL);
