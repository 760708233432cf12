import { StatusMark } from "@/components/charts/status-mark";
import { StatusShape } from "@/components/charts/status-shape";
import type { HealthMark as Mark } from "@/lib/initiatives/health";

/** Health as shape, word and colour. What is closed or not known is a ring; stale says how late. */
export function HealthMark({ mark, word, staleDays = null }: { mark: Mark; word: string; staleDays?: number | null }) {
  if (mark === "stale")
    return (
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-table">
        <StatusShape kind="stale" />
        <span>{staleDays === null ? word : `${staleDays} ${staleDays === 1 ? "day" : "days"} late`}</span>
      </span>
    );
  return <StatusMark status={mark === "closed" ? "no-data" : mark} label={word} />;
}
