import "server-only";
import { periodOf } from "@/lib/calendar/periods";
import { now } from "@/lib/clock";
import { type CommentRow, commentRows } from "@/lib/comments/queries";
import { getCompany } from "@/lib/company/queries";
import { concernedBy, type Told, toldOf } from "@/lib/decisions/commands/concerned";
import { UNDO_MINUTES } from "@/lib/decisions/commands/decide";
import { decisionIsVisible, mayChange, mayDecision, ownerLeft } from "@/lib/decisions/commands/open-decision";
import { columns, type DecisionRow, decisionsAsOf, PEOPLE } from "@/lib/decisions/queries";
import type { Side } from "@/lib/decisions/words";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { isId } from "@/lib/fields";
import type { AsOf } from "@/lib/kpis/as-of";
import { validAt } from "@/lib/kpis/queries/as-of";
import { canSomewhere } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { Prisma } from "@/lib/platform/db/client";
import { reading } from "@/lib/platform/db/scope";
import { onTx, type Sql } from "@/lib/platform/db/sql";
import { type AboutRow, type Evidence, evidenceOf } from "./evidence";
import { figureOf, type KpiFigure } from "./figure";
import { type Heard, heardOf } from "./heard";

export type Option = { id: string; title: string; detail: string; gain: string | null; odds: number | null; risk: string };
export type Holds = {
  kpiId: string;
  kpiName: string;
  unit: string;
  side: Side;
  bound: string;
  /** first and last day of the period whose value decides */
  periodStart: string;
  /** decimal text; null while there is none */
  value: string | null;
  /** null while there is no value */
  held: boolean | null;
};
export type DecisionDetail = DecisionRow & {
  version: number;
  background: string;
  reason: string;
  /** who decides works here no longer */
  ownerLeft: boolean;
  chosenOptionId: string | null;
  decidedByName: string | null;
  /** instant until which the choice can be undone; null when it cannot */
  undoUntil: string | null;
  scoredByName: string | null;
  optionRows: Option[];
  about: AboutRow[];
  evidence: Evidence[];
  heard: Heard[];
  told: Told | null;
  /** how many could be told now, for who may tell them; otherwise null */
  concerned: number | null;
  holds: Holds | null;
  /** the KPI of its criterion, or the first it is about */
  figure: KpiFigure | null;
  comments: CommentRow[];
  currency: string;
  may: { change: boolean; decide: boolean; undo: boolean; score: boolean; tell: boolean; comment: boolean; act: boolean };
};

type Stored = DecisionRow & {
  version: number;
  background: string;
  reason: string;
  ownerLeft: boolean;
  chosenOptionId: string | null;
  decidedAt: string | null;
  decidedByName: string | null;
  scoredByName: string | null;
  holds: {
    kpiId: string;
    kpiName: string;
    unit: string;
    frequency: Parameters<typeof periodOf>[1];
    side: Side;
    bound: string;
    on: string;
  } | null;
};

