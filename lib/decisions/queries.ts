import "server-only";
import type { AreaSlug } from "@/lib/areas";
import { businessZone, today } from "@/lib/clock";
import { getCompany } from "@/lib/company/queries";
import type { AsOf } from "@/lib/kpis/as-of";
import { queueIfLookingBack, validAt } from "@/lib/kpis/queries/as-of";
import { readableKpi } from "@/lib/platform/authz/readable";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { containsPattern } from "@/lib/platform/db/like";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import type { Scored } from "./calibration";
import { decisionIsVisible, mayRemind } from "./commands/open-decision";
import { remindedToday } from "./commands/tell";
import type { Narrowed, Outcome, State } from "./words";

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

/** `stake`: more than this at stake. */
export type DecisionFilter = Partial<Record<"state" | "area" | "owner" | "q" | "stake", string | undefined>>;

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

/** Of the decisions `x`, those of each part of the list, on a day. */
const partsOn = (day: Prisma.Sql): Record<Narrowed, Prisma.Sql> => {
  const [open, scored] = [Prisma.sql`x.decided_at IS NULL`, Prisma.sql`x.scored_at IS NOT NULL`];
  return {
    open,
    late: Prisma.sql`${open} AND x.decide_by < ${day}`,
    "in-time": Prisma.sql`${open} AND x.decide_by >= ${day}`,
    running: Prisma.sql`x.decided_at IS NOT NULL AND x.scored_at IS NULL`,
    scored,
    held: Prisma.sql`${scored} AND x.outcome <> 'worse'`,
    "not-held": Prisma.sql`${scored} AND x.outcome = 'worse'`,
  };
};
const dayOf = (asOf: AsOf | null) => Prisma.sql`${asOf?.day ?? today()}::date`;

/** FROM and WHERE of the decisions `x` that the viewer may read and the filter leaves, now or as known on a day. */
export function narrowed(viewer: Viewer, { area, owner, state, stake, q = "" }: DecisionFilter, asOf: AsOf | null): Prisma.Sql {
  const parts: Record<string, Prisma.Sql> = partsOn(dayOf(asOf));
  const part = state === undefined ? Prisma.sql`true` : (parts[state] ?? Prisma.sql`false`);
  return Prisma.sql`FROM ${decisionsAsOf(asOf)} AS x ${PEOPLE} WHERE ${decisionIsVisible(viewer)}
    AND (${area ?? null}::text IS NULL OR x.area::text = ${area ?? null}) AND (${owner ?? null}::uuid IS NULL OR x.owner_id = ${owner ?? null}::uuid)
    AND (${q} = '' OR concat_ws(' ', x.code, x.question, x.reason) ILIKE ${containsPattern(q)}) AND (${stake ?? null}::numeric IS NULL OR x.at_stake > ${stake ?? null}::numeric) AND (${part})`;
}

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

/** How many there are of each mark, whatever the state asked for, and the first day one was asked. */
export type Legend = Record<"late" | "in-time" | "running" | "held" | "not-held" | "all", number> & { since: string | null };

/** Scored as held, and overtaken: a later value of its KPI breaks its success criterion. */
export type AskedAgain = {
  id: string;
  code: string;
  question: string;
  scoredOn: string;
  kpiId: string;
  kpiName: string;
  unit: string;
  value: string;
  periodStart: string;
};

export type DecisionList = {
  /** at most a hundred of each state: open by when, running by when to look again, scored the latest first */
  rows: DecisionRow[];
  counts: DecisionCounts;
  /** how sure and how many held, of every scored one in the choice */
  scored: Scored[];
  /** who has any open or running in the choice, whoever has most first: so many of `total` */
  people: { rows: Decider[]; total: number };
  legend: Legend;
  /** the latest first, at most ten */
  askedAgain: AskedAgain[];
  /** ids of listed ones that the viewer may remind somebody of, and whether that was done today */
  reminders: Map<string, { today: boolean }>;
  currency: string;
};

export const PEOPLE_LISTED = 20;

/** Decisions the viewer may read, now or as known on a day; looking back, when it is its turn. Seven statements and the company. Throws TOO_MANY. */
export const listDecisions = (viewer: Viewer, filter: DecisionFilter, asOf: AsOf | null): Promise<DecisionList> =>
  queueIfLookingBack(viewer, asOf?.day, () => reading(viewer, (tx) => listOf(onTx(tx), viewer, filter, asOf)));

