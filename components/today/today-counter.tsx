import type { Counter } from "@/lib/today/standing/counter";

/** The number of items left; ticks show how much of the day's list is settled. */
export function TodayCounter({ counter, idle }: { counter: Counter /** only reads, and has nothing to do */; idle: boolean }) {
  if (idle) return <p className="text-caption text-muted">Nothing to do here: you have read access.</p>;
  return (
    <div className="flex flex-none items-center gap-3">
      <span className="text-headline font-semibold" data-testid="left">
        {counter.left}
      </span>
      <div className="grid gap-0.5 text-caption whitespace-nowrap text-muted">
        <span>{counter.text}</span>
        {counter.ticks.of > 0 && (
          <span className="flex gap-1" aria-hidden="true">
            {Array.from({ length: counter.ticks.of }, (_, i) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: the ticks are alike, and only how many are filled changes
                key={i}
                className={`h-1.5 w-3 rounded-[1px] border ${i < counter.ticks.filled ? "border-fg bg-fg" : "border-border"}`}
              />
            ))}
          </span>
        )}
        {counter.settledText !== "" && <span>{counter.settledText}</span>}
      </div>
    </div>
  );
}
