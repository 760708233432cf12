import "server-only";
import { businessZone, now, today } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { ImportHooks } from "@/lib/platform/entities/description";
import { OPTIONS } from "../words";

const OPTION_CHARACTERS = 200;
const DAYS = ["asked_at", "decided_at", "scored_at"];

/** Noon of a day that a file names, where the company is, and no later than now: the day stays the day in its time zone. */
const noon = (column: string) =>
  Prisma.sql`CASE WHEN after->>${column} IS NOT NULL THEN least((left(after->>${column}, 10)::date + time '12:00') AT TIME ZONE ${businessZone()}, ${now()}::timestamptz) END`;
const reject = (header: string, value: Prisma.Sql, reason: string, where: Prisma.Sql) =>
  Prisma.sql`INSERT INTO import_rejects SELECT line, ${header}, left(coalesce(${value}, ''), 200), ${reason} FROM import_ready WHERE ${where}`;

const DECIDED = Prisma.sql`num_nonnulls(nullif(refs->>'chosen', ''), nullif(after->>'reason', ''), after->>'sure', after->>'decided_at', after->>'review_on')`;
const OPTION = Prisma.sql`coalesce((SELECT array_agg(btrim(o) ORDER BY n) FROM regexp_split_to_table(refs->>'options', ';') WITH ORDINALITY AS t (o, n) WHERE btrim(o) <> ''), '{}')`;

/**
 * A log of decisions that was kept elsewhere. A file adds decisions and changes none: what was decided here is not overwritten. What it says of a choice and an
 * outcome is taken as its own dates say.
 */
