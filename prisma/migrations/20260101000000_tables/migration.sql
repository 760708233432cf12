-- Time-ordered ids (RFC 9562, version 7). PostgreSQL 18 has one built in; 15 is supported too.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "token_purpose" AS ENUM ('first_administrator', 'invitation', 'password_reset');

-- CreateEnum
CREATE TYPE "import_state" AS ENUM ('done', 'undone');

-- CreateEnum
CREATE TYPE "initiative_kind" AS ENUM ('strategic', 'improvement', 'innovation', 'mitigation', 'corrective');

-- CreateEnum
CREATE TYPE "initiative_stage" AS ENUM ('proposed', 'active', 'paused', 'done', 'stopped');

-- CreateEnum
CREATE TYPE "judgement" AS ENUM ('on_track', 'watch', 'off_track');

-- CreateEnum
CREATE TYPE "area" AS ENUM ('operations', 'strategy', 'performance', 'improvement', 'people', 'communication', 'risk', 'finance', 'innovation', 'customer');

-- CreateEnum
CREATE TYPE "frequency" AS ENUM ('day', 'week', 'month', 'quarter', 'half_year', 'year');

-- CreateEnum
CREATE TYPE "aggregation" AS ENUM ('sum', 'mean', 'last', 'min', 'max', 'ratio');

-- CreateEnum
CREATE TYPE "direction" AS ENUM ('higher', 'lower', 'band', 'milestone', 'informational');

-- CreateEnum
CREATE TYPE "kpi_kind" AS ENUM ('input', 'output', 'outcome');

-- CreateEnum
CREATE TYPE "kpi_source" AS ENUM ('manual', 'imported', 'records', 'formula');

-- CreateEnum
CREATE TYPE "control_chart" AS ENUM ('xmr', 'p', 'laney_p', 'u', 'c', 'none');

-- CreateEnum
CREATE TYPE "series" AS ENUM ('actual', 'forecast', 'benchmark');

-- CreateEnum
CREATE TYPE "measurement_state" AS ENUM ('final', 'provisional', 'estimated', 'missing');

-- CreateEnum
CREATE TYPE "annotation_kind" AS ENUM ('note', 'baseline', 'exclude');

-- CreateEnum
CREATE TYPE "signal_state" AS ENUM ('open', 'acknowledged', 'explained', 'acted_on', 'verified', 'closed');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('coo', 'executive', 'lead', 'member', 'viewer', 'administrator');

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "department_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "person_id" UUID NOT NULL,
    "password_hash" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id_hash" BYTEA NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "one_time_token" (
    "token_hash" BYTEA NOT NULL,
    "purpose" "token_purpose" NOT NULL,
    "person_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "id" BIGSERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "person_id" UUID NOT NULL,
    "key" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("person_id","key")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "import_mapping" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "name" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" BIGSERIAL NOT NULL,
    "mapping_id" UUID,
    "target" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "rows" INTEGER NOT NULL,
    "new_rows" INTEGER NOT NULL,
    "changed_rows" INTEGER NOT NULL,
    "same_rows" INTEGER NOT NULL,
    "rejected_rows" INTEGER NOT NULL,
    "state" "import_state" NOT NULL DEFAULT 'done',
    "imported_by_id" UUID,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_reject" (
    "id" BIGSERIAL NOT NULL,
    "import_id" BIGINT NOT NULL,
    "line" INTEGER NOT NULL,
    "column" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "import_reject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_change" (
    "import_id" BIGINT NOT NULL,
    "entity_id" UUID NOT NULL,
    "before" JSONB,
    "after" JSONB NOT NULL,

    CONSTRAINT "import_change_pkey" PRIMARY KEY ("import_id","entity_id")
);

