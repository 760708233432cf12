import "server-only";
import type { SummaryWritten } from "@/lib/kpis/recompute/summaries-written";
import { Prisma } from "@/lib/platform/db/client";
import type { Sql } from "@/lib/platform/db/sql";
import { notify } from "@/lib/platform/notices/notify";
import { answerBy } from "./clock";
import { type LifeEvent, type LifeMove, nextMove, type OpenSignal } from "./life";
import { levelOf, moneyOf } from "./severity";
import { STATES } from "./states";
import { type SignalTerms, signalTerms } from "./terms";

/** A KPI whose summary was just computed, with the process signal that was open before. */
export type Judged = SummaryWritten & { open: OpenSignal | null };

/** The stored part of a signal for the latest value; named as in the statements below. */
type Shown = {
  kpi: string;
  period: string | null;
  rules: readonly string[];
  severity: number;
  level: number;
  money: string | null;
  moneyUnit: string | null;
  reach: number;
  answerBy: string | null;
  shiftFrom: string | null;
  shiftBefore: number | null;
  shiftAfter: number | null;
};

/**
 * Opens, changes, verifies and closes the process signals of these KPIs, each with its event, in the measurement's transaction: one open
 * signal per KPI and cause, however many points show it. No statement if nothing is open and nothing was found. People who watch a KPI are
 * notified of new signals. Returns how many were opened.
 */
export async function moveSignals(sql: Sql, rows: readonly Judged[], at: Date): Promise<number> {
  const moves = rows.flatMap((row) => (row.open === null ? [] : [{ row, open: row.open, move: nextMove(row.open, row) }]));
  const begun = [
    ...moves.filter(({ move }) => move.opens).map(({ row }) => row),
    ...rows.filter((row) => row.open === null && row.signal !== null),
  ];
  if (moves.length === 0 && begun.length === 0) return 0;
  const terms = await signalTerms(sql);
  await moveOn(sql, moves, terms, at);
  return begun.length === 0 ? 0 : openNew(sql, begun, terms, at);
}

function shownOf(row: Judged, reach: number, { timeZone, clock, severity }: SignalTerms, at: Date): Shown {
  const { signal } = row;
  const money = moneyOf(row, row.latestValue, row.mean);
  const tone = signal?.tone ?? "neutral";
  const size = { tone, severity: signal?.severity ?? 0, money: money === null ? null : Number(money.amount), reach };
  const level = levelOf(size, severity);
  return {
    kpi: row.kpiId,
    period: row.latestPeriod,
    rules: signal?.rules ?? [],
    severity: size.severity,
    level,
    money: money?.amount ?? null,
    moneyUnit: money?.unit ?? null,
    reach,
    // An improvement needs no answer.
    answerBy: tone === "better" ? null : answerBy(at, level, timeZone, clock),
    shiftFrom: signal?.shift?.from ?? null,
    shiftBefore: signal?.shift?.before ?? null,
    shiftAfter: signal?.shift?.after ?? null,
  };
}

/** Its latest value, found with the index. */
const VALUE = Prisma.sql`JOIN LATERAL (SELECT c.value FROM measurement c
  WHERE c.kpi_id = s.kpi AND c.series = 'actual' AND c.period_start = s.period AND c.superseded_at IS NULL LIMIT 1) m ON true`;

type Moved = { row: Judged; open: OpenSignal; move: LifeMove };

async function moveOn(sql: Sql, moves: readonly Moved[], terms: SignalTerms, at: Date): Promise<void> {
  const rows = moves.map(({ row, open, move }) => {
    const shown = shownOf(row, open.reach, terms, at);
    const rises = move.keeps && shown.level > open.level;
    const events: LifeEvent[] = [
      ...move.events,
      ...(rises ? [{ step: "worse" as const, text: `Level ${open.level} became ${shown.level}.` }] : []),
    ];
    // Waiting for an answer again, or worse than before: its clock restarts.
    const waits = STATES[move.state].unanswered;
    const restarts = waits && (rises || (move.keeps && open.state === "verified"));
    return {
      ...shown,
      id: open.id,
      state: move.state,
      before: open.state,
      quiet: move.quietPoints,
      keeps: move.keeps,
      level: Math.max(shown.level, open.level),
      answerBy: restarts ? shown.answerBy : null,
      events,
    };
  });
  if (rows.length === 0) return;
  await sql.query(Prisma.sql`
    WITH s AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (id uuid, kpi uuid, state signal_state, before text, quiet int, keeps boolean, period date,
        rules text[], severity float8, level int, money numeric, "moneyUnit" text, "answerBy" timestamptz, "shiftFrom" date, "shiftBefore" float8, "shiftAfter" float8, events jsonb)),
    kept AS (UPDATE signal AS g SET last_period = s.period, rules = s.rules, severity = s.severity, level = s.level, value = m.value, money = s.money,
        money_unit = s."moneyUnit", shift_from = s."shiftFrom", shift_before = s."shiftBefore", shift_after = s."shiftAfter", state = s.state, quiet_points = 0,
        answer_by = coalesce(s."answerBy", g.answer_by), version = g.version + (s.state <> g.state)::int
      FROM s ${VALUE}
      WHERE s.keeps AND g.id = s.id),
    left_off AS (UPDATE signal AS g SET state = s.state, quiet_points = s.quiet, closed_at = CASE WHEN s.state = 'closed' THEN ${at}::timestamptz END,
        version = g.version + (s.state <> g.state)::int
      FROM s WHERE NOT s.keeps AND g.id = s.id AND (g.state, g.quiet_points) IS DISTINCT FROM (s.state, s.quiet)),
    told AS (INSERT INTO signal_event (signal_id, at, step, text, before)
      SELECT s.id, ${at}::timestamptz, e.event->>'step', e.event->>'text', jsonb_build_object('state', s.before)
      FROM s CROSS JOIN LATERAL jsonb_array_elements(s.events) WITH ORDINALITY AS e (event, place) ORDER BY s.id, e.place)
    SELECT count(*)::int AS n FROM s`);
}

