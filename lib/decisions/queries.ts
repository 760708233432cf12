import "server-only";
import type { AreaSlug } from "@/lib/areas";
import { today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import type { AsOf } from "@/lib/kpis/as-of";
import { queueIfLookingBack } from "@/lib/kpis/queries/as-of";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { containsPattern } from "@/lib/platform/db/like";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { Scored } from "./calibration";
import { decisionIsVisible } from "./commands/open-decision";
import type { Outcome, State } from "./words";

/** A decision as lists show it. Dates are ISO days, instants ISO, money decimal text in the company's currency. */
export type DecisionRow = {
  id: string;
  code: string;
  question: string;
  area: AreaSlug;
  departmentId: string;
  departmentName: string;
  ownerId: string;
  ownerName: string;
  askedById: string;
  askedByName: string;
  askedOn: string;
  decideBy: string;
  atStake: string | null;
  options: number;
  chosen: string | null;
  sure: number | null;
  decidedOn: string | null;
  reviewOn: string | null;
  outcome: Outcome | null;
  outcomeText: string;
  scoredOn: string | null;
};

export const stateOf = (row: Pick<DecisionRow, "decidedOn" | "scoredOn">): State =>
  row.scoredOn !== null ? "scored" : row.decidedOn !== null ? "running" : "open";

export type DecisionFilter = { state?: string | undefined; area?: string | undefined; owner?: string | undefined; q?: string | undefined };

/** So many of each state; whoever needs more narrows the choice. */
export const DECISIONS_LISTED = 100;

const UNDECIDED = `{"chosen_option_id":null,"reason":"","sure":null,"decided_by_id":null,"decided_at":null,"review_on":null,
  "holds_kpi_id":null,"holds_side":null,"holds_bound":null,"holds_on":null}`;
const UNSCORED = `{"outcome":null,"outcome_text":"","scored_by_id":null,"scored_at":null}`;

/**
 * What a decision was on a day: the whole row of then, from its past where it changed since, without a choice or an outcome of a later day.
 * A log that was imported tells by its own dates what was known when.
 */
export const decisionsAsOf = (asOf: AsOf | null) =>
  asOf === null
    ? Prisma.sql`decision`
    : Prisma.sql`(SELECT w.* FROM decision c
        CROSS JOIN LATERAL (SELECT coalesce((SELECT h.was FROM decision_past h WHERE h.row_id = c.id AND h.until > ${asOf.at}::timestamptz ORDER BY h.until, h.id LIMIT 1), to_jsonb(c)) AS r) AS t
        CROSS JOIN LATERAL jsonb_populate_record(NULL::decision, t.r
          || CASE WHEN (t.r->>'decided_at')::timestamptz > ${asOf.at}::timestamptz THEN ${UNDECIDED}::jsonb ELSE '{}' END
          || CASE WHEN (t.r->>'scored_at')::timestamptz > ${asOf.at}::timestamptz THEN ${UNSCORED}::jsonb ELSE '{}' END) AS w
        WHERE c.asked_at <= ${asOf.at}::timestamptz)`;

const day = (column: Prisma.Sql, zone: string) => Prisma.sql`(${column} AT TIME ZONE ${zone})::date::text`;

/** The columns of DecisionRow over `x`, with PEOPLE joined. */
export const columns = (
  zone: string,
) => Prisma.sql`x.id::text, x.code, x.question, x.area::text, x.department_id::text AS "departmentId", d.name AS "departmentName",
  x.owner_id::text AS "ownerId", o.name AS "ownerName", x.asked_by_id::text AS "askedById", a.name AS "askedByName", ${day(Prisma.sql`x.asked_at`, zone)} AS "askedOn",
  x.decide_by::text AS "decideBy", trim_scale(x.at_stake)::text AS "atStake", (SELECT count(*)::int FROM decision_option p WHERE p.decision_id = x.id) AS options,
  (SELECT p.title FROM decision_option p WHERE p.id = x.chosen_option_id) AS chosen, x.sure::int, ${day(Prisma.sql`x.decided_at`, zone)} AS "decidedOn",
  x.review_on::text AS "reviewOn", x.outcome, x.outcome_text AS "outcomeText", ${day(Prisma.sql`x.scored_at`, zone)} AS "scoredOn"`;
export const PEOPLE = Prisma.sql`JOIN department d ON d.id = x.department_id JOIN person o ON o.id = x.owner_id JOIN person a ON a.id = x.asked_by_id`;

const STATE = Prisma.sql`CASE WHEN x.scored_at IS NOT NULL THEN 'scored' WHEN x.decided_at IS NOT NULL THEN 'running' ELSE 'open' END`;

/** FROM and WHERE of the decisions `x` that the viewer may read and the filter leaves, now or as known on a day. */
export const narrowed = (viewer: Viewer, { area, owner, state, q = "" }: DecisionFilter, asOf: AsOf | null) =>
  Prisma.sql`FROM ${decisionsAsOf(asOf)} AS x ${PEOPLE} WHERE ${decisionIsVisible(viewer)}
    AND (${area ?? null}::text IS NULL OR x.area::text = ${area ?? null}) AND (${owner ?? null}::uuid IS NULL OR x.owner_id = ${owner ?? null}::uuid)
    AND (${q} = '' OR concat_ws(' ', x.code, x.question, x.reason) ILIKE ${containsPattern(q)}) AND (${state ?? null}::text IS NULL OR ${STATE} = ${state ?? null})`;

/** What somebody has to decide and to score. */
export type Decider = { id: string; name: string; departmentName: string | null; open: number; late: number; running: number };

/** How many there are, in the whole choice, however many of them are listed. */
export type DecisionCounts = {
  totals: Record<State, number>;
  /** open and the viewer's, and the first of their days */
  own: number;
  ownFirst: string | null;
  late: number;
  /** to be scored by now, and the code of one of them */
  due: number;
  dueCode: string | null;
};

export type DecisionList = {
  /** at most a hundred of each state: open by when, running by when to look again, scored the latest first */
  rows: DecisionRow[];
  counts: DecisionCounts;
  /** how sure and how many held, of every scored one in the choice */
  scored: Scored[];
  /** who has any open or running in the choice, whoever has most first: so many of `total` */
  people: { rows: Decider[]; total: number };
  currency: string;
};

export const PEOPLE_LISTED = 20;

/** Decisions the viewer may read, now or as known on a day; looking back, when it is its turn. Four statements and the company. Throws TOO_MANY. */
export const listDecisions = (viewer: Viewer, filter: DecisionFilter, asOf: AsOf | null): Promise<DecisionList> =>
  queueIfLookingBack(viewer, asOf?.day, () => reading(viewer, (tx) => listOf(onTx(tx), viewer, filter, asOf)));

async function listOf(sql: Sql, viewer: Viewer, filter: DecisionFilter, asOf: AsOf | null): Promise<DecisionList> {
  const { timeZone, currency } = await getCompany(sql);
  const from = narrowed(viewer, filter, asOf);
  const day = Prisma.sql`${asOf?.day ?? today()}::date`;
  const [open, running] = [Prisma.sql`x.decided_at IS NULL`, Prisma.sql`x.decided_at IS NOT NULL AND x.scored_at IS NULL`];
  const own = Prisma.sql`${open} AND x.owner_id = ${viewer.personId}::uuid`;
  const due = Prisma.sql`${running} AND x.review_on <= ${day}`;
  const rows = await sql.query<DecisionRow>(Prisma.sql`
    SELECT ${columns(timeZone)} FROM (SELECT x.*, row_number() OVER (PARTITION BY ${STATE}
        ORDER BY CASE WHEN x.scored_at IS NULL THEN coalesce(x.review_on, x.decide_by) END, x.scored_at DESC, x.code) AS place ${from}) AS x ${PEOPLE}
    WHERE x.place <= ${DECISIONS_LISTED} ORDER BY ${STATE}, x.place`);
  const [counts] = await sql.query<DecisionCounts>(Prisma.sql`
    SELECT json_build_object('open', count(*) FILTER (WHERE ${open}), 'running', count(*) FILTER (WHERE ${running}),
        'scored', count(*) FILTER (WHERE x.scored_at IS NOT NULL)) AS totals,
      count(*) FILTER (WHERE ${own})::int AS own, min(x.decide_by) FILTER (WHERE ${own})::text AS "ownFirst",
      count(*) FILTER (WHERE ${open} AND x.decide_by < ${day})::int AS late, count(*) FILTER (WHERE ${due})::int AS due,
      min(x.code) FILTER (WHERE ${due}) AS "dueCode" ${from}`);
  if (!counts) throw new Error("counts are one row");
  const scored = await sql.query<Scored>(Prisma.sql`
    SELECT x.sure::int, count(*) FILTER (WHERE x.outcome <> 'worse')::int AS held, count(*)::int AS count ${from} AND x.scored_at IS NOT NULL GROUP BY 1 ORDER BY 1`);
  // By id: people may have one name.
  const people = await sql.query<Decider & { total: number }>(Prisma.sql`
    SELECT p.id, p.name, n.name AS "departmentName", p.open, p.late, p.running, p.total FROM (
      SELECT o.id::text, o.name, o.department_id, count(*) FILTER (WHERE ${open})::int AS open, count(*) FILTER (WHERE ${open} AND x.decide_by < ${day})::int AS late,
        count(*) FILTER (WHERE ${running})::int AS running, count(*) OVER ()::int AS total ${from} AND x.scored_at IS NULL
      GROUP BY o.id ORDER BY count(*) DESC, o.name, o.id LIMIT ${PEOPLE_LISTED}
    ) AS p LEFT JOIN department n ON n.id = p.department_id ORDER BY p.open + p.running DESC, p.name, p.id`);
  return {
    rows,
    counts,
    scored,
    people: { rows: people.map(({ total: _, ...person }) => person), total: people[0]?.total ?? 0 },
    currency,
  };
}

type Awaiting = { id: string; code: string; question: string; ownerName: string; decideBy: string; late: number | null };

/** What waits to be decided in an area or in departments, the first by when, at most six; now or as known on a day. `late`: days past due. */
export async function listAwaiting(
  sql: Sql,
  viewer: Viewer,
  { area, departmentIds }: { area?: string; departmentIds?: readonly string[] },
  asOf: AsOf | null = null,
): Promise<{ rows: Awaiting[]; total: number }> {
  const day = asOf?.day ?? today();
  const rows = await sql.query<Awaiting & { total: number }>(Prisma.sql`
    SELECT x.id::text, x.code, x.question, o.name AS "ownerName", x.decide_by::text AS "decideBy",
      CASE WHEN x.decide_by < ${day}::date THEN ${day}::date - x.decide_by END AS late, count(*) OVER ()::int AS total
    FROM ${decisionsAsOf(asOf)} AS x JOIN person o ON o.id = x.owner_id
    WHERE x.decided_at IS NULL AND ${decisionIsVisible(viewer)} AND (${area ?? null}::text IS NULL OR x.area::text = ${area ?? null})
      AND (${departmentIds === undefined} OR x.department_id = ANY (${[...(departmentIds ?? [])]}::uuid[]))
    ORDER BY x.decide_by, x.code LIMIT 6`);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