-- CreateTable
CREATE TABLE "initiative" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "kind" "initiative_kind" NOT NULL,
    "stage" "initiative_stage" NOT NULL DEFAULT 'active',
    "department_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "sponsor_id" UUID,
    "area" "area" NOT NULL,
    "starts_on" DATE NOT NULL,
    "baseline_due_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "closed_on" DATE,
    "update_every_days" INTEGER NOT NULL DEFAULT 7,
    "demonstration" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "initiative_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "milestone" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "initiative_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "owner_id" UUID,
    "baseline_due_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "done_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "milestone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "effect" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "initiative_id" UUID NOT NULL,
    "kpi_id" UUID NOT NULL,
    "low" DECIMAL(30,10) NOT NULL,
    "likely" DECIMAL(30,10) NOT NULL,
    "high" DECIMAL(30,10) NOT NULL,
    "from_on" DATE NOT NULL,

    CONSTRAINT "effect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "initiative_update" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "initiative_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "judgement" "judgement" NOT NULL,
    "text" TEXT NOT NULL,
    "obstacle" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "initiative_update_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "title" TEXT NOT NULL,
    "department_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "done_on" DATE,
    "initiative_id" UUID,
    "kpi_id" UUID,
    "demonstration" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "kpi_id" UUID,
    "initiative_id" UUID,
    "author_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kpi" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "department_id" UUID NOT NULL,
    "position_id" UUID,
    "areas" "area"[],
    "unit" TEXT NOT NULL,
    "frequency" "frequency" NOT NULL,
    "aggregation" "aggregation" NOT NULL,
    "direction" "direction" NOT NULL,
    "kind" "kpi_kind" NOT NULL DEFAULT 'output',
    "source" "kpi_source" NOT NULL,
    "perspective" TEXT NOT NULL DEFAULT 'volume',
    "company_wide" BOOLEAN NOT NULL DEFAULT false,
    "due_days" INTEGER NOT NULL DEFAULT 3,
    "due_working_days" BOOLEAN NOT NULL DEFAULT true,
    "chart" "control_chart" NOT NULL DEFAULT 'xmr',
    "baseline_points" INTEGER NOT NULL DEFAULT 24,
    "minimum" DECIMAL(30,10),
    "maximum" DECIMAL(30,10),
    "record_kind_id" INTEGER,
    "measure" JSONB,
    "formula" TEXT,
    "starts_on" DATE,
    "ends_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "kpi_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "formula_input" (
    "output_id" UUID NOT NULL,
    "input_id" UUID NOT NULL,

    CONSTRAINT "formula_input_pkey" PRIMARY KEY ("output_id","input_id")
);

