import "server-only";
import { businessZone, today } from "@/lib/clock";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import type { ImportHooks } from "@/lib/platform/entities/description";
import { OPTIONS } from "./words";

const OPTION_CHARACTERS = 200;
const DAYS = ["asked_at", "decided_at", "scored_at"];

/** Noon of a day that a file names, where the company is: the day stays the day in its time zone. */
const noon = (column: string) => Prisma.sql`((left(after->>${column}, 10)::date + time '12:00') AT TIME ZONE ${businessZone()})`;
const reject = (header: string, value: Prisma.Sql, reason: string, where: Prisma.Sql) =>
  Prisma.sql`INSERT INTO import_rejects SELECT line, ${header}, left(coalesce(${value}, ''), 200), ${reason} FROM import_ready WHERE ${where}`;

const DECIDED = Prisma.sql`num_nonnulls(nullif(refs->>'chosen', ''), nullif(after->>'reason', ''), after->>'sure', after->>'decided_at', after->>'review_on')`;
const OPTION = Prisma.sql`coalesce((SELECT array_agg(btrim(o) ORDER BY n) FROM regexp_split_to_table(refs->>'options', ';') WITH ORDINALITY AS t (o, n) WHERE btrim(o) <> ''), '{}')`;

/**
 * A log of decisions that was kept elsewhere. A file adds decisions and changes none: what was decided here is not overwritten. The row is
 * written undecided, then its options, then the choice, which refers to one of them.
 */
export const importedDecisions: ImportHooks = {
  async check(sql, headerOf) {
    const say = async (column: string, value: Prisma.Sql, reason: string, where: Prisma.Sql) =>
      sql.query(reject(headerOf(column), value, reason, Prisma.sql`what = 'new' AND ${where}`));
    // The same file again: of its days the hour is ours.
    await sql.query(Prisma.sql`UPDATE import_ready SET what = 'same' WHERE what = 'changed' AND before - ${DAYS}::text[] = after - ${DAYS}::text[]
      AND NOT EXISTS (SELECT FROM unnest(${DAYS}::text[]) AS c WHERE ((before->>c)::timestamptz AT TIME ZONE ${businessZone()})::date IS DISTINCT FROM left(after->>c, 10)::date)`);
    await sql.query(
      reject(
        headerOf("code"),
        Prisma.sql`key`,
        "a decision with this code exists; decisions are changed on their page",
        Prisma.sql`what = 'changed'`,
      ),
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
      "scoredOn",
      Prisma.sql`after->>'scored_at'`,
      "this day is before the decision, or has not come yet",
      Prisma.sql`left(after->>'scored_at', 10) < left(after->>'decided_at', 10) OR left(after->>'scored_at', 10) > ${today()}`,
    );
    // Put aside until the options are there.
    await sql.query(Prisma.sql`UPDATE import_ready SET
      refs = refs || jsonb_strip_nulls(jsonb_build_object('reason', after->'reason', 'sure', after->'sure', 'decided_at', ${noon("decided_at")}, 'review_on', after->'review_on',
        'outcome', after->'outcome', 'outcome_text', after->'outcome_text', 'scored_at', ${noon("scored_at")})),
      after = after || jsonb_build_object('asked_at', ${noon("asked_at")}, 'reason', '', 'sure', NULL, 'decided_at', NULL, 'review_on', NULL, 'outcome', NULL, 'outcome_text', '', 'scored_at', NULL)
      WHERE what = 'new'`);
  },
  async written(sql, ids) {
    await writeOptions(sql, ids);
    await sql.query(Prisma.sql`UPDATE decision d SET chosen_option_id = o.id, reason = n.refs->>'reason', sure = (n.refs->>'sure')::smallint, decided_by_id = d.owner_id,
        decided_at = (n.refs->>'decided_at')::timestamptz, review_on = (n.refs->>'review_on')::date, outcome = n.refs->>'outcome', outcome_text = coalesce(n.refs->>'outcome_text', ''),
        scored_at = (n.refs->>'scored_at')::timestamptz, scored_by_id = CASE WHEN n.refs ? 'outcome' THEN d.owner_id END
      FROM import_ready n JOIN decision_option o ON o.decision_id = n.id AND o.title = btrim(n.refs->>'chosen') WHERE d.id = n.id AND d.id = ANY (${ids}::uuid[])`);
    // What undo compares with: the row as this import leaves it.
    await sql.query(
      Prisma.sql`UPDATE import_change c SET after = to_jsonb(d) FROM decision d WHERE d.id = c.entity_id AND d.id = ANY (${ids}::uuid[])`,
    );
  },
  usedBy: [
    ["comment", "subject_id"],
    ["action", "subject_id"],
  ],
};

const writeOptions = (sql: Sql, ids: readonly string[]) =>
  sql.query(Prisma.sql`INSERT INTO decision_option (decision_id, place, title)
    SELECT r.id, t.n, t.o FROM import_ready r CROSS JOIN LATERAL unnest(${OPTION}) WITH ORDINALITY AS t (o, n) WHERE r.id = ANY (${[...ids]}::uuid[])`);
