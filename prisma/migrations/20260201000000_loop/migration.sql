-- The closed loop: signals that reach a person and come back answered, and what is around them.

-- ---------------------------------------------------------------- signals
-- process: the rules found it in the values. late: a value is overdue. source: records of a kind that feeds KPIs stopped coming.
CREATE TYPE signal_kind AS ENUM ('process', 'late', 'source');
CREATE TYPE signal_cause AS ENUM ('method', 'machine', 'material', 'people', 'demand', 'measurement', 'unknown');

ALTER TABLE signal
  ALTER COLUMN kpi_id DROP NOT NULL,
  ALTER COLUMN value DROP NOT NULL,
  ADD COLUMN kind signal_kind NOT NULL DEFAULT 'process',
  ADD COLUMN record_kind_id integer REFERENCES record_kind (id) ON DELETE CASCADE,
  ADD COLUMN department_id uuid REFERENCES department (id) ON DELETE RESTRICT,
  ADD COLUMN owner_id uuid REFERENCES person (id) ON DELETE SET NULL,
  ADD COLUMN asked_by_id uuid REFERENCES person (id) ON DELETE SET NULL,
  ADD COLUMN answer_by timestamptz(3),
  ADD COLUMN level smallint NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 3),
  ADD COLUMN money numeric(20, 2),
  ADD COLUMN money_unit text,
  ADD COLUMN reach integer NOT NULL DEFAULT 0,
  ADD COLUMN escalated_to_id uuid REFERENCES department (id) ON DELETE SET NULL,
  ADD COLUMN escalated_at timestamptz(3),
  ADD COLUMN cause signal_cause,
  ADD COLUMN accepted_at timestamptz(3),
  ADD COLUMN quiet_points integer NOT NULL DEFAULT 0,
  ADD COLUMN shift_from date,
  ADD COLUMN shift_before double precision,
  ADD COLUMN shift_after double precision;
UPDATE signal SET department_id = kpi.department_id FROM kpi WHERE kpi.id = signal.kpi_id;
ALTER TABLE signal
  ALTER COLUMN department_id SET NOT NULL,
  ADD CONSTRAINT signal_one_subject CHECK ((kind = 'source') = (record_kind_id IS NOT NULL) AND num_nonnulls(kpi_id, record_kind_id) = 1),
  ADD CONSTRAINT signal_money_has_unit CHECK ((money IS NULL) = (money_unit IS NULL));
-- One open signal per KPI and kind, one per source: a cause is reported once, however many points show it.
DROP INDEX signal_one_open;
CREATE UNIQUE INDEX signal_one_open ON signal (kpi_id, kind) WHERE state <> 'closed';
CREATE UNIQUE INDEX signal_one_open_source ON signal (record_kind_id) WHERE state <> 'closed' AND record_kind_id IS NOT NULL;
CREATE INDEX signal_department_open ON signal (department_id) WHERE state <> 'closed';
CREATE INDEX signal_owner_open ON signal (owner_id) WHERE state <> 'closed';

-- The story of a signal: append-only. `before` is what the step changed, so that the last one can be taken back.
CREATE TABLE signal_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  signal_id uuid NOT NULL REFERENCES signal (id) ON DELETE CASCADE,
  at timestamptz(3) NOT NULL,
  -- null: the rules or the clock
  actor_id uuid REFERENCES person (id) ON DELETE SET NULL,
  step text NOT NULL CHECK (step IN ('opened', 'worse', 'asked', 'acknowledged', 'explained', 'accepted', 'asked-again', 'assigned', 'acted-on',
    'left', 'escalated', 'recovered', 'returned', 'new-level', 'verified', 'closed', 'undone')),
  text text NOT NULL DEFAULT '',
  cause signal_cause,
  -- whom it reached: asked, assigned
  person_id uuid REFERENCES person (id) ON DELETE SET NULL,
  department_id uuid REFERENCES department (id) ON DELETE SET NULL,
  initiative_id uuid REFERENCES initiative (id) ON DELETE SET NULL,
  action_id uuid REFERENCES action (id) ON DELETE SET NULL,
  due_at timestamptz(3),
  before jsonb
);
CREATE INDEX signal_event_story ON signal_event (signal_id, id);
CREATE INDEX signal_event_actor ON signal_event (actor_id, at) WHERE actor_id IS NOT NULL;