-- CreateTable
CREATE TABLE "target" (
    "id" BIGSERIAL NOT NULL,
    "kpi_id" UUID NOT NULL,
    "from_on" DATE NOT NULL,
    "floor" DECIMAL(30,10),
    "ceiling" DECIMAL(30,10),
    "stretch" DECIMAL(30,10),
    "reason" TEXT NOT NULL,
    "set_by_id" UUID,
    "import_id" BIGINT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "measurement" (
    "id" BIGSERIAL NOT NULL,
    "kpi_id" UUID NOT NULL,
    "series" "series" NOT NULL DEFAULT 'actual',
    "period_start" DATE NOT NULL,
    "value" DECIMAL(30,10),
    "numerator" DECIMAL(30,10),
    "denominator" DECIMAL(30,10),
    "state" "measurement_state" NOT NULL DEFAULT 'final',
    "reason" TEXT,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "recorded_by_id" UUID,
    "import_id" BIGINT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "measurement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kpi_summary" (
    "kpi_id" UUID NOT NULL,
    "latest_period" DATE,
    "latest_value" DECIMAL(30,10),
    "latest_state" "measurement_state",
    "latest_at" TIMESTAMPTZ(3),
    "target_floor" DECIMAL(30,10),
    "target_ceiling" DECIMAL(30,10),
    "status" TEXT NOT NULL,
    "late_from" DATE,
    "variation" TEXT NOT NULL,
    "assurance" TEXT,
    "mean" DOUBLE PRECISION,
    "lower" DOUBLE PRECISION,
    "upper" DOUBLE PRECISION,
    "provisional_limits" BOOLEAN NOT NULL DEFAULT false,
    "autocorrelation" DOUBLE PRECISION,
    "rules" TEXT[],
    "need" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "points" INTEGER NOT NULL DEFAULT 0,
    "spark" JSONB NOT NULL DEFAULT '[]',
    "computed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "kpi_summary_pkey" PRIMARY KEY ("kpi_id")
);

-- CreateTable
CREATE TABLE "annotation" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "kpi_id" UUID,
    "department_id" UUID NOT NULL,
    "on_date" DATE NOT NULL,
    "kind" "annotation_kind" NOT NULL DEFAULT 'note',
    "text" TEXT NOT NULL,
    "demonstration" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "annotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "kpi_id" UUID NOT NULL,
    "rules" TEXT[],
    "tone" TEXT NOT NULL,
    "severity" DOUBLE PRECISION NOT NULL,
    "period_start" DATE NOT NULL,
    "last_period" DATE NOT NULL,
    "value" DECIMAL(30,10),
    "state" "signal_state" NOT NULL DEFAULT 'open',
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "department" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parent_id" UUID,
    "group_name" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "department_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "job_title" TEXT,
    "department_id" UUID,
    "hired_on" DATE,
    "left_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "position" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "department_id" UUID NOT NULL,
    "holder_id" UUID,
    "reports_to_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "position_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_grant" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "person_id" UUID NOT NULL,
    "department_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "granted_by_id" UUID,
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_kind" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "fields" JSONB NOT NULL,

    CONSTRAINT "record_kind_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record" (
    "id" BIGSERIAL NOT NULL,
    "record_kind_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "department_id" UUID,
    "on_1" DATE,
    "on_2" DATE,
    "on_3" DATE,
    "data" JSONB NOT NULL,
    "import_id" BIGINT NOT NULL,
    "superseded_by_id" BIGINT,

    CONSTRAINT "record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_event_subject_type_subject_id_idx" ON "audit_event"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "sign_in_failure_email_at_idx" ON "sign_in_failure"("email", "at");

-- CreateIndex
CREATE INDEX "sign_in_failure_address_at_idx" ON "sign_in_failure"("address", "at");

-- CreateIndex
CREATE UNIQUE INDEX "import_mapping_name_key" ON "import_mapping"("name");

-- CreateIndex
CREATE INDEX "import_sha256_idx" ON "import"("sha256");

-- CreateIndex
CREATE INDEX "import_reject_import_id_idx" ON "import_reject"("import_id");

-- CreateIndex
CREATE UNIQUE INDEX "initiative_code_key" ON "initiative"("code");

-- CreateIndex
CREATE INDEX "initiative_department_id_idx" ON "initiative"("department_id");

-- CreateIndex
CREATE INDEX "initiative_owner_id_idx" ON "initiative"("owner_id");

-- CreateIndex
CREATE INDEX "milestone_initiative_id_idx" ON "milestone"("initiative_id");

-- CreateIndex
CREATE INDEX "effect_kpi_id_idx" ON "effect"("kpi_id");

-- CreateIndex
CREATE UNIQUE INDEX "effect_initiative_id_kpi_id_key" ON "effect"("initiative_id", "kpi_id");

-- CreateIndex
CREATE INDEX "initiative_update_initiative_id_at_idx" ON "initiative_update"("initiative_id", "at");

-- CreateIndex
CREATE INDEX "action_department_id_idx" ON "action"("department_id");

-- CreateIndex
CREATE INDEX "action_owner_id_done_on_idx" ON "action"("owner_id", "done_on");

-- CreateIndex
CREATE INDEX "comment_kpi_id_at_idx" ON "comment"("kpi_id", "at");

-- CreateIndex
CREATE INDEX "comment_initiative_id_at_idx" ON "comment"("initiative_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "kpi_code_key" ON "kpi"("code");

-- CreateIndex
CREATE INDEX "kpi_department_id_idx" ON "kpi"("department_id");

-- CreateIndex
CREATE INDEX "kpi_record_kind_id_idx" ON "kpi"("record_kind_id");

-- CreateIndex
CREATE INDEX "formula_input_input_id_idx" ON "formula_input"("input_id");

-- CreateIndex
CREATE INDEX "target_kpi_id_from_on_idx" ON "target"("kpi_id", "from_on");

-- CreateIndex
CREATE INDEX "annotation_kpi_id_on_date_idx" ON "annotation"("kpi_id", "on_date");

-- CreateIndex
CREATE INDEX "annotation_department_id_on_date_idx" ON "annotation"("department_id", "on_date");

-- CreateIndex
CREATE INDEX "signal_kpi_id_idx" ON "signal"("kpi_id");

-- CreateIndex
CREATE UNIQUE INDEX "department_code_key" ON "department"("code");

-- CreateIndex
CREATE INDEX "department_parent_id_idx" ON "department"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_code_key" ON "person"("code");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "person_department_id_idx" ON "person"("department_id");

-- CreateIndex
CREATE UNIQUE INDEX "position_code_key" ON "position"("code");

-- CreateIndex
CREATE INDEX "position_department_id_idx" ON "position"("department_id");

-- CreateIndex
CREATE INDEX "position_holder_id_idx" ON "position"("holder_id");

-- CreateIndex
CREATE INDEX "access_grant_person_id_idx" ON "access_grant"("person_id");

-- CreateIndex
CREATE INDEX "access_grant_department_id_idx" ON "access_grant"("department_id");

-- CreateIndex
CREATE UNIQUE INDEX "record_kind_code_key" ON "record_kind"("code");

-- CreateIndex
CREATE INDEX "record_import_id_idx" ON "record"("import_id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "account"("person_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_token" ADD CONSTRAINT "one_time_token_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "account"("person_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_mapping_id_fkey" FOREIGN KEY ("mapping_id") REFERENCES "import_mapping"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_reject" ADD CONSTRAINT "import_reject_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_change" ADD CONSTRAINT "import_change_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "initiative" ADD CONSTRAINT "initiative_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "initiative" ADD CONSTRAINT "initiative_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "initiative" ADD CONSTRAINT "initiative_sponsor_id_fkey" FOREIGN KEY ("sponsor_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "milestone" ADD CONSTRAINT "milestone_initiative_id_fkey" FOREIGN KEY ("initiative_id") REFERENCES "initiative"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "milestone" ADD CONSTRAINT "milestone_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "effect" ADD CONSTRAINT "effect_initiative_id_fkey" FOREIGN KEY ("initiative_id") REFERENCES "initiative"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "effect" ADD CONSTRAINT "effect_kpi_id_fkey" FOREIGN KEY ("kpi_id") REFERENCES "kpi"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "initiative_update" ADD CONSTRAINT "initiative_update_initiative_id_fkey" FOREIGN KEY ("initiative_id") REFERENCES "initiative"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "initiative_update" ADD CONSTRAINT "initiative_update_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_initiative_id_fkey" FOREIGN KEY ("initiative_id") REFERENCES "initiative"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "action" ADD CONSTRAINT "action_kpi_id_fkey" FOREIGN KEY ("kpi_id") REFERENCES "kpi"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kpi" ADD CONSTRAINT "kpi_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kpi" ADD CONSTRAINT "kpi_position_id_fkey" FOREIGN KEY ("position_id") REFERENCES "position"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kpi" ADD CONSTRAINT "kpi_record_kind_id_fkey" FOREIGN KEY ("record_kind_id") REFERENCES "record_kind"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "formula_input" ADD CONSTRAINT "formula_input_output_id_fkey" FOREIGN KEY ("output_id") REFERENCES "kpi"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "formula_input" ADD CONSTRAINT "formula_input_input_id_fkey" FOREIGN KEY ("input_id") REFERENCES "kpi"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "target" ADD CONSTRAINT "target_kpi_id_fkey" FOREIGN KEY ("kpi_id") REFERENCES "kpi"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "measurement" ADD CONSTRAINT "measurement_kpi_id_fkey" FOREIGN KEY ("kpi_id") REFERENCES "kpi"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kpi_summary" ADD CONSTRAINT "kpi_summary_kpi_id_fkey" FOREIGN KEY ("kpi_id") REFERENCES "kpi"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_kpi_id_fkey" FOREIGN KEY ("kpi_id") REFERENCES "kpi"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "annotation" ADD CONSTRAINT "annotation_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal" ADD CONSTRAINT "signal_kpi_id_fkey" FOREIGN KEY ("kpi_id") REFERENCES "kpi"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "department" ADD CONSTRAINT "department_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_reports_to_id_fkey" FOREIGN KEY ("reports_to_id") REFERENCES "position"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record" ADD CONSTRAINT "record_record_kind_id_fkey" FOREIGN KEY ("record_kind_id") REFERENCES "record_kind"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "record" ADD CONSTRAINT "record_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


