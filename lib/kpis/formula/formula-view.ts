import type { FiscalCalendar } from "@/lib/calendar/fiscal-year";
import { periodLabel } from "@/lib/calendar/period-labels";
import type { Frequency } from "@/lib/calendar/periods";
import { formatDelta, formatValueText } from "@/lib/format";

type Text = string | null;
type Part = { id: string; code: string; name: string; unit: string; value: Text; before: Text; contribution: Text };
type View = { period: string; periodBefore: string; change: Text; parts: readonly Part[]; hidden: number; mixes?: string | null };

/** One input as the tree draws it. `share`: relative to the largest contribution, -1 to 1, for the bar; null if nothing was split. */
export type TreePart = {
  id: string;
  code: string;
  name: string;
  valueText: string;
  beforeText: string;
  contributionText: Text;
  share: number | null;
};
export type FormulaTree = { title: string; parts: TreePart[]; hidden: number; note: Text };

const number = (text: Text) => (text === null ? null : Number(text));

/** The inputs of a computed KPI with their values and their contributions to the change since the previous period, ready to print. */
export function formulaTree(
  { period, periodBefore, change, parts, hidden, mixes = null }: View,
  { unit, frequency }: { unit: string; frequency: Frequency },
  calendar: FiscalCalendar,
): FormulaTree {
  const largest = Math.max(0, ...parts.map((part) => Math.abs(number(part.contribution) ?? 0)));
  const [now, before] = [periodLabel(period, frequency, calendar), periodLabel(periodBefore, frequency, calendar)];
  return {
    title: change === null ? `Parts of ${now}` : `${formatDelta(Number(change), unit)} from ${before} to ${now}`,
    parts: parts.map(({ id, code, name, unit: own, ...part }) => ({
      id,
      code,
      name,
      valueText: formatValueText(number(part.value), own),
      beforeText: formatValueText(number(part.before), own),
      contributionText: part.contribution === null ? null : formatDelta(Number(part.contribution), unit),
      share: part.contribution === null || largest === 0 ? null : Number(part.contribution) / largest,
    })),
    hidden,
    note:
      mixes !== null
        ? `${mixes} Its value has no currency until the formula is changed.`
        : change !== null
          ? "The parts add up to the change."
          : hidden > 0
            ? "The change is not split: it has an input you do not have access to."
            : `The change is not split: a value of ${before} or ${now} is missing.`,
  };
}

/** The text of a formula without the codes the reader may not see. */
export function readableFormula(formula: string, visible: readonly string[]): string {
  return formula.replace(/\[([^[\]]*)\]/g, (whole, code: string) =>
    visible.includes(code.trim()) ? whole : "[an input you do not have access to]",
  );
}
