import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import { ENTITY_WORDS } from "@/lib/entities/words";
import { formatValue, formatValueText } from "@/lib/format";
import { boundsOf, targetText } from "@/lib/kpis/summary/row";
import type { Reference } from "@/lib/platform/entities/reference";
import { STATES } from "@/lib/signals/life/states";
import { stepOf } from "@/lib/signals/life/steps";
import type { TodayChange, TodayItem, TodaySettled, TodayUndo } from "../view";
import { byText } from "../words";
import type { EventRow, MovementRow } from "./changed";
import type { SettledRow } from "./settled";
import type { WorkItemRow } from "./work-items";

/** The line texts of described entities, by the kind of the row. */
const WAITING = new Map(ENTITY_WORDS.flatMap(({ waiting }) => Object.entries(waiting ?? {})));

const pageOf = (page: Reference | null): string =>
  (page && ENTITY_WORDS.find(({ type }) => type === page.type)?.hrefOf?.(page.id)) ?? "/initiatives";

/** @param own id of the viewer; what belongs to somebody they stand in for says whose it is. */
export function toWorkItem(row: WorkItemRow, own: string, today: string): Extract<TodayItem, { kind: "proposal" | "task" | "work" }> {
  const key = `${row.kind}:${row.id}`;
  const href = pageOf(row.page);
  const title = row.kind === "action" || row.code === null ? row.title : `${row.code} ${row.title}`;
  const { lead, as = "task", verb = "", at } = WAITING.get(row.kind) ?? { lead: "" };
  const others = row.ownerId !== own;
  if (as === "proposal")
    return {
      ...{ key, href, kind: "proposal", lead: `Start ${title}?`, text: "" },
      ...{ meta: `${row.ownerName} proposes · ${row.departmentName}`, dueText: byText(row.dueOn, today) },
    };
  if (as === "task")
    return {
      ...{ key, href: at === undefined ? href : `${href}#${at}`, kind: "task", lead, text: title, verb, asks: true },
      meta: [others ? `for ${row.ownerName}` : null, row.departmentName, byText(row.dueOn, today)].filter(Boolean).join(" · "),
    };
  return {
    ...{ key, href, kind: "work", what: row.kind, id: row.id, version: row.version },
    lead: others ? `For ${row.ownerName}:` : lead,
    text: `${title}${/[.?!]$/.test(title) ? "" : "."}`,
    meta: [others ? "as deputy" : "You", row.departmentName, row.kind === "action" ? row.code : null].filter(Boolean).join(" · "),
    lateDays: row.lateDays,
  };
}

/** A new value that needs no action, with the reason why. */
export function toMovement(row: MovementRow, calendar: FiscalCalendar): TodayChange {
  const latest = row.latestValue === null ? null : Number(row.latestValue);
  const period = row.latestPeriod === null ? "" : `, ${periodLabel(row.latestPeriod, row.frequency, calendar)}`;
  const unit = row.unit;
  const target = boundsOf(row);
  const usual =
    row.lower !== null && row.upper !== null ? `usual ${formatValue(row.lower, unit).text} to ${formatValue(row.upper, unit).text}` : "";
  const against = row.signalState === null && target !== null ? `target ${targetText(target, unit)}` : usual;
  const before = row.spark?.at(-2)?.value ?? null;
  const toward = latest === null || before === null || latest === before ? "level" : latest > before ? "up" : "down";
  const note =
    row.signalState === null
      ? `misses its target${usual === "" ? "" : `, inside its usual range: nothing new to explain`}`
      : row.signalTone === "better" && row.signalState === "open"
        ? "improving"
        : row.initiativeCode !== null
          ? `acted on by ${row.initiativeCode}`
          : STATES[row.signalState].inHand;
  return {
    key: `kpi:${row.id}`,
    at: row.latestAt,
    href: `/kpis/${row.id}`,
    text: `${row.name}: ${formatValueText(latest, unit)}${period}${against === "" ? "" : `; ${against}`}.`,
    note,
    tone: row.signalTone === "better" ? "better" : row.signalTone === "worse" && row.signalState === "open" ? "worse" : "neutral",
    toward: row.signalState === null ? "level" : toward,
  };
}

const JUDGED: Record<string, string> = { on_track: "on track", watch: "on watch", off_track: "off track" };

const short = (text: string) => (text.length <= 120 ? text : `${text.slice(0, 119).trimEnd()}…`);

/** An event by somebody else, or by the rules. */
export function toEvent(row: EventRow): TodayChange {
  const said = row.text === "" ? "" : ` “${short(row.text)}”`;
  const update = row.kind === "update";
  const news = update ? null : stepOf(row.step)?.news;
  return {
    key: row.key,
    at: row.at,
    href: row.subjectId === null ? `/signals/${row.signalId}` : `/${update ? "initiatives" : "kpis"}/${row.subjectId}`,
    text: update
      ? `${row.subject}: ${JUDGED[row.step] ?? row.step}.${said}`
      : `${row.subject}: ${news?.text(row.actor) ?? row.step}.${said}`,
    note: row.actor === null ? "by the rules" : `by ${row.actor}`,
    tone: news?.tone ?? "neutral",
    toward: "level",
  };
}

export function toSettled(row: SettledRow): TodaySettled {
  const text =
    row.step === "entered"
      ? `Entered ${row.count === 1 ? "1 value" : `${row.count} values`}`
      : `${row.step === "done" ? "Done" : (stepOf(row.step)?.done ?? row.step)}: ${row.name}`;
  const href =
    row.step === "entered"
      ? "/my-numbers"
      : row.kpiId === null
        ? row.signalId === null
          ? "/initiatives"
          : `/signals/${row.signalId}`
        : `/kpis/${row.kpiId}`;
  return { key: row.key, text, href, at: row.at };
}

/** The latest step that can be undone, if there is one. */
export function undoOf(rows: readonly SettledRow[]): TodayUndo | null {
  const row = rows.find(({ last }) => last);
  if (row === undefined) return null;
  const { text } = toSettled(row);
  if (row.signalId === null) return { item: row.key, text };
  return row.version === null ? null : { signalId: row.signalId, version: row.version, text };
}
