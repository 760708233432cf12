import Link from "next/link";
import type { ReactNode } from "react";
import { Section } from "@/components/ui/section";
import type { TodaySection as Name, TodayList } from "@/lib/today/view";

const TITLES: Record<Name, { title: string; caption: string }> = {
  signals: { title: "New signals", caption: "each needs an answer before its deadline" },
  decisions: { title: "Decisions waiting for you", caption: "explained or proposed, not yet decided" },
  overdue: { title: "Overdue", caption: "a late value is worse than a bad one" },
};

/** Not late, only pending: values to enter, files, people without a role. */
const TO_DO = { title: "To do", caption: "" };

/** One list of Today; hidden if empty. A shortened list gives the total, with a link to the rest. */
export function TodaySection({ section, list, children }: { section: Name; list: TodayList; children: ReactNode }) {
  if (list.total === 0) return null;
  const { title, caption } = list.items.every((item) => item.kind === "task" && !item.asks) ? TO_DO : TITLES[section];
  const cut = list.items.length < list.total;
  return (
    <Section
      title={title}
      count={list.total}
      caption={
        cut ? (
          <>
            {list.items.length} of {list.total}, worst first ·{" "}
            <Link href="/?show=all" className="underline underline-offset-2">
              show all
            </Link>
          </>
        ) : (
          caption
        )
      }
    >
      <ul>{children}</ul>
    </Section>
  );
}
