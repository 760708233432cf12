import { LevelPanel } from "@/components/kpis/level-panel";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Viewer } from "@/lib/auth/viewer";
import { can } from "@/lib/authz/policy";
import { isDate } from "@/lib/calendar/dates";
import { periodLabel } from "@/lib/calendar/period-labels";
import { formatDate, formatInstant } from "@/lib/format";
import { limitInputsOf } from "@/lib/kpis/kpi-page";
import { previewLevel, previewText } from "@/lib/kpis/level-preview";
import type { KpiDetail } from "@/lib/kpis/queries/detail";
import { RULE_WORDS } from "@/lib/kpis/signal-row";

type Props = { kpi: KpiDetail; viewer: Viewer; level: string | null; today: string };

/** The signals of a KPI by its chart: the open one with what can be done about it, then those that are over. */
export function KpiSignals({ kpi, viewer, level, today }: Props) {
  const { definition, known, company } = kpi;
  const open = kpi.signals.find((signal) => signal.closedAt === null && signal.kind === "process") ?? null;
  const mayDecide = known === null && can(viewer, "signal.decide", definition);
  const from = level !== null && isDate(level) && level < today ? level : (open?.shiftFrom ?? null);
  return (
    <Section id="signals" title="Signals" count={kpi.signals.length} caption={open === null ? undefined : "the open one first"}>
      {kpi.signals.length === 0 ? (
        <EmptyState>No signal was ever opened on it.</EmptyState>
      ) : (
        <ul className="text-table">
          {kpi.signals.map((signal) => (
            <li key={signal.id} className="border-b py-2">
              <strong>{periodLabel(signal.periodStart, definition.frequency, company.calendar)}</strong>{" "}
              {RULE_WORDS[signal.rules[0] ?? ""] ?? (signal.kind === "late" ? "a value was late" : "a change")}, for the {signal.tone}
              <span className="block text-caption text-muted">
                {`${signal.closedAt === null ? signal.state.replace("_", " ") : "closed"} · opened ${formatInstant(signal.openedAt, company.timeZone, "medium")}${
                  signal.closedAt === null ? "" : ` · closed ${formatDate(signal.closedAt.slice(0, 10), "medium")}`
                }${signal.cause === null ? "" : ` · cause: ${signal.cause}`}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {open !== null && mayDecide && from !== null && (
        <LevelPanel
          from={from}
          proposed={open.shiftFrom}
          path={`/kpis/${definition.id}`}
          preview={previewText(previewLevel(...limitInputsOf(kpi, today), from, today, company.calendar), definition, company.calendar)}
          change={
            open.shiftBefore === null || open.shiftAfter === null
              ? null
              : { before: open.shiftBefore, after: open.shiftAfter, unit: definition.unit }
          }
        />
      )}
    </Section>
  );
}
