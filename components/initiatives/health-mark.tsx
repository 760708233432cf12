import { StatusShape } from "@/components/charts/status-shape";
import type { HealthMark as Mark } from "@/lib/initiatives/health/health";
import { daysText } from "@/lib/initiatives/words/phrases";

type Props = { mark: Mark; word: string; staleDays?: number | null; large?: boolean };

/** Health as shape, word and colour. Closed or unknown is a ring; stale says how late. `large` is used in front of a verdict. */
export function HealthMark({ mark, word, staleDays = null, large = false }: Props) {
  const text = mark === "stale" && staleDays !== null ? `${daysText(staleDays)} late` : word;
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${large ? "text-verdict font-semibold" : "text-table"}`}>
      <StatusShape kind={mark === "closed" ? "no-data" : mark} />
      <span className="text-fg">{text}</span>
    </span>
  );
}
