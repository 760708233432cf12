import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { TodayChange, TodaySettled } from "@/lib/today/view";

const HEIGHTS = { up: [11, 7, 3], down: [3, 7, 11], level: [9, 5, 9] } as const;
const FILLS = { better: "fill-good", worse: "fill-bad", neutral: "fill-limit" } as const;

/** Three dots in the direction of the numbers, coloured by good or bad, grey if there is nothing to explain. */
function Way({ toward, tone }: Pick<TodayChange, "toward" | "tone">) {
  const [a, b, c] = HEIGHTS[toward];
  return (
    <svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true" className="mt-0.5 flex-none">
      <polyline points={`3,${a} 11,${b} 19,${c}`} className="fill-none stroke-limit" strokeWidth="1" />
      <circle cx="3" cy={a} r="2.4" className={FILLS[tone]} />
      <circle cx="11" cy={b} r="2.4" className={FILLS[tone]} />
      <circle cx="19" cy={c} r="2.4" className={FILLS[tone]} />
    </svg>
  );
}

/** What moved and what others did since the last visit. Nothing here needs an action. */
export function TodayChanges({ items, total, sinceText }: { items: TodayChange[]; total: number; sinceText: string }) {
  return (
    <Section
      title={`Changed ${sinceText}`}
      caption={items.length < total ? `${items.length} of ${total}, for information` : "for information"}
    >
      {items.length === 0 ? (
        <EmptyState>No notable changes, and no activity that you can see.</EmptyState>
      ) : (
        <ul>
          {items.map((item) => (
            <li key={item.key} className="flex gap-2 border-b py-2 text-table">
              <Way toward={item.toward} tone={item.tone} />
              <div className="min-w-0">
                <p className="text-pretty">
                  <Link href={item.href} className="underline-offset-2 hover:underline">
                    {item.text}
                  </Link>
                </p>
                <p className="text-caption text-muted">{item.note}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** What the viewer dealt with today. */
export function TodaySettledList({ items }: { items: TodaySettled[] }) {
  return (
    <Section title="Done by you today" count={items.length}>
      <ul>
        {items.map((item) => (
          <li key={item.key} className="border-b py-2 text-table">
            <Link href={item.href} className="underline-offset-2 hover:underline">
              {item.text}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