ALTER TABLE initiative ADD COLUMN signal_id uuid REFERENCES signal (id) ON DELETE SET NULL;
ALTER TABLE action ADD COLUMN signal_id uuid REFERENCES signal (id) ON DELETE SET NULL, ADD COLUMN comment_id uuid REFERENCES comment (id) ON DELETE SET NULL;
CREATE INDEX initiative_signal ON initiative (signal_id) WHERE signal_id IS NOT NULL;
CREATE INDEX action_signal ON action (signal_id) WHERE signal_id IS NOT NULL;

-- Left knowingly until a day: one person's own list, whatever the item is.
CREATE TABLE deferral (
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  item text NOT NULL CHECK (length(item) BETWEEN 3 AND 80),
  until date NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (person_id, item)
);

-- ---------------------------------------------------------------- comments, watching, notices
ALTER TABLE comment ADD COLUMN resolved_at timestamptz(3), ADD COLUMN resolved_by_id uuid REFERENCES person (id) ON DELETE SET NULL;
CREATE TABLE comment_mention (
  comment_id uuid NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (comment_id, person_id)
);
CREATE TABLE kpi_watch (
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  kpi_id uuid NOT NULL REFERENCES kpi (id) ON DELETE CASCADE,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (person_id, kpi_id)
);
CREATE INDEX kpi_watch_kpi ON kpi_watch (kpi_id);

-- What somebody is to be told. Holds references only: the words are made when it is read, with the reader's rights of that moment.
CREATE TABLE notification (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('signal-asked', 'signal-assigned', 'signal-explained', 'signal-escalated', 'signal-watched', 'mentioned',
    'comment-resolved', 'initiative-assigned', 'action-assigned', 'numbers-due', 'numbers-late', 'delegated')),
  at timestamptz(3) NOT NULL,
  actor_id uuid REFERENCES person (id) ON DELETE SET NULL,
  signal_id uuid REFERENCES signal (id) ON DELETE CASCADE,
  kpi_id uuid REFERENCES kpi (id) ON DELETE CASCADE,
  comment_id uuid REFERENCES comment (id) ON DELETE CASCADE,
  initiative_id uuid REFERENCES initiative (id) ON DELETE CASCADE,
  action_id uuid REFERENCES action (id) ON DELETE CASCADE,
  read_at timestamptz(3),
  mailed_at timestamptz(3)
);
CREATE INDEX notification_unread ON notification (person_id, id) WHERE read_at IS NULL;
CREATE INDEX notification_unmailed ON notification (person_id, id) WHERE mailed_at IS NULL;

-- How a person wants to be reached, and when they last looked.
CREATE TABLE person_setting (
  person_id uuid PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  digest text NOT NULL DEFAULT 'workdays' CHECK (digest IN ('off', 'daily', 'workdays')),
  -- hours of the company's time zone
  digest_hour smallint NOT NULL DEFAULT 7 CHECK (digest_hour BETWEEN 0 AND 23),
  quiet_from smallint CHECK (quiet_from BETWEEN 0 AND 23),
  quiet_to smallint CHECK (quiet_to BETWEEN 0 AND 23),
  single_keys boolean NOT NULL DEFAULT true,
  digest_on date,
  today_seen_at timestamptz(3),
  today_before_at timestamptz(3),
  CONSTRAINT person_setting_quiet CHECK (num_nonnulls(quiet_from, quiet_to) <> 1)
);

-- Somebody stands in while another is away: what is the other's own counts as theirs, in their own departments.
CREATE TABLE delegation (
  id uuid PRIMARY KEY DEFAULT uuid_v7(),
  person_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  deputy_id uuid NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  from_on date NOT NULL,
  to_on date NOT NULL,
  created_by_id uuid REFERENCES person (id) ON DELETE SET NULL,
  created_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  CONSTRAINT delegation_days CHECK (to_on >= from_on),
  CONSTRAINT delegation_not_oneself CHECK (person_id <> deputy_id)
);
CREATE INDEX delegation_deputy ON delegation (deputy_id) WHERE ended_at IS NULL;
CREATE INDEX delegation_person ON delegation (person_id) WHERE ended_at IS NULL;

-- ---------------------------------------------------------------- files on their way in
-- A file that was dropped: its bytes lie in the installation's upload directory under the id.
CREATE TABLE upload (
  id uuid PRIMARY KEY DEFAULT uuid_v7(),
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 255),
  size bigint NOT NULL CHECK (size >= 0),
  sha256 bytea NOT NULL,
  uploaded_by_id uuid REFERENCES person (id) ON DELETE SET NULL,
  uploaded_at timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'checking', 'checked', 'waiting', 'running', 'done', 'failed', 'cancelled')),
  -- what was detected, as corrected; the mapping as edited; counts and rejects of the last check; rows done of a run
  format jsonb,
  mapping jsonb,
  preview jsonb,
  progress jsonb,
  failure text,
  cancel_asked_at timestamptz(3),
  import_id bigint REFERENCES import (id) ON DELETE SET NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX upload_recent ON upload (uploaded_at DESC);