async function listOf(sql: Sql, viewer: Viewer, filter: DecisionFilter, asOf: AsOf | null): Promise<DecisionList> {
  const { timeZone, currency } = await getCompany(sql);
  const from = narrowed(viewer, filter, asOf);
  const day = dayOf(asOf);
  const { open, running, late, ...parts } = partsOn(day);
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
      count(*) FILTER (WHERE ${late})::int AS late, count(*) FILTER (WHERE ${due})::int AS due,
      min(x.code) FILTER (WHERE ${due}) AS "dueCode" ${from}`);
  if (!counts) throw new Error("counts are one row");
  const scored = await sql.query<Scored>(Prisma.sql`
    SELECT x.sure::int, count(*) FILTER (WHERE x.outcome <> 'worse')::int AS held, count(*)::int AS count ${from} AND x.scored_at IS NOT NULL GROUP BY 1 ORDER BY 1`);
  // By id: people may have one name.
  const people = await sql.query<Decider & { total: number }>(Prisma.sql`
    SELECT p.id, p.name, n.name AS "departmentName", p.open, p.late, p.running, p.total FROM (
      SELECT o.id::text, o.name, o.department_id, count(*) FILTER (WHERE ${open})::int AS open, count(*) FILTER (WHERE ${late})::int AS late,
        count(*) FILTER (WHERE ${running})::int AS running, count(*) OVER ()::int AS total ${from} AND x.scored_at IS NULL
      GROUP BY o.id ORDER BY count(*) DESC, o.name, o.id LIMIT ${PEOPLE_LISTED}
    ) AS p LEFT JOIN department n ON n.id = p.department_id ORDER BY p.open + p.running DESC, p.name, p.id`);
  const of = (part: Prisma.Sql) => Prisma.sql`count(*) FILTER (WHERE ${part})::int`;
  const [legend] = await sql.query<Legend>(Prisma.sql`
    SELECT ${of(late)} AS late, ${of(parts["in-time"])} AS "in-time", ${of(running)} AS running, ${of(parts.held)} AS held, ${of(parts["not-held"])} AS "not-held",
      count(*)::int AS all, (min(x.asked_at) AT TIME ZONE ${timeZone})::date::text AS since ${narrowed(viewer, { ...filter, state: undefined }, asOf)}`);
  if (!legend) throw new Error("a legend is one row");
  const remindable = asOf === null ? rows.filter((row) => row.decidedOn === null && mayRemind(viewer, row)) : [];
  const reminded = await remindedToday(sql, remindable);
  return {
    rows,
    counts,
    legend,
    askedAgain: await listAskedAgain(sql, viewer, filter, asOf),
    reminders: new Map(remindable.map(({ id }) => [id, { today: reminded.includes(id) }])),
    scored,
    people: { rows: people.map(({ total: _, ...person }) => person), total: people[0]?.total ?? 0 },
    currency,
  };
}

/**
 * Decisions whose outcome was good when it was recorded, while a value recorded since, of a later period, breaks the criterion. The first
 * such value, of KPIs the viewer may read.
 */
async function listAskedAgain(sql: Sql, viewer: Viewer, filter: DecisionFilter, asOf: AsOf | null): Promise<AskedAgain[]> {
  return sql.query<AskedAgain>(Prisma.sql`
    SELECT x.id::text, x.code, x.question, ${day(Prisma.sql`x.scored_at`, businessZone())} AS "scoredOn", k.id::text AS "kpiId", k.name AS "kpiName", k.unit,
      trim_scale(m.value)::text AS value, m.period_start::text AS "periodStart"
    FROM (SELECT x.* ${narrowed(viewer, filter, asOf)} AND x.outcome <> 'worse' AND x.holds_kpi_id IS NOT NULL) AS x JOIN kpi k ON k.id = x.holds_kpi_id
    JOIN LATERAL (SELECT m.value, m.period_start FROM measurement m WHERE m.kpi_id = k.id AND m.series = 'actual' AND m.period_start > x.holds_on
        AND m.recorded_at > x.scored_at AND ${validAt(asOf)} AND CASE WHEN x.holds_side = 'at-most' THEN m.value > x.holds_bound ELSE m.value < x.holds_bound END
      ORDER BY m.period_start LIMIT 1) AS m ON true
    WHERE ${readableKpi(viewer, "k")} ORDER BY x.scored_at DESC, x.code LIMIT 10`);
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
