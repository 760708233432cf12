import { FootPanel, type PanelContent } from "@/components/shell/tables/foot-panel";
import { today } from "@/lib/clock";
import { listAwaiting } from "@/lib/decisions/queries";
import { dayText } from "@/lib/decisions/view";
import { asOfHref } from "@/lib/kpis/as-of";
import { defineSection } from "@/lib/pages/sections/section";

/** Pending decisions, the earliest due first. */
export const decisions = defineSection({
  title: "Open decisions",
  lookingBack: "of that day",
  read: async ({ sql, viewer, subject, asOf }): Promise<PanelContent> => {
    const { rows, total } = await listAwaiting(sql, viewer, subject.filter, asOf);
    if (total === 0) return { empty: "There are no open decisions that you can see." };
    return {
      ...(total > rows.length && { count: `${rows.length} of ${total}` }),
      rows: rows.map(({ id, code, question, ownerName, decideBy, late }) => ({
        id,
        title: question,
        href: asOfHref(`/decisions/${id}`, asOf),
        meta: `${code} · ${ownerName} decides`,
        dueText: dayText(decideBy, asOf?.day ?? today()),
        lateDays: late,
        mark: "decision" as const,
      })),
    };
  },
  view: (content, { title }) => <FootPanel title={title} content={content} />,
});