-- ---------------------------------------------------------------- rights
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['signal_event', 'deferral', 'comment_mention', 'kpi_watch', 'notification', 'person_setting', 'delegation', 'upload'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO coo_app', t);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON signal_event, comment_mention FROM coo_app;
GRANT UPDATE (resolved_at, resolved_by_id) ON comment TO coo_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO coo_app;

-- A signal is read with its KPI, or in its department; worked on in its department.
DROP POLICY read ON signal;
DROP POLICY write ON signal;
CREATE POLICY read ON signal FOR SELECT USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[])
  OR EXISTS (SELECT FROM kpi WHERE kpi.id = signal.kpi_id));
CREATE POLICY write ON signal FOR ALL USING ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]))
  WITH CHECK ((SELECT app_everything()) OR department_id = ANY ((SELECT app_departments())::uuid[]));
CREATE POLICY read ON signal_event FOR SELECT USING ((SELECT app_everything()) OR EXISTS (SELECT FROM signal s WHERE s.id = signal_id));
CREATE POLICY append ON signal_event FOR INSERT WITH CHECK ((SELECT app_everything())
  OR EXISTS (SELECT FROM signal s WHERE s.id = signal_id AND s.department_id = ANY ((SELECT app_departments())::uuid[])));

CREATE POLICY own ON deferral FOR ALL USING (person_id = (SELECT app_viewer()) OR (SELECT app_system()))
  WITH CHECK (person_id = (SELECT app_viewer()) OR (SELECT app_system()));
CREATE POLICY own ON person_setting FOR ALL USING (person_id = (SELECT app_viewer()) OR (SELECT app_system()))
  WITH CHECK (person_id = (SELECT app_viewer()) OR (SELECT app_system()));
CREATE POLICY own ON kpi_watch FOR ALL USING (person_id = (SELECT app_viewer()) OR (SELECT app_system()))
  WITH CHECK ((person_id = (SELECT app_viewer()) AND EXISTS (SELECT FROM kpi WHERE kpi.id = kpi_id)) OR (SELECT app_system()));
CREATE POLICY subject ON comment_mention FOR ALL USING ((SELECT app_everything()) OR EXISTS (SELECT FROM comment c WHERE c.id = comment_id))
  WITH CHECK ((SELECT app_system()) OR EXISTS (SELECT FROM comment c WHERE c.id = comment_id AND c.author_id = (SELECT app_viewer())));
-- Resolving is a change to somebody else's comment.
DROP POLICY subject ON comment;
CREATE POLICY read ON comment FOR SELECT
  USING ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = kpi_id) OR EXISTS (SELECT FROM initiative i WHERE i.id = initiative_id));
CREATE POLICY write ON comment FOR INSERT
  WITH CHECK (author_id = (SELECT app_viewer()) AND (EXISTS (SELECT FROM kpi WHERE kpi.id = kpi_id) OR EXISTS (SELECT FROM initiative i WHERE i.id = initiative_id)));
CREATE POLICY resolve ON comment FOR UPDATE
  USING ((SELECT app_everything()) OR EXISTS (SELECT FROM kpi WHERE kpi.id = kpi_id) OR EXISTS (SELECT FROM initiative i WHERE i.id = initiative_id));

-- Anybody signed in may tell somebody something; only the one told reads it.
CREATE POLICY own ON notification FOR ALL USING (person_id = (SELECT app_viewer()) OR (SELECT app_system())) WITH CHECK ((SELECT app_system()));
CREATE POLICY tell ON notification FOR INSERT WITH CHECK (actor_id = (SELECT app_viewer()) OR (SELECT app_system()));
CREATE POLICY seen ON notification FOR UPDATE USING (person_id = (SELECT app_viewer())) WITH CHECK (person_id = (SELECT app_viewer()));

CREATE POLICY involved ON delegation FOR ALL
  USING (person_id = (SELECT app_viewer()) OR deputy_id = (SELECT app_viewer()) OR (SELECT app_administrator() OR app_everything()))
  WITH CHECK (person_id = (SELECT app_viewer()) OR (SELECT app_administrator()));
CREATE POLICY data ON upload FOR ALL USING ((SELECT app_administrator() OR app_everything())) WITH CHECK ((SELECT app_administrator() OR app_everything()));