async function openNew(sql: Sql, begun: readonly Judged[], terms: SignalTerms, at: Date): Promise<number> {
  const reach = await reachOf(
    sql,
    begun.map((row) => row.kpiId),
  );
  const rows = begun.map((row) => ({
    ...shownOf(row, reach.get(row.kpiId) ?? 0, terms, at),
    tone: row.signal?.tone ?? "neutral",
    since: row.signal?.since ?? row.latestPeriod,
  }));
  // On conflict: another process has just opened it for the same value.
  const opened = await sql.query<{ id: string; watchers: string[] | null }>(Prisma.sql`
    WITH s AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (kpi uuid, period date, since date, rules text[], tone text, severity float8, level int,
        money numeric, "moneyUnit" text, reach int, "answerBy" timestamptz, "shiftFrom" date, "shiftBefore" float8, "shiftAfter" float8)),
    opened AS (INSERT INTO signal (kpi_id, department_id, owner_id, answer_by, rules, tone, severity, level, money, money_unit, reach, period_start, last_period, value,
        shift_from, shift_before, shift_after, opened_at)
      SELECT s.kpi, k.department_id, p.holder_id, s."answerBy", s.rules, s.tone, s.severity, s.level, s.money, s."moneyUnit", s.reach, s.since, s.period, m.value,
        s."shiftFrom", s."shiftBefore", s."shiftAfter", ${at}::timestamptz
      FROM s JOIN kpi k ON k.id = s.kpi LEFT JOIN position p ON p.id = k.position_id
      ${VALUE}
      ON CONFLICT (kpi_id, kind) WHERE state <> 'closed' DO NOTHING RETURNING id, kpi_id, owner_id, answer_by),
    told AS (INSERT INTO signal_event (signal_id, at, step, person_id, due_at) SELECT id, ${at}::timestamptz, 'opened', owner_id, answer_by FROM opened)
    SELECT o.id::text, (SELECT array_agg(w.person_id::text) FROM kpi_watch w WHERE w.kpi_id = o.kpi_id) AS watchers FROM opened o`);
  await notify(
    sql,
    "system",
    opened.flatMap(({ id, watchers }) =>
      (watchers ?? []).map((personId) => ({ personId, kind: "signal-watched" as const, subject: { type: "signal", id } })),
    ),
  );
  return opened.length;
}

/**
 * Number of KPIs computed from each, directly or through others: those of its own department, of those above and below it, and of the whole
 * company. KPIs of sibling departments do not count, because the signal's level would reveal them.
 */
async function reachOf(sql: Sql, kpiIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ kpi: string; reach: number }>(Prisma.sql`
    WITH RECURSIVE own (kpi, id) AS (SELECT id, department_id FROM kpi WHERE id = ANY (${[...kpiIds]}::uuid[])),
    above (kpi, id) AS (SELECT * FROM own UNION SELECT above.kpi, d.parent_id FROM above JOIN department d ON d.id = above.id WHERE d.parent_id IS NOT NULL),
    below (kpi, id) AS (SELECT * FROM own UNION SELECT below.kpi, d.id FROM below JOIN department d ON d.parent_id = below.id),
    line AS (SELECT * FROM above UNION SELECT * FROM below),
    computed (kpi, id) AS (
      SELECT kpi, kpi FROM own
      UNION SELECT c.kpi, k.id FROM computed c JOIN formula_input f ON f.input_id = c.id JOIN kpi k ON k.id = f.output_id
        WHERE k.company_wide OR (c.kpi, k.department_id) IN (SELECT kpi, id FROM line))
    SELECT kpi::text, count(*)::int - 1 AS reach FROM computed GROUP BY kpi`);
  return new Map(rows.map(({ kpi, reach }) => [kpi, reach]));
}
