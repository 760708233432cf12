-- A late KPI always has its own signal; a source has one in every department in which late KPIs of it come together. So no row of one
-- department decides what another one is told. `waits_for_id` says under which signal it need not be shown to whoever has both.
ALTER TABLE signal ADD COLUMN waits_for_id uuid REFERENCES signal (id) ON DELETE SET NULL;
CREATE INDEX signal_waits_for ON signal (waits_for_id) WHERE waits_for_id IS NOT NULL;
DROP INDEX signal_one_open_source;
CREATE UNIQUE INDEX signal_one_open_source ON signal (record_kind_id, department_id) WHERE state <> 'closed' AND record_kind_id IS NOT NULL;
