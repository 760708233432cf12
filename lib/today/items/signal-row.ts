import { periodLabel } from "@/lib/calendar/period-labels";
import { wallClock } from "@/lib/calendar/time-zone";
import type { Company } from "@/lib/company/queries";
import { staleDaysOf } from "@/lib/kpis/summary/row";
import { can } from "@/lib/platform/authz/policy";
import type { Viewer } from "@/lib/platform/authz/viewer";
import { type SignalSummary, toSignalRow } from "@/lib/signals/row";
import type { SignalAnswer, SignalRights, TodayItem, TodaySection } from "../view";
import { ageText, answerByText } from "../words";

/** A signal that needs somebody as one database row; a quiet source has no KPI, so those columns are null. */
export type SignalItemRow = SignalSummary & {
  section: TodaySection;
  total: number;
  asked: boolean;
  escalated: boolean;
  signalKind: "process" | "late" | "source";
  version: number;
  answerBy: string | null;
  signalDepartmentId: string;
  ownerId: string | null;
  signalOwnerName: string | null;
  askedByName: string | null;
  sourceName: string | null;
  reach: number;
  level: number;
  cause: string | null;
  /** the explanation, or the question asked */
  said: string | null;
  saidBy: string | null;
  /** who escalated it to its current department; null if the clock did */
  passedUpBy: string | null;
};

const rightsOf = (viewer: Viewer, row: SignalItemRow): SignalRights => {
  const subject = { departmentId: row.signalDepartmentId, ownerId: row.ownerId };
  return {
    acknowledge: can(viewer, "signal.acknowledge", subject),
    explain: can(viewer, "signal.explain", subject),
    decide: can(viewer, "signal.decide", subject),
  };
};

/** @param now ISO instant, for ages and clocks. */
export function toSignalItem(
  viewer: Viewer,
  row: SignalItemRow,
  now: string,
  { timeZone, calendar }: Pick<Company, "timeZone" | "calendar">,
): TodayItem {
  const answer: SignalAnswer = {
    id: row.signalId,
    version: row.version,
    name: row.sourceName ?? row.name,
    state: row.signalState,
    departmentId: row.signalDepartmentId,
    ownerId: row.ownerId,
    asked: row.asked,
    rights: rightsOf(viewer, row),
  };
  const common = { key: `signal:${row.signalId}`, answer };
  const clock = row.answerBy === null ? "" : answerByText(row.answerBy, now, timeZone);
  const owner = row.signalOwnerName ?? row.ownerName;
  const question = row.said === null || row.said === "" ? "" : `: “${row.said}”`;
  const asked = row.asked && row.askedByName !== null ? `${row.askedByName} asks you${question}` : "";
  const climbed = !row.escalated
    ? ""
    : row.passedUpBy === null
      ? "not answered in time"
      : `${row.passedUpBy} escalated it: “${row.said ?? ""}”`;
  const meta = (...parts: (string | null)[]) => parts.filter((part) => part !== null && part !== "").join(" · ");
  if (row.section === "decisions")
    return {
      ...common,
      kind: "explanation",
      href: `/kpis/${row.id}`,
      lead: `${row.name}:`,
      text: row.said === null || row.said === "" ? "explained without a comment." : row.said,
      meta: meta(`${row.saidBy ?? "Somebody"} explained`, row.cause === null ? "" : `cause: ${row.cause}`, row.departmentName),
      dueText: clock,
    };
  if (row.signalKind === "source")
    return {
      ...common,
      kind: "late",
      href: `/signals/${row.signalId}`,
      lead: `${row.sourceName ?? "A source"}:`,
      text: `no new records; ${row.reach === 1 ? "1 KPI waits" : `${row.reach} KPIs wait`} for it.`,
      meta: meta(row.departmentName, owner ?? "no owner", asked, climbed, ageText(row.openedAt, now), clock),
      lateDays: null,
    };
  if (row.signalKind === "late")
    return {
      ...common,
      kind: "late",
      href: `/kpis/${row.id}`,
      lead: `${row.name}:`,
      text: row.latestPeriod === null ? "no value yet." : `nothing since ${periodLabel(row.latestPeriod, row.frequency, calendar)}.`,
      meta: meta(row.departmentName, owner ?? "no owner", asked, climbed, clock),
      lateDays: staleDaysOf(row.lateFrom, wallClock(now, timeZone).day),
    };
  const signal = toSignalRow(row, now, calendar);
  return {
    ...common,
    kind: "signal",
    href: signal.href,
    signal: {
      ...signal,
      ownerName: owner,
      ageText: ageText(row.openedAt, now),
      ...(clock !== "" && { answerByText: clock }),
      notes: [asked, climbed].filter((note) => note !== ""),
    },
  };
}