export const importedDecisions: ImportHooks = {
  async check(sql, headerOf) {
    const say = async (column: string, value: Prisma.Sql, reason: string, where: Prisma.Sql) =>
      sql.query(reject(headerOf(column), value, reason, Prisma.sql`what = 'new' AND (${where})`));
    // The same file again: of its days the hour is ours.
    await sql.query(Prisma.sql`UPDATE import_ready SET what = 'same' WHERE what = 'changed' AND before - ${DAYS}::text[] = after - ${DAYS}::text[]
      AND NOT EXISTS (SELECT FROM unnest(${DAYS}::text[]) AS c WHERE ((before->>c)::timestamptz AT TIME ZONE ${businessZone()})::date IS DISTINCT FROM left(after->>c, 10)::date)`);
    // Options are rows of their own.
    await sql.query(Prisma.sql`UPDATE import_ready r SET what = 'changed' WHERE what = 'same' AND (
      ${OPTION} IS DISTINCT FROM (SELECT array_agg(o.title ORDER BY o.place) FROM decision_option o WHERE o.decision_id = r.id)
      OR (refs ? 'chosen' AND btrim(refs->>'chosen') IS DISTINCT FROM coalesce((SELECT o.title FROM decision_option o WHERE o.id = (r.before->>'chosen_option_id')::uuid), '')))`);
    await sql.query(
      reject(
        headerOf("code"),
        Prisma.sql`key`,
        "a decision with this code exists; decisions are changed on their page",
        Prisma.sql`what = 'changed'`,
      ),
    );
    await say(
      "code",
      Prisma.sql`key`,
      "after D- at most six digits: new decisions are numbered on from there",
      Prisma.sql`key ~ '^D-[0-9]{7,}$'`,
    );
    await say(
      "options",
      Prisma.sql`refs->>'options'`,
      `name 2 to ${OPTIONS.length} options, separated by ;`,
      Prisma.sql`cardinality(${OPTION}) NOT BETWEEN 2 AND ${OPTIONS.length}`,
    );
    await say(
      "options",
      Prisma.sql`refs->>'options'`,
      `an option has at most ${OPTION_CHARACTERS} characters`,
      Prisma.sql`EXISTS (SELECT FROM unnest(${OPTION}) AS o WHERE length(o) > ${OPTION_CHARACTERS})`,
    );
    await say(
      "options",
      Prisma.sql`refs->>'options'`,
      "two options have the same name",
      Prisma.sql`(SELECT count(DISTINCT o) < count(*) FROM unnest(${OPTION}) AS o)`,
    );
    await say(
      "chosen",
      Prisma.sql`refs->>'chosen'`,
      "this is none of the options",
      Prisma.sql`btrim(refs->>'chosen') <> '' AND NOT btrim(refs->>'chosen') = ANY (${OPTION})`,
    );
    await say("atStake", Prisma.sql`after->>'at_stake'`, "an amount is not below zero", Prisma.sql`(after->>'at_stake')::numeric < 0`);
    await say(
      "decidedOn",
      Prisma.sql`after->>'decided_at'`,
      "a decided one has all of: chosen option, reason, confidence, day of the decision, review date",
      Prisma.sql`${DECIDED} NOT IN (0, 5)`,
    );
    await say(
      "decidedOn",
      Prisma.sql`after->>'decided_at'`,
      "this day has not come yet",
      Prisma.sql`left(after->>'decided_at', 10) > ${today()}`,
    );
    await say(
      "askedOn",
      Prisma.sql`after->>'asked_at'`,
      "this day has not come yet",
      Prisma.sql`left(after->>'asked_at', 10) > ${today()}`,
    );
    await say(
      "decidedOn",
      Prisma.sql`after->>'decided_at'`,
      "it was decided before it was asked",
      Prisma.sql`left(after->>'decided_at', 10) < left(after->>'asked_at', 10)`,
    );
    await say(
      "reviewOn",
      Prisma.sql`after->>'review_on'`,
      "the review date is after the day of the decision",
      Prisma.sql`after->>'review_on' <= left(after->>'decided_at', 10)`,
    );
    await say(
      "outcome",
      Prisma.sql`after->>'outcome'`,
      "an outcome belongs to a decided one and has the day it was recorded",
      Prisma.sql`(after->>'outcome' IS NULL) <> (after->>'scored_at' IS NULL) OR (after->>'outcome' IS NOT NULL AND ${DECIDED} < 5)`,
    );
    await say(
      "outcomeText",
      Prisma.sql`after->>'outcome_text'`,
      "words about an outcome need the outcome",
      Prisma.sql`after->>'outcome_text' <> '' AND after->>'outcome' IS NULL`,
    );
    await say(
      "scoredOn",
      Prisma.sql`after->>'scored_at'`,
      "this day is before the decision, or has not come yet",
      Prisma.sql`left(after->>'scored_at', 10) < left(after->>'decided_at', 10) OR left(after->>'scored_at', 10) > ${today()}`,
    );
    // A row is written whole, the choice before the option it refers to: an update would keep a past that never was.
    await sql.query(Prisma.sql`SET CONSTRAINTS decision_chosen_option_id_fkey DEFERRED`);
    await sql.query(Prisma.sql`UPDATE import_ready SET refs = refs || jsonb_build_object('ids', (SELECT jsonb_agg(uuid_v7()) FROM generate_series(1, cardinality(${OPTION}))))
      WHERE what = 'new'`);
    await sql.query(Prisma.sql`UPDATE import_ready SET after = after || jsonb_build_object(
        'asked_at', ${noon("asked_at")}, 'decided_at', ${noon("decided_at")}, 'scored_at', ${noon("scored_at")},
        'decided_by_id', CASE WHEN after->>'decided_at' IS NOT NULL THEN after->'owner_id' END, 'scored_by_id', CASE WHEN after->>'outcome' IS NOT NULL THEN after->'owner_id' END,
        'chosen_option_id', refs->'ids'->(array_position(${OPTION}, btrim(refs->>'chosen')) - 1))
      WHERE what = 'new'`);
  },
  async written(sql, ids) {
    await sql.query(Prisma.sql`INSERT INTO decision_option (id, decision_id, place, title)
      SELECT (r.refs->'ids'->>(t.n::int - 1))::uuid, r.id, t.n, t.o FROM import_ready r CROSS JOIN LATERAL unnest(${OPTION}) WITH ORDINALITY AS t (o, n) WHERE r.id = ANY (${ids}::uuid[])`);
  },
  // Options are rows of their own: a change of theirs shows in the version alone.
  changedSince: Prisma.sql`t.version > 1`,
  usedBy: [
    ["comment", "subject_id"],
    ["action", "subject_id"],
  ],
};