/** One decision, whole, now or as known on a day; on a day nothing can be done. Null when it does not exist or the viewer may not read it. */
export async function getDecision(viewer: Viewer, id: string, asOf: AsOf | null): Promise<DecisionDetail | null> {
  if (!isId(id)) return null;
  return reading(viewer, async (tx) => {
    const sql = onTx(tx);
    const { timeZone, currency, calendar } = await getCompany(sql);
    const [row] = await sql.query<Stored>(Prisma.sql`
      SELECT ${columns(timeZone)}, x.version, x.background, x.reason, ${ownerLeft()} AS "ownerLeft", x.chosen_option_id::text AS "chosenOptionId", to_json(x.decided_at)#>>'{}' AS "decidedAt",
        (SELECT p.name FROM person p WHERE p.id = x.decided_by_id) AS "decidedByName", (SELECT p.name FROM person p WHERE p.id = x.scored_by_id) AS "scoredByName",
        (SELECT json_build_object('kpiId', k.id, 'kpiName', k.name, 'unit', k.unit, 'frequency', k.frequency, 'side', x.holds_side,
          'bound', trim_scale(x.holds_bound)::text, 'on', x.holds_on) FROM kpi k WHERE k.id = x.holds_kpi_id) AS holds
      FROM ${decisionsAsOf(asOf)} AS x ${PEOPLE} WHERE x.id = ${id}::uuid AND ${decisionIsVisible(viewer)}`);
    if (row === undefined) return null;
    const optionRows = await sql.query<Option>(Prisma.sql`
      SELECT p.id::text, p.title, p.detail, trim_scale(p.gain)::text AS gain, p.odds::int, p.risk FROM decision_option p WHERE p.decision_id = ${id}::uuid ORDER BY p.place`);
    const abouts = await listAbout(sql, id);
    const about = abouts.map(({ kpiId: _, ...one }) => one);
    const condition = Prisma.sql`x.subject_type = 'decision' AND x.subject_id = ${id}::uuid`;
    const by = asOf === null ? Prisma.empty : Prisma.sql`AND x.at <= ${asOf.at}::timestamptz`;
    const comments = await sql.query<CommentRow>(commentRows(Prisma.sql`${condition} ${by}`, asOf?.at ?? null));
    const { holds, decidedAt, ...rest } = row;
    const valid = validAt(asOf);
    const kpiId = holds?.kpiId ?? about.find(({ type }) => type === "kpi")?.id;
    const undoUntil = decidedAt === null ? null : new Date(new Date(decidedAt).getTime() + UNDO_MINUTES * 60_000).toISOString();
    const here = asOf === null;
    const decides = here && mayDecision(viewer, "decision.decide", row);
    const open = row.decidedOn === null;
    const canUndo = undoUntil !== null && row.scoredOn === null && undoUntil > now().toISOString();
    const told = open ? null : await toldOf(sql, id, asOf?.at ?? null);
    const mayTell = here && !open && row.scoredOn === null && told === null && mayDecision(viewer, "decision.tell", row);
    const concerned = mayTell ? (await concernedBy(sql, viewer, row)).length : null;
    return {
      ...rest,
      evidence: await evidenceOf(sql, viewer, abouts, { askedOn: row.askedOn, asOf, calendar }),
      heard: await heardOf(sql, row, asOf?.at ?? null),
      told,
      concerned,
      undoUntil: canUndo ? undoUntil : null,
      optionRows,
      about,
      holds: holds === null ? null : await judged(sql, holds, calendar, valid),
      figure: kpiId === undefined ? null : await figureOf(sql, viewer, kpiId, { calendar, valid, decidesOn: holds?.on ?? null }),
      comments: comments.toReversed(),
      currency,
      may: {
        change: here && open && mayChange(viewer, row),
        decide: decides && open,
        undo: decides && canUndo,
        score: here && !open && row.scoredOn === null && mayDecision(viewer, "decision.score", row),
        tell: concerned !== null && concerned > 0,
        comment: here && mayDecision(viewer, "comment.write", row),
        act: here && canSomewhere(viewer, "action.add"),
      },
    };
  });
}

/** What it is about, as far as the viewer may read it. */
async function listAbout(sql: Sql, id: string): Promise<(AboutRow & { kpiId: string | null })[]> {
  const rows = await sql.query<{ type: string; id: string; name: string | null; kpi: string | null }>(Prisma.sql`
    SELECT r.subject_type AS type, r.subject_id::text AS id, CASE r.subject_type WHEN 'kpi' THEN (SELECT k.name FROM kpi k WHERE k.id = r.subject_id)
        WHEN 'initiative' THEN (SELECT i.code || ' ' || i.title FROM initiative i WHERE i.id = r.subject_id)
        WHEN 'signal' THEN (SELECT 'the signal of ' || coalesce(k.name, n.name) FROM signal g LEFT JOIN kpi k ON k.id = g.kpi_id LEFT JOIN record_kind n ON n.id = g.record_kind_id WHERE g.id = r.subject_id) END AS name,
      (SELECT g.kpi_id::text FROM signal g WHERE r.subject_type = 'signal' AND g.id = r.subject_id) AS kpi
    FROM decision_about r WHERE r.decision_id = ${id}::uuid ORDER BY 1, 3`);
  const hrefOf = (type: string, own: string, kpi: string | null) =>
    type === "signal"
      ? kpi === null
        ? `/signals/${own}`
        : `/kpis/${kpi}#signals`
      : (ENTITY_WORDS.find((words) => words.type === type)?.hrefOf?.(own) ?? "/");
  return rows.flatMap(({ type, id: own, name, kpi }) =>
    name === null ? [] : [{ type, id: own, name, href: hrefOf(type, own, kpi), kpiId: type === "kpi" ? own : kpi }],
  );
}

/** The value that decides, read from the KPI, never typed: that of the period that contains the day. */
async function judged(
  sql: Sql,
  { kpiId, kpiName, unit, frequency, side, bound, on }: NonNullable<Stored["holds"]>,
  calendar: Parameters<typeof periodOf>[2],
  valid: Prisma.Sql,
): Promise<Holds> {
  const periodStart = periodOf(on, frequency, calendar).start;
  const [found] = await sql.query<{ value: string | null; held: boolean | null }>(Prisma.sql`
    SELECT trim_scale(m.value)::text AS value, CASE WHEN ${side} = 'at-most' THEN m.value <= ${bound}::numeric ELSE m.value >= ${bound}::numeric END AS held
    FROM measurement m WHERE m.kpi_id = ${kpiId}::uuid AND m.series = 'actual' AND m.period_start = ${periodStart}::date AND ${valid}`);
  return { kpiId, kpiName, unit, side, bound, periodStart, value: found?.value ?? null, held: found?.held ?? null };
}
