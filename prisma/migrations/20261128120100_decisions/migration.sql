-- A question to be decided: options, who decides and by when; later what was chosen, why and how sure, when to look again, and what came of it.
CREATE TABLE decision (
  id uuid PRIMARY KEY DEFAULT uuid_v7(),
  code text NOT NULL UNIQUE,
  question text NOT NULL CHECK (length(question) BETWEEN 1 AND 200),
  background text NOT NULL DEFAULT '' CHECK (length(background) <= 2000),
  area area NOT NULL,
  department_id uuid NOT NULL REFERENCES department (id),
  asked_by_id uuid NOT NULL REFERENCES person (id),
  asked_at timestamptz(3) NOT NULL,
  -- who decides
  owner_id uuid NOT NULL REFERENCES person (id),
  decide_by date NOT NULL,
  at_stake numeric(20, 2) CHECK (at_stake >= 0),
  chosen_option_id uuid,
  reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 2000),
  -- percent: how sure whoever decided was that it would turn out as expected
  sure smallint CHECK (sure BETWEEN 50 AND 100),
  decided_by_id uuid REFERENCES person (id),
  decided_at timestamptz(3),
  review_on date,
  -- it holds if that KPI's value of the period that contains the day is within the bound
  holds_kpi_id uuid REFERENCES kpi (id) ON DELETE SET NULL,
  holds_side text CHECK (holds_side IN ('at-most', 'at-least')),
  holds_bound numeric(30, 10) CHECK (holds_bound <> 'NaN'),
  holds_on date,
  outcome text CHECK (outcome IN ('as-expected', 'better', 'worse')),
  outcome_text text NOT NULL DEFAULT '' CHECK (length(outcome_text) <= 2000),
  scored_by_id uuid REFERENCES person (id),
  scored_at timestamptz(3),
  demonstration boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT decision_decided CHECK (num_nonnulls(chosen_option_id, sure, decided_by_id, decided_at, review_on) IN (0, 5)),
  CONSTRAINT decision_reason CHECK (decided_at IS NULL OR length(reason) > 0),
  CONSTRAINT decision_scored CHECK (num_nonnulls(outcome, scored_by_id, scored_at) IN (0, 3) AND (scored_at IS NULL OR decided_at IS NOT NULL)),
  CONSTRAINT decision_holds CHECK (num_nonnulls(holds_side, holds_bound, holds_on) IN (0, 3))
);
CREATE INDEX decision_department_id_idx ON decision (department_id);
-- What waits for somebody: to decide, and to score.
CREATE INDEX decision_waiting ON decision (owner_id, decide_by) WHERE decided_at IS NULL;
CREATE INDEX decision_running ON decision (review_on) WHERE decided_at IS NOT NULL AND scored_at IS NULL;

CREATE TABLE decision_option (
  id uuid PRIMARY KEY DEFAULT uuid_v7(),
  decision_id uuid NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
  place smallint NOT NULL CHECK (place BETWEEN 1 AND 6),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  detail text NOT NULL DEFAULT '' CHECK (length(detail) <= 1000),
  -- money it would gain or avoid if it works, in the company's currency, and percent that it works
  gain numeric(20, 2) CHECK (gain >= 0),
  odds smallint CHECK (odds BETWEEN 0 AND 100),
  risk text NOT NULL DEFAULT '' CHECK (length(risk) <= 500),
  UNIQUE (decision_id, place)
);
ALTER TABLE decision ADD CONSTRAINT decision_chosen_option_id_fkey FOREIGN KEY (chosen_option_id) REFERENCES decision_option (id)
  DEFERRABLE INITIALLY IMMEDIATE; -- a log kept elsewhere is written whole: the choice before its options

-- What it is about, beside its area.
CREATE TABLE decision_about (
  decision_id uuid NOT NULL REFERENCES decision (id) ON DELETE CASCADE,
  subject_type text NOT NULL CHECK (subject_type IN ('kpi', 'initiative', 'signal')),
  subject_id uuid NOT NULL,
  PRIMARY KEY (decision_id, subject_type, subject_id)
);
CREATE INDEX decision_about_subject ON decision_about (subject_type, subject_id);

SELECT make_readable('decision', '{owner_id,asked_by_id}');
SELECT make_part('decision_option', 'decision', 'decision_id');
SELECT make_part('decision_about', 'decision', 'decision_id');
