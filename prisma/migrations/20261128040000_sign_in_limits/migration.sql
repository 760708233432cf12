-- What the limits before signing in count, one row for each account, known device, network and so on: the latest tries that were let
-- through, and how many were refused since administrators were last told. One statement counts and decides, so that nobody waits.
CREATE TABLE sign_in_count (
  key text PRIMARY KEY CHECK (length(key) <= 500),
  tries timestamptz[] NOT NULL,
  refused integer NOT NULL DEFAULT 0,
  seen_at timestamptz NOT NULL
);
CREATE INDEX sign_in_count_seen ON sign_in_count (seen_at);

-- A browser somebody has signed in with: the other half of its id is a cookie there. It has tries of its own, so that guessing from
-- elsewhere does not lock out whom it belongs to.
CREATE TABLE known_device (
  id_hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES account (person_id) ON DELETE CASCADE,
  last_used_at timestamptz(3) NOT NULL
);
CREATE INDEX known_device_person ON known_device (person_id, last_used_at);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sign_in_count', 'known_device'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO coo_app', t);
    EXECUTE format('CREATE POLICY system ON %I FOR ALL USING ((SELECT app_system())) WITH CHECK ((SELECT app_system()))', t);
  END LOOP;
END $$;

-- Its rows say no more than the counts do, for a quarter of an hour.
DROP TABLE sign_in_failure;

ALTER TABLE notification DROP CONSTRAINT notification_kind_check;
ALTER TABLE notification ADD CONSTRAINT notification_kind_check CHECK (kind IN ('signal-asked', 'signal-assigned', 'signal-explained',
  'signal-escalated', 'signal-watched', 'mentioned', 'comment-resolved', 'initiative-assigned', 'action-assigned', 'numbers-due', 'numbers-late',
  'delegated', 'sign-in-flood'));
